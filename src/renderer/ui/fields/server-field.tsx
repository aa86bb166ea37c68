import type { ReactNode } from 'react';
import {
  LONGEST_SERVER_ADDRESS,
  readServerAddress,
} from '../../../shared/clinic/server-address.js';
import { say } from '../../../shared/words/say.js';
import { TextField, type TextFieldProps } from './text-field.js';

type ServerFieldProps = Omit<TextFieldProps, 'label' | 'help' | 'maxLength'>;

/** The address of the clinic's server. */
export function ServerField(props: ServerFieldProps): ReactNode {
  return (
    <TextField
      {...props}
      label={say('Server address')}
      help={say(
        'Such as db.example.org, or db.example.org:5432/clinic. Several addresses of one server: with commas between.',
      )}
      maxLength={LONGEST_SERVER_ADDRESS}
    />
  );
}

/** @returns `null` for an address that can be used */
export function serverProblem(text: string): string | null {
  const read = readServerAddress(text);
  return read.ok ? null : read.problem;
}
