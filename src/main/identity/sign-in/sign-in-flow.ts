import type { Chain } from '../../account/chain.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, Author, ClinicDesk, Clock, SignedIn } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { PasswordEntry } from '../passwords/password-entry.js';
import type { ThrottledTry, Throttle } from './throttle.js';
import type { Admission, Admitted } from './admission.js';
import type { CompleteSignIn, Completion } from './completion.js';
import { HALF_SIGN_IN_MS, type HalfSignIn, leftMs } from './half-sign-in.js';
import { mayEnterWhileShut } from './shut.js';
import { dueInDays } from './two-factor-due.js';
import type { SecondFactor, WrongCode } from '../second-factor/second-factor.js';

export interface SignInFlowParts {
  readonly account: AccountStore;
  readonly admission: Pick<Admission, 'admit'>;
  readonly completion: Completion;
  readonly chain: Pick<Chain, 'head'>;
  readonly entry: Pick<PasswordEntry, 'check' | 'upgrade'>;
  readonly secondFactor: SecondFactor;
  readonly throttle: Throttle;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
  readonly desk: Pick<ClinicDesk, 'standing' | 'countTry'>;
  /** Called when a sign-in begins or stops to wait for its next step. */
  readonly onChange: () => void;
}

type Refused<Code extends string> = { readonly ok: false; readonly code: Code };
/** `complete: null`: the next step is missing, and {@link SignInFlow.half} tells which. */
export type Step = { readonly ok: true; readonly complete: CompleteSignIn | null };
export type AdmissionRefusal = Extract<Admitted, { readonly ok: false }>;

/** Leads a person from email and password to a session, through each step that the account requires. */
export class SignInFlow {
  readonly #parts: SignInFlowParts;
  #half: HalfSignIn | null = null;
  #cancelExpiry: () => void = () => undefined;

  constructor(parts: SignInFlowParts) {
    this.#parts = parts;
  }

  /**
   * The first step. An unknown email and a wrong password get the same answer in the same time; without the
   * clinic's server, so does a member whom this computer does not know yet. Only a person with the right
   * password learns that access was turned off.
   */
  async enter(
    email: string,
    password: string,
    generation: number,
  ): Promise<
    | Step
    | AdmissionRefusal
    | ThrottledTry
    | Refused<'wrongCredentials' | 'wrongOrUnknownHere' | 'shutToMembers'>
  > {
    const { account, entry, throttle, journal, desk } = this.#parts;
    const charge = throttle.charge(email);
    if (!charge.ok) return charge;
    // At once: the server's answer comes while the password is derived.
    const [failures, { found, checked }] = await Promise.all([
      desk.countTry(email),
      entry.check(email, password),
    ]);
    const early = charge.weigh(failures);
    if (early !== null) {
      if (checked.ok) checked.keys.forget();
      return early;
    }
    if (!checked.ok) {
      if (checked.code === 'recordTampered') return checked;
      journal.record('signIn.failed', found?.member.id ?? null);
      const isAlone = failures === 'away' || !this.#isInContact();
      return { ok: false, code: isAlone ? 'wrongOrUnknownHere' : 'wrongCredentials' };
    }
    charge.refund();
    const { member, keys } = checked;
    const state = account.state?.members[member.id];
    if (state !== undefined && !mayEnterWhileShut(desk.standing, state)) {
      keys.forget();
      return { ok: false, code: 'shutToMembers' };
    }
    const step = await this.admit(member.id, keys, generation);
    // The keys are forgotten when the member is not admitted.
    if (step.ok && found !== null && account.standing.kind === 'sound' && this.#isInContact())
      await entry.upgrade(found, { password, keys });
    return step;
  }

  #isInContact(): boolean {
    const { kind } = this.#parts.desk.standing;
    return kind === 'single' || kind === 'connected';
  }

  /**
   * Admits a person who opened a member's seed with a password, an invitation or the emergency kit: at
   * once, or to the next step.
   */
  async admit(
    memberId: string,
    keys: SeedKeys,
    generation: number,
  ): Promise<Step | AdmissionRefusal> {
    const { account, clock, admission } = this.#parts;
    const admitted = await admission.admit(memberId, keys).catch((error: unknown) => {
      keys.forget();
      throw error;
    });
    if (!admitted.ok) {
      keys.forget();
      return admitted;
    }
    const { member, state, memory } = admitted;
    const due = dueInDays(account, state, memory, clock.now().wallMs);
    if (state.twoFactor === null && due !== 0)
      return { ok: true, complete: this.#parts.completion.complete(member, keys) };
    const stage = state.twoFactor === null ? 'enrolment' : 'code';
    this.#wait({ member, stage, reason: state.mustSetUp ? 'reset' : 'required', keys, generation });
    return { ok: true, complete: null };
  }

  /** A complete sign-in waits until its administrator has decided about the account. */
  askAcceptance(
    { member, keys }: Pick<CompleteSignIn, 'member' | 'keys'>,
    generation: number,
  ): void {
    this.#wait({ member, stage: 'acceptance', reason: 'required', keys, generation });
  }

  /** The administrator goes on with the account. The keys belong to the receiver. */
  accept(generation: number): CompleteSignIn | null {
    const half = this.half(generation);
    if (half?.stage !== 'acceptance') return null;
    this.#cancelExpiry();
    this.#change(null);
    const { member, keys } = half;
    return { member, keys, ...this.#parts.completion.factsOf(member) };
  }

  #wait(half: Omit<HalfSignIn, 'startedAt' | keyof SignedIn>): void {
    this.cancel();
    const { clock, chain } = this.#parts;
    const { seq, link } = chain.head;
    const signedIn = { signedInSeq: seq, signedInLink: link.toString('base64') };
    this.#change({ ...half, ...signedIn, startedAt: clock.now() });
    this.#cancelExpiry = this.#parts.clock.after(HALF_SIGN_IN_MS, () => this.cancel());
  }

  /**
   * The sign-in that waits for its next step, if any.
   * @param generation the session machine's generation now: a sign-in from before a lock is void
   */
  half(generation: number): HalfSignIn | null {
    if (this.#half === null) return null;
    if (this.#half.generation !== generation || leftMs(this.#half, this.#parts.clock.now()) <= 0)
      this.cancel();
    return this.#half;
  }

  /** How much time the half-finished sign-in has left, in milliseconds; 0 when there is none. */
  leftMs(): number {
    return this.#half === null ? 0 : leftMs(this.#half, this.#parts.clock.now());
  }

  /** The second step, by a code of the authenticator app. */
  verifyCode(
    code: string,
    generation: number,
  ): Promise<Step | Refused<WrongCode | 'signInExpired'> | ThrottledTry> {
    const { secondFactor } = this.#parts;
    return this.#verify(generation, 'atOnce', (unlocked) => secondFactor.spendCode(unlocked, code));
  }

  /** The second step, by a recovery code. */
  useRecoveryCode(
    typed: string,
    generation: number,
  ): Promise<Step | Refused<'wrongRecoveryCode' | 'signInExpired'> | ThrottledTry> {
    const { secondFactor } = this.#parts;
    return this.#verify(generation, 'whenWeighed', (unlocked) =>
      secondFactor.spendRecoveryCode(unlocked, typed),
    );
  }

  /** Completes the sign-in after the member has set up two-factor authentication. */
  finishEnrolment(generation: number): Step | Refused<'signInExpired'> {
    const half = this.half(generation);
    if (half?.stage !== 'enrolment' || !this.#parts.secondFactor.isOn({ memberId: half.member.id }))
      return { ok: false, code: 'signInExpired' };
    return { ok: true, complete: this.#finish(half) };
  }

  /** Drops a half-finished sign-in: its keys are overwritten. */
  cancel(): void {
    this.#cancelExpiry();
    this.#half?.keys.forget();
    this.#change(null);
  }

  #change(half: HalfSignIn | null): void {
    if (half === this.#half) return;
    this.#half = half;
    this.#parts.onChange();
  }

  /**
   * @param when `whenWeighed`: the code is used up once it is known that the clinic's other desks do not make this
   *   try wait, as a recovery code must not be wasted. `atOnce`: the server is asked both together. A refusal says
   *   nothing about the code then; and if it was right, the authenticator app soon shows the next.
   */
  async #verify<Wrong extends string>(
    generation: number,
    when: 'atOnce' | 'whenWeighed',
    spend: (unlocked: Author) => Promise<Wrong | null> | Wrong | null,
  ): Promise<Step | Refused<Wrong | 'signInExpired'> | ThrottledTry> {
    const { throttle, journal, desk } = this.#parts;
    const half = this.half(generation);
    if (half?.stage !== 'code') return { ok: false, code: 'signInExpired' };
    const { member, keys } = half;
    const charge = throttle.charge(member.email, 'secondFactor');
    if (!charge.ok) return charge;
    const unlocked = { memberId: member.id, keys };
    const [failures, spent] = await Promise.all([
      desk.countTry(member.email),
      when === 'atOnce' ? spend(unlocked) : undefined,
    ]);
    const early = charge.weigh(failures);
    if (early !== null) return early;
    if (spent === undefined && this.half(generation) !== half)
      return { ok: false, code: 'signInExpired' };
    const wrong = spent === undefined ? await spend(unlocked) : spent;
    if (wrong !== null) {
      journal.record('signIn.failed', member.id, { step: 'secondFactor' });
      return { ok: false, code: wrong };
    }
    // The sign-in may have been called off while the code was used up.
    if (this.half(generation) !== half) return { ok: false, code: 'signInExpired' };
    charge.refund();
    return { ok: true, complete: this.#finish(half) };
  }

  #finish(half: HalfSignIn): CompleteSignIn {
    this.#cancelExpiry();
    this.#change(null);
    return this.#parts.completion.complete(half.member, half.keys);
  }
}
