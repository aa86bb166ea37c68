import { LONGEST_NAME, nameProblem } from '../../../shared/people/name.js';
import { type ReactNode, useState } from 'react';
import type { Role } from '../../../shared/people/role.js';
import { shortestPasswordFor } from '../../../shared/policy/sign-in-rules.js';
import type { SettingsView } from '../../../shared/requests/views.js';
import { say } from '../../../shared/words/say.js';
import { useConfirmedRequest } from '../../ui/dialogs/confirmed-request.js';
import { Dialog } from '../../ui/dialogs/dialog.js';
import layout from '../../ui/styles/layout.module.css';
import { NewPasswordFields } from '../../ui/fields/new-password-fields.js';
import { EmailField, emailProblem } from '../../ui/fields/email-field.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { TextField } from '../../ui/fields/text-field.js';
import { useForm } from '../../ui/hooks/use-form.js';
import { useNewPassword } from '../../ui/hooks/use-new-password.js';
import { RequestForm } from '../../ui/request-form.js';
import { roleOptions } from './member-dialogs.js';

interface AddMemberProps {
  readonly view: SettingsView;
  readonly onClose: () => void;
}

/** Gives a colleague an account with a first password. */
export function AddMember({ view, onClose }: AddMemberProps): ReactNode {
  const [role, setRole] = useState<Role>('practitioner');
  const request = useConfirmedRequest();
  const newPassword = useNewPassword(shortestPasswordFor(view.signInRules, false));
  const form = useForm({ name: '', email: '', password: '', confirmation: '' }, (values) => ({
    name: nameProblem(values.name, say('Enter the member’s name.')),
    email: emailProblem(values.email),
    ...newPassword.problems(values.password, values.confirmation),
  }));

  async function add(): Promise<void> {
    const { name, email, password } = form.values;
    const answer = await request.send((proof) =>
      window.clinic.addMember({ name, email, role, password, proof }),
    );
    form.clear('password', 'confirmation');
    if (answer.ok) onClose();
  }

  return (
    <Dialog
      title={say('Add member')}
      description={say(
        'You choose a first password. The member should change it under My security after signing in.',
      )}
      onClose={onClose}
    >
      <RequestForm
        request={request}
        form={form}
        onSend={add}
        action={say('Add member')}
        onCancel={onClose}
      >
        <TextField label={say('Name')} maxLength={LONGEST_NAME} {...form.field('name')} />
        <div className={layout['pair']}>
          <EmailField autoComplete="off" {...form.field('email')} />
          <SelectField label={say('Role')} value={role} options={roleOptions()} onValue={setRole} />
        </div>
        <NewPasswordFields
          newPassword={newPassword}
          ownWords={[view.clinicName, form.values.name, form.values.email]}
          field={form.field}
        />
      </RequestForm>
      {request.confirmation}
    </Dialog>
  );
}
