import type { MemberState } from '../../account/clinic-state.js';
import type { ClinicStanding } from '../../ports/index.js';

/** How long a session lasts at the most that began while this computer was shut, in seconds: an hour. */
export const SHUT_SESSION_SECONDS = 3_600;

/**
 * Whether a member gets in as this computer stands to its clinic: past the offline limit only administrators
 * with a second factor, so that an emergency finds a door; after its removal nobody.
 */
export function mayEnterWhileShut(
  { kind }: ClinicStanding,
  { role, twoFactor }: Pick<MemberState, 'role' | 'twoFactor'>,
): boolean {
  if (kind === 'removed') return false;
  return kind !== 'shut' || (role === 'administrator' && twoFactor !== null);
}
