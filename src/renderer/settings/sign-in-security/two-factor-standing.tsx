import type { ReactNode } from 'react';
import { Callout } from '../../ui/callout.js';
import layout from '../../ui/styles/layout.module.css';
import { useCounts } from '../use-counts.js';
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
  const counts = useCounts(window.clinic.countTwoFactor, revision);
  if (counts === null) return null;
  return isRequired ? (
    <p className={layout['soft']}>{requiredInWords(counts)}</p>
  ) : (
    <Callout tone="info">{consequenceInWords(counts, days)}</Callout>
  );
}
