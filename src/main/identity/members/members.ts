import { randomUUID } from 'node:crypto';
import type { Policy } from '../../../shared/policy/policy.js';
import type { Role } from '../../../shared/people/role.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../shared/policy/sign-in-rules.js';
import { AccountKey } from '../../keys/account-key.js';
import type { AccountStore, Clock, Member, NoticeKind } from '../../ports/index.js';
import { createCredential } from '../passwords/credential.js';
import type { IdentityJournal } from '../journal.js';
import type { KeyRing } from '../key-ring.js';
import type { PasswordCost } from '../passwords/password-cost.js';
import type { Passwords } from '../passwords/passwords.js';
import {
  firstAccountRecord,
  firstMemberRecord,
  hasSecondFactor,
  type SealedRecords,
} from '../sealed-records.js';
import type { SignInRulesKeeper } from '../sign-in/sign-in-rules-keeper.js';

export interface MembersParts {
  readonly account: AccountStore;
  readonly records: SealedRecords;
  readonly passwords: Passwords;
  readonly cost: PasswordCost;
  readonly rules: SignInRulesKeeper;
  readonly keys: KeyRing;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

export interface NewAdministrator {
  readonly clinicName: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface MemberToAdd {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
}

type Refused<Code extends string> = { readonly ok: false; readonly code: Code };
type Result<Code extends string> = { readonly ok: true } | Refused<Code>;
/** `problem` says in words why. */
export type WeakPassword = Refused<'weakPassword'> & { readonly problem: string };
const OK = { ok: true } as const;

function refused<Code extends string>(code: Code): Refused<Code> {
  return { ok: false, code };
}

/** The clinic's members: who they are, and what they may do. */
export class Members {
  readonly #parts: MembersParts;

  constructor(parts: MembersParts) {
    this.#parts = parts;
  }

  /** Creates the clinic, its account key and its first administrator. */
  async createClinic(
    form: NewAdministrator,
    policy: Policy,
    notices: readonly NoticeKind[],
  ): Promise<
    | { readonly ok: true; readonly member: Member; readonly accountKey: AccountKey }
    | Refused<'alreadySetUp'>
    | WeakPassword
  > {
    const { account, records, passwords, cost, journal, clock } = this.#parts;
    const rules = { rules: DEFAULT_SIGN_IN_RULES, hasTwoFactor: false };
    const problem = await passwords.problem(form.password, form, rules, form.clinicName);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const member: Member = {
      id: randomUUID(),
      name: form.name,
      email: form.email,
      role: 'administrator',
      active: true,
      lastSignedInAt: null,
    };
    const measured = await cost.measure();
    const accountKey = AccountKey.fresh();
    const credential = await createCredential(
      { memberId: member.id, password: form.password, version: 1, cost: measured },
      accountKey,
    );
    if (account.clinicName() !== null) {
      accountKey.forget();
      return refused('alreadySetUp');
    }
    const { wallMs } = clock.now();
    account.together(() => {
      account.createClinic(
        form.clinicName,
        { ...member, credential, createdAt: wallMs },
        JSON.stringify(policy),
      );
      cost.keep(measured);
      records.saveAccount(accountKey, firstAccountRecord(wallMs));
      records.saveMember(accountKey, member.id, firstMemberRecord(member, wallMs));
      for (const notice of notices) account.addNotice(notice, wallMs);
      journal.record('clinic.created', member.id);
    });
    return { ok: true, member, accountKey };
  }

  /** The current password must have been proved. */
  async changePassword(member: Member, newPassword: string): Promise<{ ok: true } | WeakPassword> {
    const { account, passwords, rules, keys, records, journal } = this.#parts;
    const hasTwoFactor = hasSecondFactor(records.member(keys.key, member.id));
    const standing = { rules: rules.current(), hasTwoFactor };
    const problem = await passwords.problem(newPassword, member, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const credential = await passwords.next(member.id, newPassword, keys.key);
    account.together(() => {
      account.setCredential(member.id, credential);
      journal.record('member.passwordChanged', member.id);
    });
    return OK;
  }

  /** Adds a member with a first password, which the member is asked to change. */
  async add(form: MemberToAdd, byMemberId: string): Promise<Result<'emailTaken'> | WeakPassword> {
    const { account, records, passwords, rules, keys, journal, clock } = this.#parts;
    const standing = { rules: rules.current(), hasTwoFactor: false };
    const problem = await passwords.problem(form.password, form, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const id = randomUUID();
    const credential = await passwords.next(id, form.password, keys.key);
    const { name, email, role } = form;
    const { wallMs } = clock.now();
    return account.together(() => {
      if (!account.addMember({ id, name, email, role, credential, createdAt: wallMs }))
        return refused('emailTaken');
      records.saveMember(keys.key, id, firstMemberRecord({ role, active: true }, wallMs));
      account.addNotice('passwordSetForYou', wallMs, id);
      journal.record('member.added', id, { role, by: byMemberId });
      return OK;
    });
  }

  setActive(
    memberId: string,
    active: boolean,
    byMemberId: string,
  ): Result<'lastAdministrator' | 'unknownMember'> {
    const problem = this.#problemWith(memberId, !active);
    if (problem !== null) return refused(problem);
    const { account, journal } = this.#parts;
    account.together(() => {
      account.setMemberActive(memberId, active);
      this.#seal(memberId, { active });
      const event = active ? 'member.enabled' : 'member.disabled';
      journal.record(event, memberId, { by: byMemberId });
    });
    return OK;
  }

  changeRole(
    memberId: string,
    role: Role,
    byMemberId: string,
  ): Result<'lastAdministrator' | 'unknownMember'> {
    const problem = this.#problemWith(memberId, role !== 'administrator');
    if (problem !== null) return refused(problem);
    const { account, journal } = this.#parts;
    account.together(() => {
      account.setMemberRole(memberId, role);
      this.#seal(memberId, { role });
      journal.record('member.roleChanged', memberId, { role, by: byMemberId });
    });
    return OK;
  }

  /** The id of the one without whom nobody could change settings any more, or `null`. */
  lastAdministrator(): string | null {
    const administrators = this.#parts.account
      .members()
      .filter(({ active, role }) => active && role === 'administrator');
    return administrators.length === 1 ? (administrators[0]?.id ?? null) : null;
  }

  /** A damaged record stays damaged: only a reset makes it whole. */
  #seal(memberId: string, change: { readonly active: boolean } | { readonly role: Role }): void {
    const { records, keys } = this.#parts;
    const record = records.member(keys.key, memberId);
    if (record !== null) records.saveMember(keys.key, memberId, { ...record, ...change });
  }

  #problemWith(
    memberId: string,
    losesAdministrator: boolean,
  ): 'lastAdministrator' | 'unknownMember' | null {
    if (this.#parts.account.memberById(memberId) === null) return 'unknownMember';
    return losesAdministrator && this.lastAdministrator() === memberId ? 'lastAdministrator' : null;
  }
}
