import { randomUUID } from 'node:crypto';
import { passwordProblem } from '../../contract/password-rule.js';
import type { Policy } from '../../contract/policy.js';
import type { Role } from '../../contract/role.js';
import type {
  AccountStore,
  AuditSink,
  AuditEventName,
  Clock,
  Member,
  NoticeKind,
} from '../ports.js';
import { hashPassword, verifyPassword } from './password.js';

export interface MembersParts {
  readonly account: AccountStore;
  readonly audit: AuditSink;
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

type Result<Code extends string> =
  { readonly ok: true } | { readonly ok: false; readonly code: Code };
const OK = { ok: true } as const;

function refused<Code extends string>(code: Code): { readonly ok: false; readonly code: Code } {
  return { ok: false, code };
}

/** The clinic's members: who they are, what they may do, and whether a password is theirs. */
export class Members {
  readonly #parts: MembersParts;
  /** Checked when an email is unknown, so that the answer takes as long as for a known one. */
  readonly #nobodysHash: Promise<string>;

  constructor(parts: MembersParts) {
    this.#parts = parts;
    this.#nobodysHash = hashPassword(randomUUID());
  }

  /** Creates the clinic and its first administrator. */
  async createClinic(
    form: NewAdministrator,
    policy: Policy,
    notices: readonly NoticeKind[],
  ): Promise<
    | { readonly ok: true; readonly member: Member }
    | { readonly ok: false; readonly code: 'alreadySetUp' | 'weakPassword' }
  > {
    const { account, audit, clock } = this.#parts;
    if (passwordProblem(form.password) !== null) return refused('weakPassword');
    const passwordHash = await hashPassword(form.password);
    if (account.clinicName() !== null) return refused('alreadySetUp');
    const at = clock.now();
    const member: Member = {
      id: randomUUID(),
      name: form.name,
      email: form.email,
      role: 'administrator',
      active: true,
      lastSignedInAt: null,
    };
    account.together(() => {
      account.createClinic(
        form.clinicName,
        { ...member, passwordHash, createdAt: at.wallMs },
        JSON.stringify(policy),
      );
      for (const notice of notices) account.addNotice(notice, at.wallMs);
      audit.append({ event: 'clinic.created', at, memberId: member.id });
    });
    return { ok: true, member };
  }

  /**
   * Checks an email and a password. An unknown email and a wrong password get the same answer in
   * the same time; that access was turned off is told only to who knows the password.
   */
  async check(
    email: string,
    password: string,
  ): Promise<
    | { readonly ok: true; readonly member: Member }
    | { readonly ok: false; readonly code: 'wrongCredentials' | 'memberDisabled' }
  > {
    const found = this.#parts.account.credentialsByEmail(email);
    const right = await verifyPassword(found?.passwordHash ?? (await this.#nobodysHash), password);
    if (found === null || !right) {
      this.#record('signIn.failed', found?.member.id ?? null);
      return refused('wrongCredentials');
    }
    // Read again: access may have been turned off while the password was checked.
    const member = this.#parts.account.memberById(found.member.id);
    return member?.active === true ? { ok: true, member } : refused('memberDisabled');
  }

  /** Whether a password is this member's. */
  async provePassword(memberId: string, password: string): Promise<boolean> {
    const found = this.#parts.account.credentialsById(memberId);
    return found !== null && verifyPassword(found.passwordHash, password);
  }

  async changePassword(
    memberId: string,
    currentPassword: string,
    newPassword: string,
  ): Promise<Result<'wrongPassword' | 'weakPassword'>> {
    if (!(await this.provePassword(memberId, currentPassword))) return refused('wrongPassword');
    if (passwordProblem(newPassword) !== null) return refused('weakPassword');
    const hash = await hashPassword(newPassword);
    this.#parts.account.together(() => {
      this.#parts.account.setPasswordHash(memberId, hash);
      this.#record('member.passwordChanged', memberId);
    });
    return OK;
  }

  /** Adds a member with a first password, which the member is asked to change. */
  async add(form: MemberToAdd): Promise<Result<'emailTaken' | 'weakPassword'>> {
    const { account, clock } = this.#parts;
    if (passwordProblem(form.password) !== null) return refused('weakPassword');
    const passwordHash = await hashPassword(form.password);
    const at = clock.now();
    const id = randomUUID();
    const { name, email, role } = form;
    return account.together(() => {
      if (!account.addMember({ id, name, email, role, passwordHash, createdAt: at.wallMs }))
        return refused('emailTaken');
      account.addNotice('passwordSetForYou', at.wallMs, id);
      this.#record('member.added', id, { role });
      return OK;
    });
  }

  setActive(memberId: string, active: boolean): Result<'lastAdministrator' | 'unknownMember'> {
    const problem = this.#problemWith(memberId, !active);
    if (problem !== null) return refused(problem);
    this.#parts.account.together(() => {
      this.#parts.account.setMemberActive(memberId, active);
      this.#record(active ? 'member.enabled' : 'member.disabled', memberId);
    });
    return OK;
  }

  changeRole(memberId: string, role: Role): Result<'lastAdministrator' | 'unknownMember'> {
    const problem = this.#problemWith(memberId, role !== 'administrator');
    if (problem !== null) return refused(problem);
    this.#parts.account.together(() => {
      this.#parts.account.setMemberRole(memberId, role);
      this.#record('member.roleChanged', memberId, { role });
    });
    return OK;
  }

  /** Without this one, nobody could change settings any more. */
  isLastAdministrator(memberId: string): boolean {
    const administrators = this.#parts.account
      .members()
      .filter(({ active, role }) => active && role === 'administrator');
    return administrators.length === 1 && administrators[0]?.id === memberId;
  }

  #problemWith(
    memberId: string,
    losesAdministrator: boolean,
  ): 'lastAdministrator' | 'unknownMember' | null {
    if (this.#parts.account.memberById(memberId) === null) return 'unknownMember';
    return losesAdministrator && this.isLastAdministrator(memberId) ? 'lastAdministrator' : null;
  }

  #record(
    event: AuditEventName,
    memberId: string | null,
    detail?: Readonly<Record<string, unknown>>,
  ): void {
    this.#parts.audit.append({
      event,
      at: this.#parts.clock.now(),
      memberId,
      ...(detail === undefined ? {} : { detail }),
    });
  }
}
