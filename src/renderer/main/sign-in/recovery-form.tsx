import type { ReactNode } from 'react';
import {
  DEFAULT_SIGN_IN_RULES,
  shortestPasswordFor,
} from '../../../shared/policy/sign-in-rules.js';
import type { SignInView } from '../../../shared/requests/views.js';
import { say, sayings } from '../../../shared/words/say.js';
import { NewPasswordFields } from '../../ui/fields/new-password-fields.js';
import { EmailField, emailProblem } from '../../ui/fields/email-field.js';
import { SecretField } from '../../ui/fields/secret-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useNewPassword } from '../../ui/hooks/use-new-password.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';

const LABELS = sayings({ invitation: 'Invitation code', kit: 'Recovery key' });

const MISSING = sayings({
  invitation: 'Enter the code that you were given.',
  kit: 'Enter the key that is printed on the kit.',
});

interface RecoveryFormProps {
  readonly view: SignInView;
  readonly way: keyof typeof LABELS;
  readonly email: string;
  readonly onBack: () => void;
}

/**
 * Asks for a code from paper and a new password. When main accepts them, the next view replaces this one.
 */
export function RecoveryForm({ view, way, email, onBack }: RecoveryFormProps): ReactNode {
  const request = useRequest();
  // The clinic's own rules stay sealed until the code opens them; main then checks against those.
  const newPassword = useNewPassword(shortestPasswordFor(DEFAULT_SIGN_IN_RULES, true));
  const form = useForm({ email, code: '', password: '', confirmation: '' }, (values) => ({
    email: emailProblem(values.email),
    code: values.code.trim() === '' ? MISSING[way] : null,
    ...newPassword.problems(values.password, values.confirmation),
  }));

  async function send(): Promise<void> {
    const { email: address, code, password: newPassword } = form.values;
    await request.send(async () =>
      way === 'kit'
        ? await window.clinic.useEmergencyKit({ email: address, recoveryKey: code, newPassword })
        : await window.clinic.redeemInvitation({ email: address, code, newPassword }),
    );
  }

  return (
    <RequestForm
      request={request}
      form={form}
      onSend={send}
      action={say('Set password and sign in')}
      onCancel={onBack}
      cancel={say('Back')}
    >
      <EmailField {...form.field('email')} />
      <SecretField
        label={LABELS[way]}
        maxLength={60}
        help={say('Capitals, spaces and hyphens make no difference.')}
        {...form.field('code')}
      />
      <NewPasswordFields
        newPassword={newPassword}
        ownWords={[view.clinicName, form.values.email]}
        field={form.field}
        another
      />
    </RequestForm>
  );
}
