import { type ReactNode, useId } from 'react';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { classes } from '../ui/classes.js';
import { useRequest } from '../ui/hooks/use-request.js';
import layout from '../ui/styles/layout.module.css';
import styles from './warning.module.css';

interface WarningFrameProps {
  readonly role: 'dialog' | 'alertdialog';
  readonly describedBy?: string;
  readonly picture: ReactNode;
  readonly title: string;
  readonly canStay: boolean;
  readonly children: ReactNode;
}

/** A picture, words, and the buttons of the warning: stay signed in, or end the session. */
export function WarningFrame(props: WarningFrameProps): ReactNode {
  const { role, describedBy, picture, title, canStay, children } = props;
  const titleId = useId();
  const request = useRequest();
  return (
    <main>
      <div
        className={styles['warning']}
        role={role}
        aria-labelledby={titleId}
        aria-describedby={describedBy}
      >
        <div className={styles['message']}>
          {picture}
          <div className={classes(layout['grow'], styles['words'])}>
            <h1 id={titleId}>{title}</h1>
            {children}
          </div>
        </div>
        <Problem text={request.problem} />
        <div className={styles['actions']}>
          <Button onClick={request.press(window.clinic.signOut)}>{say('Sign out now')}</Button>
          {canStay && (
            <Button autoFocus look="primary" onClick={request.press(window.clinic.staySignedIn)}>
              {say('Stay signed in')}
            </Button>
          )}
        </div>
      </div>
    </main>
  );
}
