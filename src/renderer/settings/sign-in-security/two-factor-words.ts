import type { TwoFactorCounts } from '../../../shared/requests/members.js';

function missingInWords({ active, missing }: TwoFactorCounts): string {
  if (active === 1) return 'You are the only active member, and don’t have it yet.';
  return `${missing} of ${active} active members ${missing === 1 ? 'doesn’t' : 'don’t'} have it yet.`;
}

/** How far the members are, once two-factor authentication is required. */
export function requiredInWords(counts: TwoFactorCounts): string {
  return counts.missing === 0 ? 'Every active member has it.' : missingInWords(counts);
}

/**
 * What happens when requiring two-factor authentication is saved.
 * @param days whole days, or `null` while they are not valid
 */
export function consequenceInWords(counts: TwoFactorCounts, days: number | null): string {
  if (counts.missing === 0) return 'Every active member has it already: nothing changes for them.';
  const [they, their, stays] =
    counts.active === 1
      ? ['You', 'your', 'You are not signed out now.']
      : ['They', 'their', 'Nobody who is signed in now is signed out.'];
  const deadline =
    days === null || days === 0
      ? `${they} must set it up at ${their} next sign-in.`
      : `${they} have ${days} ${days === 1 ? 'day' : 'days'}; then ${they.toLowerCase()} must set it up to sign in.`;
  return `${missingInWords(counts)} ${deadline} ${stays}`;
}
