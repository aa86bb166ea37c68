import { createHash } from 'node:crypto';
import { newPasswordProblem } from '../../../shared/people/password-strength.js';
import { shortestPasswordFor, type SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { KeptMemberKeys } from '../../account/changes.js';
import { writeCredential } from '../../account/credential-box.js';
import { hashOf } from '../../account/shares.js';
import { isWeaker } from '../../keys/argon2-cost.js';
import { SeedKeys } from '../../keys/seed-keys.js';
import type {
  AccountStore,
  Credential,
  Decisions,
  Member,
  MemberCredentials,
} from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import { createCredential, nobodysCredential, unlockCredential } from './credential.js';
import type { PasswordCost } from './password-cost.js';

export interface PasswordsParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly cost: PasswordCost;
  readonly journal: IdentityJournal;
}

export type PasswordCheck =
  | { readonly ok: true; readonly member: Member; readonly keys: SeedKeys }
  | {
      readonly ok: false;
      readonly code: 'wrongCredentials' | 'recordTampered';
    };

/** A member's new seed under a new password, as a decision names it. */
export interface NewKeys {
  readonly keys: SeedKeys;
  readonly kept: KeptMemberKeys;
  readonly box: Buffer;
}

/** Checks members' passwords, and sets the rules for new ones. */
export class Passwords {
  readonly #parts: PasswordsParts;
  constructor(parts: PasswordsParts) {
    this.#parts = parts;
  }

  /** Checks a member's password and opens the member's seed with it. */
  async check(found: MemberCredentials, password: string): Promise<PasswordCheck> {
    const { member, version, credential } = found;
    const clinic = this.#parts.account.state?.clinic ?? '';
    if (credential === null) {
      await this.checkNobodys(member.email, password);
      return { ok: false, code: 'wrongCredentials' };
    }
    const owner = { memberId: member.id, version, clinic };
    const unlocked = await unlockCredential(credential, owner, password);
    if (unlocked.ok) return { ok: true, member, keys: unlocked.keys };
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

  /** A new seed for a member under the member's next password; nothing is stored yet. */
  async next(memberId: string, password: string): Promise<NewKeys> {
    const { state } = this.#parts.account;
    const version = (state?.members[memberId]?.keys.version ?? 0) + 1;
    const cost = this.#parts.cost.recommended();
    const owner = { memberId, version, clinic: state?.clinic ?? '' };
    return newKeys(owner, { password, cost });
  }

  /**
   * Derives the password again when the recommended cost has risen since it was set. Call it when the
   * member's keys were found to be right.
   */
  async upgrade(
    { member, version, credential }: MemberCredentials,
    { password, keys }: { readonly password: string; readonly keys: SeedKeys },
  ): Promise<void> {
    const { account, decisions, cost: costs } = this.#parts;
    const cost = costs.recommended();
    if (credential === null || !isWeaker(credential.cost, cost)) return;
    const owner = { memberId: member.id, version, clinic: account.state?.clinic ?? '' };
    const box = writeCredential(await createCredential(owner, { password, cost }, keys));
    await decisions.commit({ memberId: member.id, keys }, ({ state }) => {
      const before = state?.members[member.id];
      // Another password may have been set while this one was derived.
      if (before?.keys.version !== version) return { ok: true };
      return {
        change: {
          kind: 'member.keys',
          ...{ memberId: member.id, way: 'cost', share: null, former: null },
          keys: { ...before.keys, credential: hashOf(box) },
          twoFactor: before.twoFactor?.record ?? null,
        },
        boxes: [box],
      };
    });
  }

  /**
   * For an email that nobody has: takes as long as the check of a member's wrong password. As members'
   * costs may differ, the same email always takes the time of the same member.
   */
  async checkNobodys(email: string, password: string): Promise<void> {
    const costs = this.#parts.account.passwordCosts();
    const pick = createHash('sha256').update(email.toLowerCase()).digest().readUInt32BE();
    const cost = costs[pick % Math.max(1, costs.length)] ?? this.#parts.cost.recommended();
    const owner = { memberId: '', version: 0, clinic: '' };
    await unlockCredential(nobodysCredential(cost), owner, password);
  }
}

/** A new seed under a password. */
export async function newKeys(
  owner: Omit<Parameters<typeof createCredential>[0], 'clinic'> & {
    /** Empty for whoever founds a clinic: then it is the new seed's own public key. */
    readonly clinic: string;
  },
  how: { readonly password: string; readonly cost: Credential['cost'] },
): Promise<NewKeys> {
  const keys = SeedKeys.fresh();
  const { signing, opening } = keys.publicKeys;
  const whole = { ...owner, clinic: owner.clinic === '' ? signing : owner.clinic };
  const box = writeCredential(await createCredential(whole, how, keys));
  const kept = { version: owner.version, signing, opening, credential: hashOf(box) };
  return { keys, kept, box };
}
