import { QRCodeSVG } from 'qrcode.react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { CodeField, codeProblem } from '../../ui/fields/code-field.js';
import layout from '../../ui/styles/layout.module.css';
import { useFirstFocus } from '../../ui/hooks/use-first-focus.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import styles from './two-factor-setup.module.css';

/**
 * Width and height of the QR code, in CSS pixels: large enough for a phone at arm's length, and for a usual email
 * whole pixels for each of its squares.
 */
const QR_SIZE = 212;

/** Squares of white around it, as the standard asks (ISO/IEC 18004, section 9.1). */
const QR_MARGIN = 4;

interface TwoFactorSetupProps {
  readonly secret: string;
  readonly uri: string;
  readonly onCancel: () => void;
  readonly onRecoveryCodes: (codes: readonly string[]) => void;
}

/** Shows a new secret for an authenticator app, and asks for the app's first code. */
export function TwoFactorSetup(props: TwoFactorSetupProps): ReactNode {
  const { secret, uri, onCancel, onRecoveryCodes } = props;
  const codeField = useFirstFocus<HTMLInputElement>();
  const request = useRequest();
  const form = useForm({ code: '' }, ({ code }) => ({ code: codeProblem(code) }));

  async function confirm(): Promise<void> {
    const answer = await request.send(() => window.clinic.confirmTwoFactor(form.values));
    if (answer.ok) {
      onRecoveryCodes(answer.recoveryCodes);
      return;
    }
    form.clear('code');
    codeField.current?.focus();
  }

  return (
    <div className={layout['stack']}>
      <div className={styles['scan']}>
        {/* White in the dark theme too: many cameras cannot read an inverted code. */}
        <div className={styles['plate']}>
          <QRCodeSVG
            value={uri}
            size={QR_SIZE}
            marginSize={QR_MARGIN}
            level="M"
            role="img"
            aria-label={say('QR code for your authenticator app')}
          />
        </div>
        <ol className={styles['steps']}>
          <li>{say('Open an authenticator app on your phone and add an account.')}</li>
          <li>
            {say('Scan this code. If you can’t, type this key:')}
            <code className={styles['secret']}>{secret}</code>
          </li>
          <li>{say('Enter the six digits that the app shows now.')}</li>
        </ol>
      </div>
      <RequestForm
        request={request}
        form={form}
        onSend={confirm}
        action={say('Turn on')}
        onCancel={onCancel}
      >
        <CodeField ref={codeField} {...form.field('code')} />
      </RequestForm>
    </div>
  );
}
