import type { ReactNode } from 'react';
import type { Restrictions } from '../../../shared/policy/managed-limits.js';
import { OFFLINE_PRESETS_SECONDS } from '../../../shared/policy/policy.js';
import { RULE_NAMES } from '../../../shared/policy/policy-words.js';
import { say } from '../../../shared/words/say.js';
import { Card } from '../../ui/card.js';
import { SelectField } from '../../ui/fields/select-field.js';
import { helpWithCap } from '../../ui/fields/timeout-draft.js';
import { durationOptions } from './duration-options.js';

interface OfflineLimitProps {
  readonly seconds: number;
  readonly restrictions: Restrictions;
  readonly onSeconds: (seconds: number) => void;
}

/** How long a workstation of a shared account works on without the server. */
export function OfflineLimit({ seconds, restrictions, onSeconds }: OfflineLimitProps): ReactNode {
  const mostSeconds = restrictions.mostSeconds.offlineLimitSeconds;
  return (
    <Card title={say('When the clinic’s server is out of reach')}>
      <SelectField
        label={RULE_NAMES.offlineLimitSeconds}
        help={helpWithCap(
          say(
            'So long a workstation works on, for those who have signed in there before. After that everyone is signed out there, and only administrators can sign in, for an hour each time.',
          ),
          mostSeconds,
        )}
        managed={restrictions.locked.includes('offlineLimitSeconds')}
        value={seconds}
        options={durationOptions(OFFLINE_PRESETS_SECONDS, seconds, mostSeconds)}
        onValue={onSeconds}
      />
    </Card>
  );
}
