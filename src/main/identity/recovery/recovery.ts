import { isLost } from '../../account/acceptance.js';
import {
  type ClinicKeys,
  forgetClinicKeys,
  type Holder,
  invitationHolder,
  KIT_HOLDER,
  openShare,
  shareFor,
} from '../../account/shares.js';
import type { Chain } from '../../account/chain.js';
import { type ClinicState, NOTHING_REMEMBERED, positionOf } from '../../account/clinic-state.js';
import { type PublicKeys, SeedKeys } from '../../keys/seed-keys.js';
import { asMade, freshCode, grouped } from '../../keys/typed-code.js';
import {
  type AccountNow,
  type AccountStore,
  type Author,
  type ClinicDesk,
  type Clock,
  type Decision,
  type Decisions,
  type IdentityStore,
  type Instant,
  type Member,
  type Outcome,
  type Refused,
  ServerAwayError,
} from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { KeyRing } from '../key-ring.js';
import { LostShareError } from '../lost-share.js';
import { firstMemory, type MemberMemories } from '../member-memory.js';
import type { WeakPassword } from '../members/members.js';
import type { Passwords } from '../passwords/passwords.js';
import type { AdmissionRefusal, SignInFlow, Step } from '../sign-in/sign-in-flow.js';
import type { Throttle, ThrottledTry } from '../sign-in/throttle.js';
import { rulesOf } from '../sign-in/two-factor-due.js';

/** How long an invitation code is good for, in hours. */
export const INVITATION_HOURS = 24;
const INVITATION_MS = INVITATION_HOURS * 3_600_000;

/** Characters of an invitation code: 100 random bits. Nobody guesses it, so it needs no Argon2id. */
const INVITATION_CHARACTERS = 20;

/** Characters of a recovery key: 160 random bits. */
const RECOVERY_KEY_CHARACTERS = 32;

export interface RecoveryParts {
  readonly account: AccountStore;
  readonly decisions: Decisions;
  readonly chain: Pick<Chain, 'confirm' | 'mayGoOn'>;
  readonly store: IdentityStore;
  readonly memories: MemberMemories;
  readonly passwords: Passwords;
  readonly keys: Pick<KeyRing, 'clinic'>;
  readonly throttle: Throttle;
  readonly flow: SignInFlow;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'catchUp'>;
}

export interface Recovery {
  readonly email: string;
  /** The code from paper, as it was typed. */
  readonly code: string;
  readonly newPassword: string;
}

type Way = 'invitation' | 'emergencyKit';

/** The member, and the keys of the code on paper. */
interface Claim {
  readonly member: Member;
  readonly code: SeedKeys;
}

type Recovered<Wrong extends string> =
  Step | AdmissionRefusal | ThrottledTry | WeakPassword | Refused<Wrong>;

/**
 * The ways back in after a forgotten password: a one-time code from an administrator, or the clinic's
 * emergency kit. The chain of decisions knows the public half of each code; the code itself is on paper
 * alone. There is no third way. With the old password the old seed is lost, and what was sealed for it.
 */
export class RecoveryDesk {
  readonly #parts: RecoveryParts;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** @returns a code with which this member can set a new password once; it makes an older code void */
  async invite(
    memberId: string,
    author: Author,
  ): Promise<{ readonly ok: true; readonly invitation: string } | Refused<'memberDisabled'>> {
    const code = freshCode(INVITATION_CHARACTERS);
    const madeAt = this.#parts.clock.now();
    const made = await this.#make<'memberDisabled'>(author, code, (now, publicKeys) => {
      const member = now.memberById(memberId);
      if (member?.active === false) return { ok: false, code: 'memberDisabled' };
      const isAdministrator = member?.role === 'administrator';
      const name = invitationHolder(memberId);
      const holder = { name, opening: publicKeys.opening, isAdministrator };
      const { share, box } = this.#shareFor(now, holder);
      return {
        change: { kind: 'member.invited', memberId, code: publicKeys, madeAt, share },
        boxes: [box],
      };
    });
    return made.ok ? { ok: true, invitation: grouped(code) } : made;
  }

  isInvited(memberId: string): boolean {
    const invitation = this.#parts.account.state?.invitations[memberId];
    return invitation !== undefined && !this.#isPast(invitation.madeAt);
  }

  hasKit(): boolean {
    return (this.#parts.account.state?.emergencyKit ?? null) !== null;
  }

  /** @returns the recovery key; it makes the key of an older kit void */
  async makeKit(author: Author): Promise<string> {
    const code = freshCode(RECOVERY_KEY_CHARACTERS);
    await this.#make(author, code, (now, publicKeys) => {
      const { opening } = publicKeys;
      const holder = { name: KIT_HOLDER, opening, isAdministrator: true };
      const { share, box } = this.#shareFor(now, holder);
      return {
        change: { kind: 'emergencyKit.made', code: publicKeys, share },
        boxes: [box],
      };
    });
    return grouped(code);
  }

  redeemInvitation(recovery: Recovery, generation: number): Promise<Recovered<'wrongInvitation'>> {
    return this.#recover(recovery, generation, 'invitation', 'wrongInvitation');
  }

  /** An administrator gets back in with the kit. The second factor, which may be lost too, goes. */
  useKit(recovery: Recovery, generation: number): Promise<Recovered<'wrongEmergencyKit'>> {
    return this.#recover(recovery, generation, 'emergencyKit', 'wrongEmergencyKit');
  }

  async #recover<Wrong extends string>(
    { email, code, newPassword }: Recovery,
    generation: number,
    way: Way,
    wrong: Wrong,
  ): Promise<Recovered<Wrong>> {
    const { account, throttle, flow, journal, desk } = this.#parts;
    const charge = throttle.charge(email, `${way}.used`);
    if (!charge.ok) return charge;
    // The code may have been made a moment ago at another computer.
    await desk.catchUp();
    const member = account.credentialsByEmail(email)?.member ?? null;
    const claim = member === null ? null : this.#claim(member, code, way);
    if (claim === null) {
      journal.record('signIn.failed', member?.id ?? null, { step: `${way}.used` });
      return { ok: false, code: wrong };
    }
    try {
      const set = await this.#setPassword(claim, newPassword, way);
      if (set.ok) {
        charge.refund();
        return await flow.admit(claim.member.id, set.keys, generation);
      }
      const { code } = set;
      if (code === 'usedMeanwhile') return { ok: false, code: wrong };
      // The code was right, and something else was refused: the try does not count.
      charge.refund();
      return code === 'weakPassword' ? set : { ok: false, code };
    } catch (error) {
      if (error instanceof ServerAwayError) charge.refund();
      throw error;
    } finally {
      claim.code.forget();
    }
  }

  /** @returns with the member's new keys when the password is set and its code is used up */
  async #setPassword(
    { member, code }: Claim,
    newPassword: string,
    way: Way,
  ): Promise<
    | { readonly ok: true; readonly keys: SeedKeys }
    | Refused<'memberDisabled' | 'usedMeanwhile' | 'accountInQuestion' | 'accountLost'>
    | WeakPassword
  > {
    const { account, chain, decisions, passwords, clock } = this.#parts;
    const sound = await chain.confirm(NOTHING_REMEMBERED);
    if (isLost(account.standing)) return { ok: false, code: 'accountLost' };
    const mayGoOn = way === 'emergencyKit' && chain.mayGoOn(member.id, code.publicKeys.signing);
    if (!sound && !mayGoOn) return { ok: false, code: 'accountInQuestion' };
    if (account.memberById(member.id)?.active !== true)
      return { ok: false, code: 'memberDisabled' };
    const standing = { rules: rulesOf(account), hasTwoFactor: false };
    const problem = await passwords.problem(newPassword, member, standing);
    if (problem !== null) return { ok: false, code: 'weakPassword', problem };
    const next = await passwords.next(member.id, newPassword);
    const nowMs = clock.now().wallMs;
    const author = { memberId: member.id, keys: code, as: way };
    const setting = decisions.commit(author, (now): Decision | Refused<'usedMeanwhile'> => {
      const { state } = now;
      // A code works once: another try may have used it while the password was derived.
      if (
        state === null ||
        publicKeysOf(state, member.id, way)?.signing !== code.publicKeys.signing
      )
        return { ok: false, code: 'usedMeanwhile' };
      const name = way === 'invitation' ? invitationHolder(member.id) : KIT_HOLDER;
      const keys = openShare(now, { name, keys: code });
      if (keys === null) throw new LostShareError();
      const isAdministrator = keys.administrators !== null && member.role === 'administrator';
      const holder = { name: member.id, opening: next.kept.opening, isAdministrator };
      const { share, box } = shareFor(state, { keys, holder });
      forgetClinicKeys(keys);
      const head = positionOf(state);
      return {
        change: {
          kind: 'member.keys',
          ...{ memberId: member.id, keys: next.kept, way },
          ...{ share, twoFactor: null, former: null },
        },
        boxes: [next.box, box],
        also: () => this.#begin(member.id, next.keys, firstMemory(head, nowMs)),
      };
    });
    const set = await setting.catch((error: unknown) => {
      next.keys.forget();
      throw error;
    });
    if (set.ok) return { ok: true, keys: next.keys };
    next.keys.forget();
    return set;
  }

  /** What was sealed for the old seed opens for nobody any more. */
  #begin(memberId: string, keys: SeedKeys, memory: ReturnType<typeof firstMemory>): void {
    const { store, memories } = this.#parts;
    for (const name of store.sealedNamesOf(memberId)) store.deleteSealed(name);
    // Unless the server's answer came late, and the new password must be entered first.
    if (!keys.isForgotten) memories.write(memberId, keys, memory);
  }

  /** @returns `null` when the code is not this member's, or is too old */
  #claim(member: Member, typed: string, way: Way): Claim | null {
    const { state } = this.#parts.account;
    const code = SeedKeys.ofCode(asMade(typed));
    const known = state === null ? null : publicKeysOf(state, member.id, way);
    const madeAt = state?.invitations[member.id]?.madeAt;
    const isLate = way === 'invitation' && (madeAt === undefined || this.#isPast(madeAt));
    if (known?.signing === code.publicKeys.signing && !isLate) return { member, code };
    code.forget();
    return null;
  }

  async #make<Code extends string = never>(
    author: Author,
    code: string,
    decide: (now: AccountNow, publicKeys: PublicKeys) => Decision | Refused<Code>,
  ): Promise<Outcome<Code>> {
    const keys = SeedKeys.ofCode(code);
    const { publicKeys } = keys;
    keys.forget();
    return this.#parts.decisions.commit(author, (now) => decide(now, publicKeys));
  }

  #shareFor(now: AccountNow, holder: Holder): ReturnType<typeof shareFor> {
    const keys: ClinicKeys | null = this.#parts.keys.clinic;
    if (keys === null || now.state === null) throw new LostShareError();
    return shareFor(now.state, { keys, holder });
  }

  /** The clock on which more time has passed counts; a wall clock that went back makes an invitation void. */
  #isPast(madeAt: Instant): boolean {
    const now = this.#parts.clock.now();
    const wallMs = now.wallMs - madeAt.wallMs;
    return wallMs < 0 || Math.max(wallMs, now.bootMs - madeAt.bootMs) > INVITATION_MS;
  }
}

function publicKeysOf(state: ClinicState, memberId: string, way: Way): PublicKeys | null {
  if (way === 'invitation') return state.invitations[memberId] ?? null;
  return state.members[memberId]?.role === 'administrator' ? state.emergencyKit : null;
}
