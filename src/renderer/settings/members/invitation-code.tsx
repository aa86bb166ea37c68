import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
import { sayRich } from '../../ui/words/say-rich.js';
import styles from './invitation-code.module.css';

interface InvitationCodeProps {
  readonly memberName: string;
  readonly code: string;
  readonly validHours: number;
  readonly onClose: () => void;
}

/**
 * A member's new invitation code; it can be read here and nowhere again. There is no `Copy`: whoever
 * comes next to this computer has the same clipboard.
 */
export function InvitationCode(props: InvitationCodeProps): ReactNode {
  const { memberName, code, validHours, onClose } = props;

  return (
    <Dialog
      title={say('Invitation code')}
      description={say('With it {name} chooses a new password and signs in.', { name: memberName })}
      onClose={onClose}
    >
      <p className={styles['frame']}>
        <code className={styles['code']}>{code}</code>
      </p>
      <p>
        {sayRich(
          'Give it to the member in person. On the sign-in screen: <b>Can’t sign in?</b> → <b>I have an invitation code</b>. Valid for {validHours} hours, once.',
          { b: (words) => <strong>{words}</strong>, validHours },
        )}
      </p>
      <Callout tone="warning">
        {say('It is shown only now. An earlier code no longer works.')}
      </Callout>
      <Actions>
        <Button look="primary" onClick={onClose}>
          {say('Done')}
        </Button>
      </Actions>
    </Dialog>
  );
}
