import { type ReactNode, useEffect } from 'react';
import { say } from '../../../shared/words/say.js';
import layout from '../styles/layout.module.css';
import { PasswordField } from './password-field.js';
import { StrengthMeter } from './strength-meter.js';
import type { FieldBinding } from '../hooks/use-form.js';
import type { NewPassword } from '../hooks/use-new-password.js';

interface NewPasswordFieldsProps {
  readonly newPassword: NewPassword;
  /** Names and addresses of the member and the clinic as written; a password must not consist of them. */
  readonly ownWords: readonly string[];
  readonly field: (name: 'password' | 'confirmation') => FieldBinding;
  /** Whether there was a password before. */
  readonly another?: boolean;
}

/** The fields for a new password and its repetition, rated while the person types. */
export function NewPasswordFields({
  newPassword,
  ownWords,
  field,
  another = false,
}: NewPasswordFieldsProps): ReactNode {
  const { shortest, rate, problem } = newPassword;
  const password = field('password');
  const { value } = password;
  // One string, so that the effect compares the words and not the array.
  const words = ownWords.join('\n');
  useEffect(() => {
    // An empty form must not load the word lists.
    if (value === '') return;
    let isCurrent = true;
    void rate(value, words.split('\n'), () => isCurrent);
    return () => {
      isCurrent = false;
    };
  }, [rate, value, words]);

  return (
    <div className={layout['pair']}>
      <PasswordField
        label={another ? say('New password') : say('Password')}
        autoComplete="new-password"
        help={
          value === ''
            ? say('At least {shortest} characters, such as a few unrelated words.', { shortest })
            : (problem(value) ?? say('Long enough, and hard to guess.'))
        }
        below={<StrengthMeter rating={value === '' ? null : newPassword.rating} />}
        {...password}
      />
      <PasswordField
        label={another ? say('Confirm new password') : say('Confirm password')}
        autoComplete="new-password"
        {...field('confirmation')}
      />
    </div>
  );
}
