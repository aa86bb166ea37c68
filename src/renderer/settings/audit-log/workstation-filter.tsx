import { type ReactNode, useState } from 'react';
import type { WorkstationRow } from '../../../shared/requests/clinic-views.js';
import type { AuditEntry } from '../../../shared/workstation/audit-log.js';
import { languageTag, say } from '../../../shared/words/say.js';
import { type Option, SelectField } from '../../ui/fields/select-field.js';
import { ALL } from './audit-log-words.js';

interface WorkstationFilterProps {
  readonly workstations: readonly WorkstationRow[];
  /** What is shown: it may be of workstations that were removed. */
  readonly entries: readonly AuditEntry[];
  readonly chosen: string | null;
  readonly onWorkstation: (workstationId: string | null) => void;
}

/** Chooses at which workstation the events happened that are shown. */
export function WorkstationFilter(props: WorkstationFilterProps): ReactNode {
  const { workstations, entries, chosen, onWorkstation } = props;
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const seen = new Map([
    ...names,
    ...entries.flatMap(({ place, workstation }) =>
      workstation === null ? [] : [[place.workstationId, workstation] as const],
    ),
    ...workstations.map(({ id, name }) => [id, name] as const),
  ]);
  // Once seen it stays in the list, also when another choice shows nothing of it.
  if (seen.size > names.size) setNames(seen);
  const { compare } = new Intl.Collator(languageTag(), { numeric: true });
  const options: readonly Option<string>[] = [
    { value: ALL, label: say('Every workstation') },
    ...[...seen]
      .map(([value, label]) => ({ value, label }))
      .sort((one, other) => compare(one.label, other.label)),
  ];
  return (
    <SelectField
      label={say('Workstation')}
      value={chosen ?? ALL}
      onValue={(value) => onWorkstation(value === ALL ? null : value)}
      options={options}
    />
  );
}
