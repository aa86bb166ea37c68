import type { SignedChange } from './changes.js';
import type { ClinicState } from './clinic-state.js';

/*
 * When the clinic's keys may change, and when they must. Without this, any member who sets a new password
 * could exchange the administrators' key, or bring keys back that somebody without access knows.
 */

/** Whether a change gives the clinic new keys, as somebody loses what they could open. */
export function takesKeys(state: ClinicState, change: SignedChange): boolean {
  if (change.kind === 'keys.rotated') return true;
  if (change.kind === 'member.access') return !change.active;
  if (change.kind !== 'member.role') return false;
  const member = state.members[change.memberId];
  return (
    member?.active === true && member.role === 'administrator' && change.role !== 'administrator'
  );
}

/** Whether the shares that a change names can follow those of the state. */
export function sharesFit(state: ClinicState, change: SignedChange): boolean {
  if (!('shares' in change)) return true;
  const { shares: before } = state;
  const { shares } = change;
  const records = 'records' in change ? change.records : {};
  if (takesKeys(state, change))
    return (
      shares.epoch === before.epoch + 1 &&
      shares.administrators !== before.administrators &&
      shares.box !== before.box &&
      Object.entries(records).every(
        ([name, hash]) => hash !== null && Object.hasOwn(state.records, name),
      )
    );
  // The same password at a higher cost needs no other share.
  const isSameBox =
    change.kind !== 'member.keys' || change.way !== 'cost' || shares.box === before.box;
  return (
    isSameBox &&
    shares.epoch === before.epoch &&
    shares.administrators === before.administrators &&
    Object.keys(records).length === 0
  );
}
