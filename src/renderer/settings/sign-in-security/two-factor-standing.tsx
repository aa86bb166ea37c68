import { type ReactNode, useEffect, useState } from 'react';
import type { TwoFactorCounts } from '../../../shared/requests/members.js';
import { Callout } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { consequenceInWords, requiredInWords } from './two-factor-words.js';

interface TwoFactorStandingProps {
  /** The members are counted again when it changes. */
  readonly revision: number;
  /** Whether two-factor authentication is required already, and not only by what is to be saved. */
  readonly isRequired: boolean;
  /** Whole days to set it up, or `null` while they are not valid. */
  readonly days: number | null;
}

/** How many members have two-factor authentication, and what becomes of the others. */
export function TwoFactorStanding({
  revision,
  isRequired,
  days,
}: TwoFactorStandingProps): ReactNode {
  const [counts, setCounts] = useState<TwoFactorCounts | null>(null);
  useEffect(() => {
    let isWanted = true;
    void window.clinic.countTwoFactor({}).then(
      (answer) => {
        if (isWanted) setCounts(answer.counts);
      },
      // Without an answer nothing is said of how many: the switch says what it does.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [revision]);
  if (counts === null) return null;
  return isRequired ? (
    <p className={layout['soft']}>{requiredInWords(counts)}</p>
  ) : (
    <Callout tone="info">{consequenceInWords(counts, days)}</Callout>
  );
}
