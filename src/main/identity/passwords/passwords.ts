import { createHash } from 'node:crypto';
import { newPasswordProblem } from '../../../shared/people/password-strength.js';
import { shortestPasswordFor, type SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { AccountKey } from '../../keys/account-key.js';
import { isWeaker } from '../../keys/argon2-cost.js';
import type { AccountStore, Credential, Member, MemberCredentials } from '../../ports/index.js';
import { createCredential, nobodysCredential, unlockCredential } from './credential.js';
import type { IdentityJournal } from '../journal.js';
import type { PasswordCost } from './password-cost.js';

export interface PasswordsParts {
  readonly account: AccountStore;
  readonly cost: PasswordCost;
  readonly journal: IdentityJournal;
}

export type PasswordCheck =
  | { readonly ok: true; readonly member: Member; readonly accountKey: AccountKey }
  | {
      readonly ok: false;
      readonly code: 'wrongCredentials' | 'recordTampered';
    };

/** Checks members' passwords, and sets the rules for new ones. */
export class Passwords {
  readonly #parts: PasswordsParts;
  constructor(parts: PasswordsParts) {
    this.#parts = parts;
  }

  /** Checks a member's password and opens the account key with it. */
  async check(found: MemberCredentials, password: string): Promise<PasswordCheck> {
    const { member, credential } = found;
    if (credential === null) {
      await this.checkNobodys(member.email, password);
      return { ok: false, code: 'wrongCredentials' };
    }
    const unlocked = await unlockCredential(credential, member.id, password);
    if (unlocked.ok) {
      await this.#upgrade(member.id, credential, { password, accountKey: unlocked.accountKey });
      return { ok: true, member, accountKey: unlocked.accountKey };
    }
    if (unlocked.why === 'wrong') return { ok: false, code: 'wrongCredentials' };
    this.#parts.journal.record('record.tampered', member.id, { what: 'credential' });
    return { ok: false, code: 'recordTampered' };
  }

  /** Why a new password is refused, as a sentence for people, or `null`. */
  problem(
    password: string,
    member: Pick<Member, 'name' | 'email'>,
    { rules, hasTwoFactor }: { readonly rules: SignInRules; readonly hasTwoFactor: boolean },
    clinicName = this.#parts.account.clinicName() ?? '',
  ): Promise<string | null> {
    return newPasswordProblem(password, {
      shortest: shortestPasswordFor(rules, hasTwoFactor),
      ownWords: [clinicName, member.name, member.email],
    });
  }

  /** The credential of a member's next password; nothing is stored yet. */
  next(memberId: string, password: string, accountKey: AccountKey): Promise<Credential> {
    const version = this.#parts.account.credentialsById(memberId)?.credential?.version ?? 0;
    const cost = this.#parts.cost.recommended();
    return createCredential({ memberId, password, version: version + 1, cost }, accountKey);
  }

  /** Derives the password again when the recommended cost has risen since it was set. */
  async #upgrade(
    memberId: string,
    credential: Credential,
    { password, accountKey }: { readonly password: string; readonly accountKey: AccountKey },
  ): Promise<void> {
    const cost = this.#parts.cost.recommended();
    if (!isWeaker(credential.cost, cost)) return;
    const { version } = credential;
    const dearer = await createCredential({ memberId, password, version, cost }, accountKey);
    const { account } = this.#parts;
    // Another password may have been set while this one was derived.
    if (account.credentialsById(memberId)?.credential?.version === version)
      account.setCredential(memberId, dearer);
  }

  /**
   * For an email that nobody has: takes as long as the check of a member's wrong password. As members'
   * costs may differ, the same email always takes the time of the same member.
   */
  async checkNobodys(email: string, password: string): Promise<void> {
    const costs = this.#parts.account.passwordCosts();
    const pick = createHash('sha256').update(email.toLowerCase()).digest().readUInt32BE();
    const cost = costs[pick % Math.max(1, costs.length)] ?? this.#parts.cost.recommended();
    await unlockCredential(nobodysCredential(cost), '', password);
  }
}
