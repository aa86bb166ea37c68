import type {
  AccountStore,
  Appliers,
  Author,
  Clock,
  IdentityStore,
  Member,
} from '../ports/index.js';
import type { IdentityJournal } from './journal.js';
import type { PasswordCost } from './passwords/password-cost.js';
import {
  firstAccountRecord,
  firstMemberRecord,
  type MemberRecord,
  type SealedRecords,
} from './sealed-records.js';

export interface IdentityChangeParts {
  readonly account: AccountStore;
  readonly store: IdentityStore;
  readonly records: SealedRecords;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly cost: PasswordCost;
}

type Kind =
  | 'clinic.founded'
  | `member.${'added' | 'access' | 'role' | 'password' | 'recovered'}`
  | `twoFactor.${'set' | 'reset'}`
  | 'spareKey.made'
  | 'rules.set';

/** Writes decisions about members and their sign-ins to the tables. */
export function identityChanges(parts: IdentityChangeParts): Appliers<Kind> {
  const { account, store, records, journal, clock, cost } = parts;
  const nowMs = (): number => clock.now().wallMs;

  /** Changes a sealed record. A damaged record stays damaged: only a reset replaces it. */
  function seal({ key }: Author, memberId: string, change: Partial<MemberRecord>): void {
    const record = records.member(key, memberId);
    if (record !== null) records.saveMember(key, memberId, { ...record, ...change });
  }

  /** As {@link seal}, but replaces a damaged record by a new one. */
  function sealWhole({ key }: Author, memberId: string, change: Partial<MemberRecord>): void {
    const record = records.memberOrNew(key, known(memberId), nowMs());
    records.saveMember(key, memberId, { ...record, ...change });
  }

  function known(memberId: string): Member {
    const member = account.memberById(memberId);
    if (member === null) throw new Error('There is no such member.');
    return member;
  }

  /** The emergency kit overrides a second factor, and replaces a damaged record. */
  function afterKit({ memberId, key }: Author): void {
    const record = records.memberOrNew(key, known(memberId), nowMs());
    const mustSetUp = record.mustSetUp || record.twoFactor !== null;
    records.saveMember(key, memberId, { ...record, mustSetUp, twoFactor: null });
    for (const { id, role, active } of account.members())
      if (active && role === 'administrator') account.addNotice('emergencyKitUsed', nowMs(), id);
  }

  return {
    'clinic.founded'({ clinicName, administrator, policy, cost: measured, notices }, { key }) {
      const { id, createdAt } = administrator;
      account.createClinic(clinicName, administrator, JSON.stringify(policy));
      cost.keep(measured);
      records.saveAccount(key, firstAccountRecord(createdAt));
      records.saveMember(
        key,
        id,
        firstMemberRecord({ role: 'administrator', active: true }, createdAt),
      );
      for (const notice of notices) account.addNotice(notice, createdAt);
      journal.record('clinic.created', id);
    },
    'member.added'({ member }, { key, memberId: by }) {
      const { id, role, createdAt } = member;
      if (!account.addMember(member)) throw new Error('The email is in use.');
      records.saveMember(key, id, firstMemberRecord({ role, active: true }, createdAt));
      account.addNotice('passwordSetForYou', createdAt, id);
      journal.record('member.added', id, { role, by });
    },
    'member.access'({ memberId, active }, author) {
      account.setMemberActive(memberId, active);
      seal(author, memberId, { active });
      const event = active ? 'member.enabled' : 'member.disabled';
      journal.record(event, memberId, { by: author.memberId });
    },
    'member.role'({ memberId, role }, author) {
      account.setMemberRole(memberId, role);
      seal(author, memberId, { role });
      journal.record('member.roleChanged', memberId, { role, by: author.memberId });
    },
    'member.password'({ credential }, { memberId }) {
      account.setCredential(memberId, credential);
      journal.record('member.passwordChanged', memberId);
    },
    'member.recovered'({ credential, spareKeyId, way }, author) {
      store.deleteSpareKey(spareKeyId);
      account.setCredential(author.memberId, credential);
      if (way === 'emergencyKit.used') afterKit(author);
      journal.record(way, author.memberId);
    },
    'twoFactor.set'({ twoFactor, told }, author) {
      sealWhole(author, author.memberId, { twoFactor, mustSetUp: false });
      journal.record(told, author.memberId);
    },
    'twoFactor.reset'({ memberId }, author) {
      const isDamaged = records.member(author.key, memberId) === null;
      // Whoever damaged the record may also have made the member an administrator: drop that role.
      if (isDamaged && account.memberById(memberId)?.role === 'administrator')
        account.setMemberRole(memberId, 'receptionist');
      sealWhole(author, memberId, { twoFactor: null, mustSetUp: true });
      journal.record('twoFactor.reset', memberId, { by: author.memberId });
    },
    'spareKey.made'({ spareKeyId, wrappedKey, memberId }, { memberId: by }) {
      store.saveSpareKey(spareKeyId, { wrappedKey, createdAt: clock.now() });
      if (memberId === null) journal.record('emergencyKit.created', by);
      else journal.record('invitation.created', memberId, { by });
    },
    'rules.set'({ rules }, { key, memberId }) {
      const before = records.account(key) ?? firstAccountRecord(nowMs());
      // The members' days to comply count from the day of turning it on, not from each later change.
      const requiredSince = rules.requireTwoFactor ? (before.requiredSince ?? nowMs()) : null;
      records.saveAccount(key, { ...before, rules, requiredSince });
      journal.record('signInRules.changed', memberId, { rules });
    },
  };
}
