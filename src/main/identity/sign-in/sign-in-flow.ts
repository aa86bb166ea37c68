import type { AccountKey } from '../../keys/account-key.js';
import type { AccountStore, Author, Clock, Instant, Member } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { Passwords } from '../passwords/passwords.js';
import { hasSecondFactor, type MemberRecord, type SealedRecords } from '../sealed-records.js';
import type { ThrottledTry, Throttle } from './throttle.js';
import { dueInDays, noteSeen } from './two-factor-due.js';
import type { SecondFactor, WrongCode } from '../second-factor/second-factor.js';
import { TamperCheck } from '../tamper-check.js';

/** How long a sign-in may stay half finished, in milliseconds: 5 minutes. */
export const HALF_SIGN_IN_MS = 300_000;

export interface SignInFlowParts {
  readonly account: AccountStore;
  readonly records: SealedRecords;
  readonly passwords: Passwords;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  /** Called when a sign-in begins or stops to wait for its next step. */
  readonly onChange: () => void;
}

/** A sign-in whose password was right, and whose next step is missing. */
export interface HalfSignIn {
  readonly member: Member;
  readonly stage: 'code' | 'enrolment';
  readonly reason: 'reset' | 'required';
  readonly accountKey: AccountKey;
  /** The session machine's generation when the sign-in began: any lock since then makes it void. */
  readonly generation: number;
  readonly startedAt: Instant;
}

/** A member who may now have a session. The account key belongs to the receiver. */
export interface CompleteSignIn {
  readonly member: Member;
  readonly accountKey: AccountKey;
}

type Refused<Code extends string> = { readonly ok: false; readonly code: Code };
/** `complete: null`: the next step is missing, and {@link SignInFlow.half} tells which. */
export type Step = { readonly ok: true; readonly complete: CompleteSignIn | null };
export type AdmissionRefusal = Refused<'memberDisabled' | 'recordTampered'>;

/** Leads a person from email and password to a session, through each step that the account requires. */
export class SignInFlow {
  readonly #parts: SignInFlowParts;
  readonly #tampering: TamperCheck;
  #half: HalfSignIn | null = null;
  #cancelExpiry: () => void = () => undefined;

  constructor(parts: SignInFlowParts) {
    this.#parts = parts;
    this.#tampering = new TamperCheck(parts);
  }

  /**
   * The first step. An unknown email and a wrong password get the same answer in the same time. Only a
   * person with the right password learns that access was turned off.
   */
  async enter(
    email: string,
    password: string,
    generation: number,
  ): Promise<Step | AdmissionRefusal | ThrottledTry | Refused<'wrongCredentials'>> {
    const { account, passwords, throttle, journal } = this.#parts;
    const charge = throttle.charge(email);
    if (!charge.ok) return charge;
    const found = account.credentialsByEmail(email);
    if (found === null) {
      await passwords.checkNobodys(email, password);
      journal.record('signIn.failed', null);
      return { ok: false, code: 'wrongCredentials' };
    }
    const checked = await passwords.check(found, password);
    if (!checked.ok) {
      if (checked.code === 'wrongCredentials') journal.record('signIn.failed', found.member.id);
      return checked;
    }
    charge.refund();
    return this.admit(checked.member.id, checked.accountKey, generation);
  }

  /**
   * Admits a person who opened the account key with a password, an invitation or the emergency kit: at
   * once, or to the next step.
   */
  admit(memberId: string, accountKey: AccountKey, generation: number): Step | AdmissionRefusal {
    const { clock } = this.#parts;
    const admission = this.#tampering.admission(memberId, accountKey);
    if (!admission.ok) {
      accountKey.forget();
      return admission;
    }
    const { member, record, accountRecord } = admission;
    const startedAt = clock.now();
    const due = dueInDays(accountRecord, record, startedAt.wallMs);
    if (record.twoFactor === null && due !== 0)
      return { ok: true, complete: this.#complete(member, accountKey) };
    this.cancel();
    this.#change({
      member,
      stage: record.twoFactor === null ? 'enrolment' : 'code',
      reason: record.mustSetUp ? 'reset' : 'required',
      accountKey,
      generation,
      startedAt,
    });
    this.#cancelExpiry = clock.after(HALF_SIGN_IN_MS, () => this.cancel());
    return { ok: true, complete: null };
  }

  /**
   * The sign-in that waits for its next step, if any.
   * @param generation the session machine's generation now: a sign-in from before a lock is void
   */
  half(generation: number): HalfSignIn | null {
    if (this.#half === null) return null;
    if (this.#half.generation !== generation || this.#leftMs(this.#half) <= 0) this.cancel();
    return this.#half;
  }

  /** How much time the half-finished sign-in has left, in milliseconds; 0 when there is none. */
  leftMs(): number {
    return this.#half === null ? 0 : this.#leftMs(this.#half);
  }

  /** The second step, by a code of the authenticator app. */
  verifyCode(
    code: string,
    generation: number,
  ): Step | Refused<WrongCode | 'signInExpired'> | ThrottledTry {
    return this.#verify(generation, (unlocked) =>
      this.#parts.secondFactor.spendCode(unlocked, code),
    );
  }

  /** The second step, by a recovery code. */
  useRecoveryCode(
    typed: string,
    generation: number,
  ): Step | Refused<'wrongRecoveryCode' | 'signInExpired'> | ThrottledTry {
    return this.#verify(generation, (unlocked) =>
      this.#parts.secondFactor.spendRecoveryCode(unlocked, typed),
    );
  }

  /** Completes the sign-in after the member has set up two-factor authentication. */
  finishEnrolment(generation: number): Step | Refused<'signInExpired'> {
    const half = this.half(generation);
    if (half?.stage !== 'enrolment' || !hasSecondFactor(this.#record(half)))
      return { ok: false, code: 'signInExpired' };
    return { ok: true, complete: this.#finish(half) };
  }

  /** Drops a half-finished sign-in: its account key is overwritten. */
  cancel(): void {
    this.#cancelExpiry();
    this.#half?.accountKey.forget();
    this.#change(null);
  }

  #change(half: HalfSignIn | null): void {
    if (half === this.#half) return;
    this.#half = half;
    this.#parts.onChange();
  }

  #verify<Wrong extends string>(
    generation: number,
    spend: (unlocked: Author) => Wrong | null,
  ): Step | Refused<Wrong | 'signInExpired'> | ThrottledTry {
    const { throttle, journal } = this.#parts;
    const half = this.half(generation);
    if (half?.stage !== 'code') return { ok: false, code: 'signInExpired' };
    const { member, accountKey } = half;
    const charge = throttle.charge(member.email, 'secondFactor');
    if (!charge.ok) return charge;
    const wrong = spend({ memberId: member.id, key: accountKey });
    if (wrong !== null) {
      journal.record('signIn.failed', member.id, { step: 'secondFactor' });
      return { ok: false, code: wrong };
    }
    charge.refund();
    return { ok: true, complete: this.#finish(half) };
  }

  #finish(half: HalfSignIn): CompleteSignIn {
    this.#cancelExpiry();
    this.#change(null);
    return this.#complete(half.member, half.accountKey);
  }

  #complete(member: Member, accountKey: AccountKey): CompleteSignIn {
    const { account, records, throttle, clock } = this.#parts;
    const { wallMs } = clock.now();
    try {
      account.together(() => {
        const failed = throttle.settle(member.email);
        if (failed > 0) account.addNotice('failedSignIns', wallMs, member.id, failed);
        noteSeen({ account, records, key: accountKey }, wallMs);
      });
    } catch (error) {
      accountKey.forget();
      throw error;
    }
    return { member, accountKey };
  }

  #record({ member, accountKey }: HalfSignIn): MemberRecord | null {
    return this.#parts.records.member(accountKey, member.id);
  }

  #leftMs({ startedAt }: HalfSignIn): number {
    const now = this.#parts.clock.now();
    const wallMs = now.wallMs - startedAt.wallMs;
    // A clock that went back, or a moment from another boot, gives no more time.
    if (wallMs < 0 || now.bootMs < startedAt.bootMs) return 0;
    return HALF_SIGN_IN_MS - Math.max(wallMs, now.bootMs - startedAt.bootMs);
  }
}
