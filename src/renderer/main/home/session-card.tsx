import { ArrowLeftRight, LockKeyhole, LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { durationInWords, remainingInWords } from '../../../shared/policy/duration.js';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Problem } from '../../ui/callout.js';
import { Card } from '../../ui/card.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import layout from '../../ui/styles/layout.module.css';
import { classes } from '../../ui/classes.js';
import styles from './session-card.module.css';
import { LOCK_NOW_SHORTCUT } from '../shortcuts.js';

/** The time left of the session, as main last measured it, and the buttons that end the session. */
export function SessionCard({ view }: { readonly view: HomeView }): ReactNode {
  const request = useRequest();
  const share = Math.min(1, Math.max(0, view.timeoutLeftSeconds / view.timeoutSeconds));
  return (
    <Card title={say('Your session')}>
      <div className={styles['columns']}>
        <div>
          <p className={styles['left']}>
            {say('{time} left', { time: remainingInWords(view.timeoutLeftSeconds) })}
          </p>
          {/* The sentence above says the same in words. */}
          <div className={styles['track']} aria-hidden>
            <div className={styles['fill']} style={{ transform: `scaleX(${share})` }} />
          </div>
          <p className={layout['soft']}>
            {say('Signs you out after {time} without activity.', {
              time: durationInWords(view.timeoutSeconds),
            })}
          </p>
          <p className={classes(layout['soft'], styles['rule'])}>
            {say('This session can last another {time}.', {
              time: remainingInWords(view.sessionLeftSeconds),
            })}
          </p>
        </div>
        <div className={styles['actions']}>
          <Button
            look="primary"
            icon={LockKeyhole}
            shortcut={LOCK_NOW_SHORTCUT}
            wide
            onClick={request.press(window.clinic.lockNow)}
          >
            {say('Lock now')}
          </Button>
          <Button icon={ArrowLeftRight} wide onClick={request.press(window.clinic.switchUser)}>
            {say('Switch user')}
          </Button>
          <Button icon={LogOut} wide onClick={request.press(window.clinic.signOut)}>
            {say('Sign out')}
          </Button>
        </div>
      </div>
      <Problem text={request.problem} />
    </Card>
  );
}
