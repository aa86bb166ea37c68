import { AccountKey } from '../../keys/account-key.js';
import { subkey } from '../../keys/derivation.js';
import { asMade, freshCode, grouped } from '../../keys/typed-code.js';
import type {
  AccountStore,
  Author,
  ChangeOf,
  Clock,
  Decisions,
  IdentityStore,
  Instant,
  Member,
  Refused,
} from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { Passwords } from '../passwords/passwords.js';
import { hasSecondFactor, type SealedRecords } from '../sealed-records.js';
import type { AdmissionRefusal, SignInFlow, Step } from '../sign-in/sign-in-flow.js';
import type { ThrottledTry, Throttle } from '../sign-in/throttle.js';
import { rulesOf } from '../sign-in/two-factor-due.js';

/** How long an invitation code is good for, in hours. */
export const INVITATION_HOURS = 24;
const INVITATION_MS = INVITATION_HOURS * 3_600_000;

/** Characters of an invitation code: 100 random bits. Nobody guesses it, so it needs no Argon2id. */
const INVITATION_CHARACTERS = 20;

/** Characters of a recovery key: 160 random bits. */
const RECOVERY_KEY_CHARACTERS = 32;

const KIT = 'emergencyKit';

function invitationOf(memberId: string): string {
  return `invitation/${memberId}`;
}

export interface RecoveryParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly store: IdentityStore;
  readonly records: SealedRecords;
  readonly passwords: Passwords;
  readonly throttle: Throttle;
  readonly flow: SignInFlow;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

export interface Recovery {
  readonly email: string;
  /** The code from paper, as it was typed. */
  readonly code: string;
  readonly newPassword: string;
}

/** `problem` is a sentence for people. */
type WeakPassword = Refused<'weakPassword'> & { readonly problem: string };

type Way = ChangeOf<'member.recovered'>['way'];

/** The member, and the account key that the code opened. */
interface Claim {
  readonly member: Member;
  readonly accountKey: AccountKey;
}

/**
 * The ways back in after a forgotten password: a one-time code from an administrator, or the clinic's
 * emergency kit. For both, the account key is stored wrapped under a code that is on paper alone. There
 * is no third way.
 */
export class RecoveryDesk {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** @returns a code with which this member can set a new password once; it makes an older code void */
  invite(memberId: string, author: Author): Promise<string> {
    const code = freshCode(INVITATION_CHARACTERS);
    return this.#keep(invitationOf(memberId), code, author, memberId);
  }

  isInvited(memberId: string): boolean {
    const invitation = this.#parts.store.spareKey(invitationOf(memberId));
    return invitation !== null && !this.#isPast(invitation.createdAt);
  }

  hasKit(): boolean {
    return this.#parts.store.spareKey(KIT) !== null;
  }

  /** @returns the recovery key; it makes the key of an older kit void */
  makeKit(author: Author): Promise<string> {
    return this.#keep(KIT, freshCode(RECOVERY_KEY_CHARACTERS), author, null);
  }

  redeemInvitation(
    recovery: Recovery,
    generation: number,
  ): Promise<Step | AdmissionRefusal | ThrottledTry | WeakPassword | Refused<'wrongInvitation'>> {
    return this.#recover(recovery, generation, {
      spareKeyOf: ({ id }) => invitationOf(id),
      wrong: 'wrongInvitation',
      event: 'invitation.used',
    });
  }

  /** An administrator gets back in with the kit. This also removes the second factor, which may be lost. */
  useKit(
    recovery: Recovery,
    generation: number,
  ): Promise<Step | AdmissionRefusal | ThrottledTry | WeakPassword | Refused<'wrongEmergencyKit'>> {
    return this.#recover(recovery, generation, {
      spareKeyOf: ({ role }) => (role === 'administrator' ? KIT : null),
      wrong: 'wrongEmergencyKit',
      event: 'emergencyKit.used',
    });
  }

  async #recover<Wrong extends string>(
    { email, code, newPassword }: Recovery,
    generation: number,
    way: {
      /** The id of the spare key that this member may use; `null` for none. */
      readonly spareKeyOf: (member: Member) => string | null;
      readonly wrong: Wrong;
      readonly event: Way;
    },
  ): Promise<Step | AdmissionRefusal | ThrottledTry | WeakPassword | Refused<Wrong>> {
    const { account, throttle, flow, journal } = this.#parts;
    const charge = throttle.charge(email, way.event);
    if (!charge.ok) return charge;
    const member = account.credentialsByEmail(email)?.member ?? null;
    const spareKeyId = member === null ? null : way.spareKeyOf(member);
    const claim =
      member === null || spareKeyId === null ? null : this.#open(member, spareKeyId, code);
    if (claim === null || spareKeyId === null) {
      journal.record('signIn.failed', member?.id ?? null, { step: way.event });
      return { ok: false, code: way.wrong };
    }
    const { accountKey } = claim;
    try {
      const refusal = await this.#setPassword(claim, { spareKeyId, newPassword, event: way.event });
      if (refusal?.code === 'usedMeanwhile') {
        accountKey.forget();
        return { ok: false, code: way.wrong };
      }
      // The code was right, even when something else was refused: the try does not count.
      charge.refund();
      if (refusal === null) return flow.admit(claim.member.id, accountKey, generation);
      accountKey.forget();
      return refusal;
    } catch (error) {
      accountKey.forget();
      throw error;
    }
  }

  /** @returns `null` when the password is set and its code is used up */
  async #setPassword(
    claim: Claim,
    {
      spareKeyId,
      newPassword,
      event,
    }: {
      readonly spareKeyId: string;
      readonly newPassword: string;
      readonly event: Way;
    },
  ): Promise<Refused<'memberDisabled'> | Refused<'usedMeanwhile'> | WeakPassword | null> {
    const { decisions, store, records, passwords } = this.#parts;
    const { member, accountKey } = claim;
    const record = records.member(accountKey, member.id);
    if (!member.active || record?.active === false) return { ok: false, code: 'memberDisabled' };
    const hasTwoFactor = hasSecondFactor(record) && event !== 'emergencyKit.used';
    const rules = rulesOf(records.account(accountKey));
    const problem = await passwords.problem(newPassword, member, { rules, hasTwoFactor });
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const credential = await passwords.next(member.id, newPassword, accountKey);
    const set = await decisions.commit({ memberId: member.id, key: accountKey }, () =>
      // A code works once: another try may have used it while the password was derived.
      store.spareKey(spareKeyId) === null
        ? ({ ok: false, code: 'usedMeanwhile' } as const)
        : { kind: 'member.recovered', credential, spareKeyId, way: event },
    );
    return set.ok ? null : set;
  }

  #open(member: Member, spareKeyId: string, typed: string): Claim | null {
    const spare = this.#parts.store.spareKey(spareKeyId);
    if (spare === null) return null;
    if (spareKeyId !== KIT && this.#isPast(spare.createdAt)) return null;
    const key = wrapKeyOf(asMade(typed));
    const accountKey = AccountKey.unwrap(key, spare.wrappedKey, [spareKeyId]);
    key.fill(0);
    return accountKey === null ? null : { member, accountKey };
  }

  /** @returns the code, as it is shown */
  async #keep(
    spareKeyId: string,
    code: string,
    author: Author,
    memberId: string | null,
  ): Promise<string> {
    const key = wrapKeyOf(code);
    const wrappedKey = author.key.wrap(key, [spareKeyId]);
    key.fill(0);
    const change = { kind: 'spareKey.made', spareKeyId, wrappedKey, memberId } as const;
    await this.#parts.decisions.commit(author, () => change);
    return grouped(code);
  }

  /** The clock on which more time has passed counts; a wall clock that went back makes an invitation void. */
  #isPast(createdAt: Instant): boolean {
    const now = this.#parts.clock.now();
    const wallMs = now.wallMs - createdAt.wallMs;
    return wallMs < 0 || Math.max(wallMs, now.bootMs - createdAt.bootMs) > INVITATION_MS;
  }
}

function wrapKeyOf(code: string): Buffer {
  const bytes = Buffer.from(code, 'utf8');
  const key = subkey(bytes, 'clinic-workstation spare key');
  bytes.fill(0);
  return key;
}
