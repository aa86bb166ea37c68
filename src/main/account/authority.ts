import type { SignedChange } from './changes.js';
import type { ClinicState } from './clinic-state.js';
import type { EntryAuthor } from './entry.js';

/** Who may decide each kind of change. `self`: the member whom it is about. */
const MAY_DECIDE: Readonly<Record<SignedChange['kind'], 'founder' | 'administrator' | 'self'>> = {
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
  'rules.set': 'administrator',
  'policy.set': 'administrator',
  'policy.imported': 'administrator',
  'apps.changed': 'administrator',
  'account.accepted': 'administrator',
  'trail.kept': 'administrator',
};

/**
 * Whether this author may decide this, in this state. Pure; the signature must be checked as well.
 * @param state `null` before the clinic is founded
 */
export function mayDecide(
  state: ClinicState | null,
  by: EntryAuthor,
  change: SignedChange,
): boolean {
  if (state === null || change.kind === 'clinic.founded')
    return (
      state === null &&
      change.kind === 'clinic.founded' &&
      by.as === 'member' &&
      by.id === change.administrator.id &&
      by.key === change.keys.signing
    );
  const member = state.members[by.id];
  if (member?.active !== true) return false;
  if (by.as === 'member') {
    if (member.keys.signing !== by.key) return false;
    if (MAY_DECIDE[change.kind] === 'administrator') return member.role === 'administrator';
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
