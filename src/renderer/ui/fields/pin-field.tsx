import type { ReactNode } from 'react';
import { say } from '../../../shared/words/say.js';
import { PasswordField } from './password-field.js';
import type { TextFieldProps } from './text-field.js';

interface PinFieldProps extends Pick<
  TextFieldProps,
  'value' | 'onValue' | 'problem' | 'help' | 'ref'
> {
  readonly label?: string;
}

/** The digits that belong to a badge. */
export function PinField({ label = say('PIN'), ...field }: PinFieldProps): ReactNode {
  return <PasswordField label={label} inputMode="numeric" {...field} />;
}

/** Why the input cannot be a PIN, or `null`. */
export function pinProblem(pin: string): string | null {
  return /^\d{6,12}$/.test(pin) ? null : say('Enter 6 to 12 digits.');
}
