import type { AccountStore, Appliers, Clock, IdentityStore } from '../ports/index.js';
import type { SignedChange } from '../account/changes.js';
import type { ComputerChange } from '../account/judge-computers.js';
import type { IdentityJournal } from './journal.js';

export interface IdentityChangeParts {
  readonly account: AccountStore;
  readonly store: IdentityStore;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

type Kind = Exclude<
  SignedChange['kind'],
  'policy.set' | 'policy.imported' | 'apps.changed' | 'trail.kept' | ComputerChange['kind']
>;

/** Tells people and the audit trail of each decision about members and their sign-ins. */
export function identityChanges(parts: IdentityChangeParts): Appliers<Kind> {
  const { account, journal, clock } = parts;
  const nowMs = (): number => clock.now().wallMs;

  function tellAdministrators(kind: 'emergencyKitUsed' | 'invitationUsed'): void {
    for (const { id, role, active } of account.members())
      if (active && role === 'administrator') account.addNotice(kind, nowMs(), id);
  }

  return {
    'clinic.founded'({ administrator }) {
      journal.record('clinic.created', administrator.id);
    },
    'member.added'({ member, role }, { memberId: by }) {
      account.addNotice('passwordSetForYou', nowMs(), member.id);
      journal.record('member.added', member.id, { role, by });
    },
    'member.access'({ memberId, active }, { memberId: by }) {
      journal.record(active ? 'member.enabled' : 'member.disabled', memberId, { by });
    },
    'member.role'({ memberId, role }, { memberId: by }) {
      journal.record('member.roleChanged', memberId, { role, by });
    },
    'member.keys'({ memberId, way }) {
      if (way === 'changed') journal.record('member.passwordChanged', memberId);
      if (way === 'changed' || way === 'cost') return;
      journal.record(`${way}.used`, memberId);
      tellAdministrators(`${way}Used`);
    },
    'member.invited'({ memberId }, { memberId: by }) {
      journal.record('invitation.created', memberId, { by });
    },
    'emergencyKit.made'(_change, { memberId }) {
      journal.record('emergencyKit.created', memberId);
    },
    'keys.rotated'(_change, { memberId }) {
      journal.record('keys.rotated', memberId);
    },
    'twoFactor.set'({ told }, { memberId }) {
      journal.record(told, memberId);
    },
    'recoveryCode.used'(_change, { memberId }) {
      journal.record('recoveryCode.used', memberId);
    },
    'twoFactor.reset'({ memberId }, { memberId: by }) {
      journal.record('twoFactor.reset', memberId, { by });
    },
    'badge.set'({ record }, { memberId: by }) {
      if (record === null) journal.record('badge.removed', by, { by });
      else journal.record('badge.enrolled', by);
    },
    'badge.removed'({ memberId }, { memberId: by }) {
      journal.record('badge.removed', memberId, { by });
    },
    // How somebody likes to read is no business of the audit log.
    'language.chosen': () => undefined,
    'guide.read': () => undefined,
    'rules.set'({ rules }, { memberId }) {
      journal.record('signInRules.changed', memberId, { rules });
    },
    'account.accepted'({ remembered }, { memberId }) {
      account.addNotice('accountAccepted', nowMs());
      journal.record('account.accepted', memberId, { remembered });
    },
  };
}
