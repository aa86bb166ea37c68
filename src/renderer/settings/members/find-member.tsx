import type { ReactNode } from 'react';
import { LONGEST_NAME } from '../../../shared/people/name.js';
import { say } from '../../../shared/words/say.js';
import { TextField } from '../../ui/fields/text-field.js';
import { MANY_MEMBERS } from './use-members.js';

interface FindMemberProps {
  readonly memberCount: number;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Searches the members of a large clinic; nothing where one look finds everybody. */
export function FindMember({ memberCount, search, onSearch }: FindMemberProps): ReactNode {
  if (memberCount < MANY_MEMBERS) return null;
  return (
    <TextField
      label={say('Find a member')}
      type="search"
      maxLength={LONGEST_NAME}
      value={search}
      onValue={onSearch}
      help={say('By name or email.')}
    />
  );
}
