import type { ReactNode } from 'react';
import { say } from '../../shared/words/say.js';
import { Button } from '../ui/button.js';
import { Problem } from '../ui/callout.js';
import { useRequest } from '../ui/hooks/use-request.js';
import styles from './warning.module.css';

interface WarningActionsProps {
  readonly canStay: boolean;
}

/** The buttons of the warning: stay signed in, or end the session. */
export function WarningActions({ canStay }: WarningActionsProps): ReactNode {
  const request = useRequest();
  return (
    <>
      <Problem text={request.problem} />
      <div className={styles['actions']}>
        <Button onClick={request.press(window.clinic.signOut)}>{say('Sign out now')}</Button>
        {canStay && (
          <Button autoFocus look="primary" onClick={request.press(window.clinic.staySignedIn)}>
            {say('Stay signed in')}
          </Button>
        )}
      </div>
    </>
  );
}
