import { type ReactNode, useState } from 'react';
import { say } from '../../../shared/words/say.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { FindMember } from '../members/find-member.js';
import { useMembers } from '../members/use-members.js';
import { ALL } from './audit-log-words.js';

interface MemberFilterProps {
  readonly revision: number;
  readonly memberCount: number;
  readonly onMember: (memberId: string | null) => void;
}

/** Chooses whose events are shown. In a large clinic a search shortens the list. */
export function MemberFilter({ revision, memberCount, onMember }: MemberFilterProps): ReactNode {
  const { members, search, onSearch } = useMembers(revision);
  const everyone = { value: ALL as string, label: say('Everyone') };
  const [chosen, setChosen] = useState(everyone);
  const options = [
    everyone,
    ...(members ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  // Who was chosen stays in the list, whatever is searched for now.
  if (!options.some(({ value }) => value === chosen.value)) options.push(chosen);
  return (
    <>
      <FindMember memberCount={memberCount} search={search} onSearch={onSearch} />
      <SelectField
        label={say('Member')}
        value={chosen.value}
        onValue={(value) => {
          const option = options.find((one) => one.value === value);
          if (option === undefined) return;
          setChosen(option);
          onMember(value === ALL ? null : value);
        }}
        options={options}
      />
    </>
  );
}
