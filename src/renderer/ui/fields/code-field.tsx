import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { SecretField } from './secret-field.js';
import type { TextFieldProps } from './text-field.js';

interface CodeFieldProps extends Pick<TextFieldProps, 'value' | 'onValue' | 'problem' | 'ref'> {
  readonly help?: ReactNode;
}

/** The six digits of an authenticator app. */
export function CodeField(field: CodeFieldProps): ReactNode {
  return (
    <SecretField
      label={say('Authentication code')}
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={20}
      {...field}
    />
  );
}

/** Why the input cannot be a code, or `null`. */
export function codeProblem(code: string): string | null {
  return /^\s*(\d\s*){6}$/.test(code.normalize('NFKC'))
    ? null
    : say('Enter the six digits that your authenticator app shows.');
}

/** A recovery code, which replaces the code of an authenticator app. */
export function RecoveryCodeField(field: Omit<CodeFieldProps, 'help'>): ReactNode {
  return (
    <SecretField
      label={say('Recovery code')}
      maxLength={40}
      help={say('One of the codes that you kept when you set this up. Each works once.')}
      {...field}
    />
  );
}

/** Why the input cannot be a recovery code, or `null`. */
export function recoveryCodeProblem(code: string): string | null {
  return code.trim() === '' ? say('Enter one of your recovery codes.') : null;
}
