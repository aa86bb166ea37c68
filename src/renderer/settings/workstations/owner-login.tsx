import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { PasswordField } from '../../ui/fields/password-field.js';
import { TextField } from '../../ui/fields/text-field.js';
import type { Form } from '../../ui/hooks/use-form.js';
import layout from '../../ui/styles/layout.module.css';

interface OwnerValues {
  readonly user: string;
  readonly password: string;
}

/** What is missing of the login of a database's owner. */
export function ownerProblems({
  user,
  password,
}: OwnerValues): Readonly<Record<keyof OwnerValues, string | null>> {
  return {
    user: user.trim() === '' ? say('Enter the owner’s user name.') : null,
    password: password === '' ? say('Enter the owner’s password.') : null,
  };
}

/** The login as it was typed. */
export function typedOwner({ user, password }: OwnerValues): OwnerValues {
  return { user: user.trim(), password };
}

/** The login of a database's owner, with which this app makes the clinic's place there. */
export function OwnerLogin({ field }: Pick<Form<keyof OwnerValues>, 'field'>): ReactNode {
  return (
    <div className={layout['pair']}>
      <TextField label={say('Owner’s user name')} maxLength={63} {...field('user')} />
      <PasswordField
        label={say('Owner’s password')}
        help={say('Used once and kept nowhere.')}
        {...field('password')}
      />
    </div>
  );
}
