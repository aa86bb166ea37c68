import { type ReactNode, useState } from 'react';
import type { HomeView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { Button } from '../../ui/button.js';
import { Callout } from '../../ui/callout.js';
import { Actions } from '../../ui/dialogs/dialog.js';
import { NewPasswordFields } from '../../ui/fields/new-password-fields.js';
import { PasswordField } from '../../ui/fields/password-field.js';
import { SecondFactorField, useSecondFactor } from '../../ui/fields/second-factor-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useNewPassword } from '../../ui/hooks/use-new-password.js';
import { useRequest } from '../../ui/hooks/use-request.js';
import { RequestForm } from '../../ui/request-form.js';
import { Section } from './section.js';

/** Changes a member's own password. */
export function ChangePassword({ view }: { readonly view: HomeView }): ReactNode {
  const request = useRequest();
  const [changed, setChanged] = useState(false);
  const newPassword = useNewPassword(view.security.shortestPassword);
  const way = useSecondFactor(view.security.twoFactor.on);
  const form = useForm({ current: '', code: '', password: '', confirmation: '' }, (values) => ({
    current: values.current === '' ? say('Enter the password that you use now.') : null,
    code: way.problem(values.code),
    ...newPassword.problems(values.password, values.confirmation),
  }));

  async function change(): Promise<void> {
    setChanged(false);
    const { current, code, password } = form.values;
    const answer = await request.send(() =>
      window.clinic.changePassword({ proof: way.proof(current, code), newPassword: password }),
    );
    form.clear('current', 'code', 'password', 'confirmation');
    setChanged(answer.ok);
  }

  return (
    <Section title={say('Change your password')}>
      <RequestForm request={request} form={form} onSend={change}>
        {changed && (
          <Callout tone="success" role="status">
            {say('Your password was changed. Use the new one from now on.')}
          </Callout>
        )}
        <PasswordField label={say('Current password')} {...form.field('current')} />
        <SecondFactorField way={way} {...form.field('code')} />
        <NewPasswordFields
          newPassword={newPassword}
          ownWords={[view.clinicName, view.member.name]}
          field={form.field}
          another
        />
        <Actions>
          <Button type="submit" look="primary" busy={request.busy}>
            {say('Change password')}
          </Button>
        </Actions>
      </RequestForm>
    </Section>
  );
}
