import type { Role } from '../../shared/people/role.js';
import type { KeptRotation, SignedChange } from './changes.js';
import type { ClinicState } from './clinic-state.js';

/*
 * When the clinic's keys may change, and when they must; and when somebody gets a share of them. Without this,
 * any member who sets a new password could exchange the administrators' key, or bring keys back that somebody
 * without access knows.
 */

/** Whether a change brings new keys of the clinic, or a share, exactly where it must. */
export function bringsWhatItMust(state: ClinicState, change: SignedChange): boolean {
  const rotation = 'rotation' in change ? change.rotation : null;
  const share = 'share' in change ? change.share : null;
  if ((rotation !== null) !== takesKeys(state, change)) return false;
  if ((share !== null) !== givesShare(state, change)) return false;
  return rotation === null || mayFollow(state, rotation);
}

/** Whether a change gives the clinic new keys, as somebody loses what they could open. */
export function takesKeys(state: ClinicState, change: SignedChange): boolean {
  if (change.kind === 'keys.rotated' || change.kind === 'clinic.left') return true;
  if (change.kind === 'member.access') return !change.active;
  if (change.kind !== 'member.role') return false;
  const was = activeRole(state, change.memberId);
  return was === 'administrator' && change.role !== 'administrator';
}

/** Whether a change gives one holder a share of the clinic's keys as they are. */
export function givesShare(state: ClinicState, change: SignedChange): boolean {
  if (change.kind === 'member.access') return change.active;
  // The same password at a higher cost needs no other share.
  if (change.kind === 'member.keys') return change.way !== 'cost';
  if (change.kind !== 'member.role') return 'share' in change;
  const was = activeRole(state, change.memberId);
  return was !== null && was !== 'administrator' && change.role === 'administrator';
}

/** @returns `null` for a member without access, who has no share */
function activeRole({ members }: ClinicState, id: string): Role | null {
  const member = members[id];
  return member?.active === true ? member.role : null;
}

/** Whether new keys can follow those of the state. */
function mayFollow(before: ClinicState, { shares, records }: KeptRotation): boolean {
  return (
    shares.epoch === before.shares.epoch + 1 &&
    shares.administrators !== before.shares.administrators &&
    shares.box !== before.shares.box &&
    Object.keys(records).every((name) => Object.hasOwn(before.records, name))
  );
}
