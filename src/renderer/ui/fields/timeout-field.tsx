import type { ReactNode } from 'react';
import type { Restrictions } from '../../../shared/policy/managed-limits.js';
import { LONGEST_TIMEOUT_SECONDS } from '../../../shared/policy/policy.js';
import { say } from '../../../shared/words/say.js';
import { SelectField } from './select-field.js';
import { TextField } from './text-field.js';
import {
  CUSTOM,
  helpWithCap,
  SHORTEST_MINUTES,
  type TimeoutDraft,
  timeoutOptions,
} from './timeout-draft.js';

interface TimeoutFieldProps {
  readonly draft: TimeoutDraft;
  readonly onDraft: (draft: TimeoutDraft) => void;
  readonly problem: string | undefined;
  readonly help: string;
  readonly restrictions: Restrictions;
}

/** The choice of the session timeout: a preset, or any number of minutes up to 7 days. */
export function TimeoutField(props: TimeoutFieldProps): ReactNode {
  const { draft, onDraft, problem, help, restrictions } = props;
  const managed = restrictions.locked.includes('sessionTimeoutSeconds');
  const cap = restrictions.mostSeconds.sessionTimeoutSeconds;
  const mostSeconds = cap ?? LONGEST_TIMEOUT_SECONDS;
  return (
    <>
      <SelectField
        label={say('Automatic session timeout')}
        help={helpWithCap(help, cap)}
        managed={managed}
        value={draft.choice}
        options={timeoutOptions(managed ? LONGEST_TIMEOUT_SECONDS : mostSeconds)}
        onValue={(choice) =>
          // The minutes of Custom start with the preset that was chosen before.
          onDraft({
            choice,
            minutes: choice === CUSTOM ? draft.minutes : String(Number(choice) / 60),
          })
        }
      />
      {draft.choice === CUSTOM && (
        <TextField
          label={say('Minutes')}
          type="number"
          inputMode="numeric"
          min={SHORTEST_MINUTES}
          max={mostSeconds / 60}
          step="any"
          value={draft.minutes}
          problem={problem}
          managed={managed}
          onValue={(minutes) => onDraft({ ...draft, minutes })}
        />
      )}
    </>
  );
}
