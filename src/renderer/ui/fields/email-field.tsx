import type { ReactNode, Ref } from 'react';
import { isEmail, LONGEST_EMAIL } from '../../../shared/people/person.js';
import { say } from '../../../shared/words/say.js';
import type { FieldBinding } from '../hooks/use-form.js';
import { TextField } from './text-field.js';

interface EmailFieldProps extends FieldBinding {
  readonly ref?: Ref<HTMLInputElement>;
  /** `off`: the address of somebody else. */
  readonly autoComplete?: 'username' | 'off';
}

export function EmailField({ autoComplete = 'username', ...field }: EmailFieldProps): ReactNode {
  return (
    <TextField
      label={say('Email')}
      type="email"
      autoComplete={autoComplete}
      maxLength={LONGEST_EMAIL}
      {...field}
    />
  );
}

export function emailProblem(email: string): string | null {
  if (email.trim() === '') return say('Enter an email address.');
  return isEmail(email.trim())
    ? null
    : say('Enter a whole email address, like sam@clinic.example.');
}
