import type { LaterChange, SignedChange, SignedChangeOf } from './changes.js';
import type { ClinicState } from './clinic-state.js';
import type { EntryAuthor } from './entry.js';

/** Who may decide each kind of change. `self`: the member whom it is about; `code`: whoever has the code. */
const MAY_DECIDE: Readonly<
  Record<SignedChange['kind'], 'founder' | 'administrator' | 'self' | 'code'>
> = {
  'clinic.founded': 'founder',
  'member.added': 'administrator',
  'member.access': 'administrator',
  'member.role': 'administrator',
  'member.keys': 'self',
  'member.invited': 'administrator',
  'emergencyKit.made': 'administrator',
  'keys.rotated': 'administrator',
  'twoFactor.set': 'self',
  'recoveryCode.used': 'self',
  'twoFactor.reset': 'administrator',
  'badge.set': 'self',
  'badge.removed': 'administrator',
  'language.chosen': 'self',
  'guide.read': 'self',
  'rules.set': 'administrator',
  'policy.set': 'administrator',
  'policy.imported': 'administrator',
  'apps.changed': 'administrator',
  'account.accepted': 'administrator',
  'trail.kept': 'administrator',
  'clinic.shared': 'administrator',
  'server.set': 'administrator',
  'workstation.invited': 'administrator',
  'workstation.withdrawn': 'administrator',
  'workstation.enrolled': 'code',
  'workstation.named': 'administrator',
  'workstation.removed': 'administrator',
  'clinic.left': 'administrator',
  'session.ended': 'self',
};

/**
 * Whether this author may decide this, in this state. Pure; the signature must be checked as well.
 * @param state `null` before the clinic is founded
 */
export function mayDecide(
  state: ClinicState | null,
  by: EntryAuthor,
  change: SignedChange | LaterChange,
): boolean {
  if (state === null || change.kind === 'clinic.founded')
    return (
      state === null &&
      change.kind === 'clinic.founded' &&
      by.as === 'member' &&
      by.id === change.administrator.id &&
      by.key === change.keys.signing
    );
  if (by.as === 'enrolment') return hasCode(state, by, change);
  const member = state.members[by.id];
  if (member?.active !== true) return false;
  if (by.as === 'member') {
    if (member.keys.signing !== by.key) return false;
    // Whether its author might decide it, only a version that knows it can say.
    if (change.kind === 'later') return true;
    if (MAY_DECIDE[change.kind] === 'code') return false;
    if (MAY_DECIDE[change.kind] === 'administrator') return member.role === 'administrator';
    // Administrators order anybody out.
    if (change.kind === 'session.ended')
      return member.role === 'administrator' || isOwnOrder(change, by.id);
    if (change.kind !== 'member.keys') return true;
    return change.memberId === by.id && (change.way === 'changed' || change.way === 'cost');
  }
  // A code on paper lets its member choose a new password, and nothing else.
  if (change.kind !== 'member.keys' || change.memberId !== by.id || change.way !== by.as)
    return false;
  return by.as === 'invitation'
    ? state.invitations[by.id]?.signing === by.key
    : member.role === 'administrator' && state.emergencyKit?.signing === by.key;
}

/** Whether a member signs only themselves out. */
function isOwnOrder(
  { memberId, workstation }: SignedChangeOf<'session.ended'>,
  self: string,
): boolean {
  return memberId === self && workstation === null;
}

/** Whether this is the code on paper of the computer that enrols. */
function hasCode(
  { shared }: ClinicState,
  by: EntryAuthor,
  change: SignedChange | LaterChange,
): boolean {
  if (change.kind !== 'workstation.enrolled' || change.workstation !== by.id) return false;
  return shared?.invited[by.id]?.signing === by.key;
}
