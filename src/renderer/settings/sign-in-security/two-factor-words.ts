import type { TwoFactorCounts } from '../../../shared/requests/members.js';
import { say } from '../../../shared/words/say.js';

function missingInWords({ active, missing }: TwoFactorCounts): string {
  if (active === 1) return say('You are the only active member, and don’t have it yet.');
  return say(
    '{missing} of {active} active members {missing, plural, one {doesn’t} other {don’t}} have it yet.',
    { missing, active },
  );
}

/** How far the members are, once two-factor authentication is required. */
export function requiredInWords(counts: TwoFactorCounts): string {
  return counts.missing === 0 ? say('Every active member has it.') : missingInWords(counts);
}

/**
 * What happens when requiring two-factor authentication is saved.
 * @param days whole days, or `null` while they are not valid
 */
export function consequenceInWords(counts: TwoFactorCounts, days: number | null): string {
  if (counts.missing === 0)
    return say('Every active member has it already: nothing changes for them.');
  const values = { days: days ?? 0 };
  const consequence =
    counts.active === 1
      ? say(
          '{days, plural, =0 {You must set it up at your next sign-in.} one {You have # day; then you must set it up to sign in.} other {You have # days; then you must set it up to sign in.}} You are not signed out now.',
          values,
        )
      : say(
          '{days, plural, =0 {They must set it up at their next sign-in.} one {They have # day; then they must set it up to sign in.} other {They have # days; then they must set it up to sign in.}} Nobody who is signed in now is signed out.',
          values,
        );
  return `${missingInWords(counts)} ${consequence}`;
}
