import { type ReactNode, useState } from 'react';
import { ROLE_NAMES } from '../../contract/role.js';
import type { HomeView } from '../../contract/views.js';
import { Button } from '../ui/button.js';
import { Callout, Problem } from '../ui/callout.js';
import { Actions, Dialog } from '../ui/dialog.js';
import layout from '../ui/layout.module.css';
import { newPasswordHelp, newPasswordProblems } from '../ui/new-password.js';
import { PasswordField } from '../ui/password-field.js';
import { onlyProblems } from '../ui/person-problems.js';
import { useForm } from '../ui/use-form.js';
import { useRequest } from '../ui/use-request.js';
import styles from './my-security.module.css';

function ChangePassword(): ReactNode {
  const request = useRequest();
  const [changed, setChanged] = useState(false);
  const form = useForm({ current: '', password: '', confirmation: '' }, (values) =>
    onlyProblems({
      current: values.current === '' ? 'Enter the password that you use now.' : null,
      ...newPasswordProblems(values.password, values.confirmation),
    }),
  );

  async function change(): Promise<void> {
    setChanged(false);
    const { current, password } = form.values;
    const answer = await request.send(() =>
      window.clinic.changePassword({ currentPassword: current, newPassword: password }),
    );
    form.clear('current', 'password', 'confirmation');
    setChanged(answer.ok);
  }

  return (
    <form
      noValidate
      className={layout['stack']}
      onSubmit={(event) => form.submit(event, () => void change())}
    >
      <h3 className={styles['title']}>Change your password</h3>
      <Problem text={request.problem} />
      {changed && (
        <Callout tone="success" role="status">
          Your password was changed. Use the new one from now on.
        </Callout>
      )}
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        {...form.field('current')}
      />
      <div className={layout['pair']}>
        <PasswordField
          label="New password"
          autoComplete="new-password"
          help={newPasswordHelp(form.values.password)}
          {...form.field('password')}
        />
        <PasswordField
          label="Confirm new password"
          autoComplete="new-password"
          {...form.field('confirmation')}
        />
      </div>
      <Actions>
        <Button type="submit" look="primary" busy={request.busy}>
          Change password
        </Button>
      </Actions>
    </form>
  );
}

interface MySecurityProps {
  readonly view: HomeView;
  readonly onClose: () => void;
}

/** A member's own account: what it is, and its password. */
export function MySecurity({ view, onClose }: MySecurityProps): ReactNode {
  return (
    <Dialog title="My security" onClose={onClose}>
      <dl className={layout['facts']}>
        <dt>Name</dt>
        <dd>{view.member.name}</dd>
        <dt>Role</dt>
        <dd>{ROLE_NAMES[view.member.role]}</dd>
        <dt>Clinic</dt>
        <dd>{view.clinicName}</dd>
      </dl>
      <ChangePassword />
    </Dialog>
  );
}
