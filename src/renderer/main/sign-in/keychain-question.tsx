import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';

/** The keychain shows a question of its own on the screen, and the app waits for the answer. */
export function KeychainQuestion(): ReactNode {
  return (
    <Callout
      tone="info"
      role="status"
      action={
        <Button onClick={() => void window.clinic.cancelSignIn({})}>{say('Don’t wait')}</Button>
      }
    >
      {say(
        'This computer’s keychain is asking for its password. Answer it to go on: its window may lie behind this one.',
      )}
    </Callout>
  );
}
