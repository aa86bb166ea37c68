import type { ReactNode } from 'react';
import { Callout } from '../../ui/callout.js';
import { foresightInWords } from './foresight-words.js';
import type { PolicyDraft } from './policy-draft.js';
import { useForesight } from './use-foresight.js';

interface ForesightProps {
  /** The timeout that is chosen, in seconds, or `null` while it is not valid. */
  readonly timeoutSeconds: number | null;
  readonly rules: PolicyDraft['rules'];
  /** Whether the account is one of several computers. */
  readonly isShared: boolean;
}

/** What the chosen timeout would have done at this computer, before it is saved. */
export function Foresight({ timeoutSeconds, rules, isShared }: ForesightProps): ReactNode {
  const { warningLeadSeconds, roleTimeoutSeconds } = rules;
  const foreseen = useForesight({ timeoutSeconds, warningLeadSeconds });
  const hasRoleLimits = Object.keys(roleTimeoutSeconds).length > 0;
  return (
    <div aria-live="polite">
      {foreseen !== null && (
        <Callout tone="info">
          {foresightInWords(foreseen, { isShared, hasRoleLimits }).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </Callout>
      )}
    </div>
  );
}
