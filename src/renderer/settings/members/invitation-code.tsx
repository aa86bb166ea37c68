import type { ReactNode } from 'react';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { Actions, Dialog } from '../../ui/dialogs/dialog.js';
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
      title="Invitation code"
      description={`With it ${memberName} chooses a new password and signs in.`}
      onClose={onClose}
    >
      <p className={styles['frame']}>
        <code className={styles['code']}>{code}</code>
      </p>
      <p>
        Give it to the member in person. On the sign-in screen: <strong>Can’t sign in?</strong> →{' '}
        <strong>I have an invitation code</strong>. Valid for {validHours} hours, once.
      </p>
      <Callout tone="warning">It is shown only now. An earlier code no longer works.</Callout>
      <Actions>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </Actions>
    </Dialog>
  );
}
