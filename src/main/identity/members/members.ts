import { randomUUID } from 'node:crypto';
import type { Policy } from '../../../shared/policy/policy.js';
import type { Role } from '../../../shared/people/role.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../shared/policy/sign-in-rules.js';
import { AccountKey } from '../../keys/account-key.js';
import type {
  AccountNow,
  AccountStore,
  Author,
  Change,
  Clock,
  Decisions,
  Member,
  NoticeKind,
  Outcome,
  Refused,
} from '../../ports/index.js';
import { createCredential } from '../passwords/credential.js';
import type { PasswordCost } from '../passwords/password-cost.js';
import type { Passwords } from '../passwords/passwords.js';
import { hasSecondFactor, type SealedRecords } from '../sealed-records.js';
import type { SignInRulesKeeper } from '../sign-in/sign-in-rules-keeper.js';

export interface MembersParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly records: SealedRecords;
  readonly passwords: Passwords;
  readonly cost: PasswordCost;
  readonly rules: SignInRulesKeeper;
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

/** `problem` is a sentence for people. */
export type WeakPassword = Refused<'weakPassword'> & { readonly problem: string };
type AboutMember = Outcome<'lastAdministrator' | 'unknownMember'>;

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
    const { decisions, passwords, cost, clock } = this.#parts;
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
    const founded = await decisions.commit({ memberId: member.id, key: accountKey }, (now) =>
      now.clinicName() === null
        ? {
            kind: 'clinic.founded',
            clinicName: form.clinicName,
            administrator: { ...member, credential, createdAt: clock.now().wallMs },
            ...{ policy, cost: measured, notices },
          }
        : refused('alreadySetUp'),
    );
    if (founded.ok) return { ok: true, member, accountKey };
    accountKey.forget();
    return founded;
  }

  /** The caller must have checked the current password. */
  async changePassword(
    member: Member,
    newPassword: string,
    author: Author,
  ): Promise<{ readonly ok: true } | WeakPassword> {
    const { decisions, passwords, rules, records } = this.#parts;
    const hasTwoFactor = hasSecondFactor(records.member(author.key, member.id));
    const standing = { rules: rules.current(), hasTwoFactor };
    const problem = await passwords.problem(newPassword, member, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const credential = await passwords.next(member.id, newPassword, author.key);
    await decisions.commit(author, () => ({ kind: 'member.password', credential }));
    return { ok: true };
  }

  /** Adds a member with a first password, which the member is asked to change. */
  async add(form: MemberToAdd, author: Author): Promise<Outcome<'emailTaken'> | WeakPassword> {
    const { decisions, passwords, rules, clock } = this.#parts;
    const standing = { rules: rules.current(), hasTwoFactor: false };
    const problem = await passwords.problem(form.password, form, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const id = randomUUID();
    const credential = await passwords.next(id, form.password, author.key);
    const { name, email, role } = form;
    const createdAt = clock.now().wallMs;
    return decisions.commit(author, (now) =>
      now.credentialsByEmail(email) === null
        ? { kind: 'member.added', member: { id, name, email, role, credential, createdAt } }
        : refused('emailTaken'),
    );
  }

  setActive(memberId: string, active: boolean, author: Author): Promise<AboutMember> {
    return this.#about(memberId, author, !active, { kind: 'member.access', memberId, active });
  }

  changeRole(memberId: string, role: Role, author: Author): Promise<AboutMember> {
    const loses = role !== 'administrator';
    return this.#about(memberId, author, loses, { kind: 'member.role', memberId, role });
  }

  /** The id of the only active administrator, without whom nobody could change settings; else `null`. */
  lastAdministrator(): string | null {
    return lastAdministratorOf(this.#parts.account);
  }

  /** @param loses whether the change takes the role of administrator, or access, from the member */
  #about(memberId: string, author: Author, loses: boolean, change: Change): Promise<AboutMember> {
    return this.#parts.decisions.commit(author, (now) => {
      if (now.memberById(memberId) === null) return refused('unknownMember');
      const isLast = loses && lastAdministratorOf(now) === memberId;
      return isLast ? refused('lastAdministrator') : change;
    });
  }
}

function lastAdministratorOf(now: Pick<AccountNow, 'members'>): string | null {
  const administrators = now
    .members()
    .filter(({ active, role }) => active && role === 'administrator');
  return administrators.length === 1 ? (administrators[0]?.id ?? null) : null;
}
