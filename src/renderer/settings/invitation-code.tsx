import { Check, Copy } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { Button } from '../ui/button.js';
import { Callout } from '../ui/callout.js';
import { Actions, Dialog } from '../ui/dialog.js';
import layout from '../ui/layout.module.css';
import styles from './invitation-code.module.css';

/** Selects an element's text and copies it. */
function copyText(element: HTMLElement): boolean {
  window.getSelection()?.selectAllChildren(element);
  // The Clipboard API asks for a permission, and this app's windows are given none.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return document.execCommand('copy');
}

interface InvitationCodeProps {
  readonly memberName: string;
  readonly code: string;
  readonly validHours: number;
  readonly onClose: () => void;
}

/** A member's new invitation code; it can be read here and nowhere again. */
export function InvitationCode(props: InvitationCodeProps): ReactNode {
  const { memberName, code, validHours, onClose } = props;
  const shownCode = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);

  return (
    <Dialog
      title="Invitation code"
      description={`With it ${memberName} chooses a new password and signs in.`}
      onClose={onClose}
    >
      <p className={styles['frame']}>
        <code ref={shownCode} className={styles['code']}>
          {code}
        </code>
      </p>
      <p>
        Give it to the member in person. On the sign-in screen: <strong>Can’t sign in?</strong> →{' '}
        <strong>I have an invitation code</strong>. Valid for {validHours} hours, once.
      </p>
      <Callout tone="warning">It is shown only now. An earlier code no longer works.</Callout>
      <p role="status" className={layout['onlySpoken']}>
        {copied && 'Copied'}
      </p>
      <Actions>
        <Button
          icon={copied ? Check : Copy}
          onClick={() => {
            if (shownCode.current !== null) setCopied(copyText(shownCode.current));
          }}
        >
          {copied ? 'Copied' : 'Copy'}
        </Button>
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      </Actions>
    </Dialog>
  );
}
