import type { ReactNode } from 'react';
import { LONGEST_NAME } from '../../../shared/people/name.js';
import { say } from '../../../shared/words/say.js';
import { TextField } from '../../ui/fields/text-field.js';
import { MANY_WORKSTATIONS } from './presence-words.js';

interface FindWorkstationProps {
  readonly count: number;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Searches the workstations of a large clinic; nothing where one look finds each. */
export function FindWorkstation({ count, search, onSearch }: FindWorkstationProps): ReactNode {
  if (count < MANY_WORKSTATIONS) return null;
  return (
    <TextField
      label={say('Find a workstation')}
      type="search"
      maxLength={LONGEST_NAME}
      value={search}
      onValue={onSearch}
      help={say('By its name, or by who is signed in there.')}
    />
  );
}
