import type { ReactNode } from 'react';
import { SelectField } from './select-field.js';
import { TextField } from './text-field.js';
import {
  CUSTOM,
  LONGEST_MINUTES,
  SHORTEST_MINUTES,
  TIMEOUT_OPTIONS,
  type TimeoutDraft,
} from './timeout-draft.js';

interface TimeoutFieldProps {
  readonly draft: TimeoutDraft;
  readonly onDraft: (draft: TimeoutDraft) => void;
  readonly problem: string | undefined;
  readonly help: string;
}

/** The choice of the session timeout: a preset, or any number of minutes up to 7 days. */
export function TimeoutField({ draft, onDraft, problem, help }: TimeoutFieldProps): ReactNode {
  return (
    <>
      <SelectField
        label="Automatic session timeout"
        help={help}
        value={draft.choice}
        options={TIMEOUT_OPTIONS}
        onValue={(choice) =>
          // Custom starts from the preset that was chosen before.
          onDraft({
            choice,
            minutes: choice === CUSTOM ? draft.minutes : String(Number(choice) / 60),
          })
        }
      />
      {draft.choice === CUSTOM && (
        <TextField
          label="Minutes"
          type="number"
          inputMode="numeric"
          min={SHORTEST_MINUTES}
          max={LONGEST_MINUTES}
          step="any"
          value={draft.minutes}
          problem={problem}
          onValue={(minutes) => onDraft({ ...draft, minutes })}
        />
      )}
    </>
  );
}
