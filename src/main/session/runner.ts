import type { EndCause } from '../../shared/workstation/end-cause.js';
import type { Policy } from '../../shared/policy/policy.js';
import type { Role } from '../../shared/people/role.js';
import type { Guard, Screens, SessionEnd, SessionStore } from '../ports/index.js';
import { within } from '../ports/within.js';
import { ActivityWatch, type ActivityWatchParts, type IdleHealth } from './activity-watch.js';
import type { ComputerLocking } from './computer-locking.js';
import { type EndOfSession, sessionEnd, type WipeOutcome } from './end.js';
import type { Elapsed, Restored } from './elapsed.js';
import { leftOf } from './left.js';
import { limitsOf, type SessionLimits, shortened } from './limits.js';
import {
  type Effect,
  INITIAL_STATE,
  type LiveSession,
  type SessionEvent,
  type SessionState,
  step,
  takesSignIn,
} from './machine.js';
import { nextLookMs } from './schedule.js';

/** Within this time, in milliseconds, repeated input is not checked and repeated looks are not reported. */
const FLOOD_MS = 1_000;

/**
 * The lock of the whole computer waits for at most this many failed tries to wipe: a broken keychain
 * must not keep another program's window open.
 */
const TRIES_BEFORE_LOCK = 3;

export interface RunnerParts extends ActivityWatchParts {
  readonly screens: Screens;
  readonly endOfSession: EndOfSession;
  readonly computerLocking: ComputerLocking;
  readonly guard: Guard;
  readonly store: Pick<SessionStore, 'isThere'>;
  /** The policy in force now. */
  readonly policy: () => Policy;
  /** Called after each change of the state, and at most once a second for looks without a change. */
  readonly onChange: (state: SessionState) => void;
}

/**
 * Runs the session machine against the real clock: takes events one after the other, looks at the
 * idle source when something may be due, and carries out what the machine decides.
 */
export class SessionRunner {
  readonly #parts: RunnerParts;
  #state: SessionState = INITIAL_STATE;
  readonly #watch: ActivityWatch;
  #refreshedBootMs = Number.NEGATIVE_INFINITY;
  #cancelTimer: () => void = () => undefined;
  readonly #queue: SessionEvent[] = [];
  #draining = false;
  #end: SessionEnd | null = null;
  /** Whether a session of an earlier run of the app is being resumed now. */
  #takingUp = false;
  /** The limits of a resumed session, or of one that began with its own: no policy makes them longer. */
  #limits: SessionLimits | null = null;
  readonly #waiting: (() => void)[] = [];

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#watch = new ActivityWatch(parts);
  }

  get state(): SessionState {
    return this.#state;
  }

  get policy(): Policy {
    const { kind } = this.#state;
    return shortened(this.#parts.policy(), kind === 'signedOut' ? null : this.#limits);
  }

  /** As last measured, in milliseconds. */
  get elapsed(): Elapsed {
    return this.#watch.elapsed;
  }

  /** Since `elapsed` was measured, in milliseconds. */
  get sinceLookMs(): number {
    return this.#watch.sinceLookMs;
  }

  get idleHealth(): IdleHealth {
    return this.#watch.health;
  }

  /** Whether the OS's readings show that nobody has typed in any program since the last activity. */
  get nobodyTypes(): boolean {
    const { activitySource } = this.policy;
    const isMeasured = this.#watch.health === 'believed' && this.elapsed.doubtedMs === 0;
    return activitySource === 'computer' && isMeasured;
  }

  /** Milliseconds from the last look or try to the next one; `null` when none is due. */
  get nextMs(): number | null {
    return nextLookMs(this.#state, this.elapsed, this.policy);
  }

  /** @returns whether it began; if not, the sign-in is void, and what it stored must be removed */
  begin(
    session: LiveSession,
    generation: number,
    { record, limits }: Partial<Pick<Restored, 'record' | 'limits'>> = {},
  ): boolean {
    if (!takesSignIn(this.#state, generation)) return false;
    this.#watch.begin(record);
    this.#limits = limits ?? null;
    this.#takingUp = record !== undefined;
    this.#dispatch({ type: 'signedIn', session, generation });
    this.#weighByClocks();
    this.#takingUp = false;
    return true;
  }

  /** Finishes a wipe that an earlier run of the app began. */
  finishWipe(end: SessionEnd, session: LiveSession): void {
    this.#end = end;
    this.#dispatch({ type: 'wipeFound', session, ended: { ...end, reason: null } });
  }

  /** Looks at the clocks and the idle source, and does what is due. */
  look(): void {
    this.#measure();
    this.#dispatch({ type: 'looked', elapsed: this.elapsed });
    this.#keep();
    if (this.#live() === null) return;
    if (this.policy.lockOnScreenLock && this.#parts.idle.screenLocked())
      this.requestEnd('screenLock');
    else this.#checkCredential();
  }

  /** Somebody was certainly there: input in one of the app's windows, or `Stay signed in`. */
  noteActivity(): void {
    if (this.#live() === null) return;
    // Check the limit before this input counts: it must not revive an expired session. Input comes in
    // floods, so the check runs when a look is due, or once a second, and not at each mouse move.
    if (this.#watch.sinceLookMs >= Math.min(FLOOD_MS, this.nextMs ?? FLOOD_MS))
      this.#weighByClocks();
    if (this.#live() === null) return;
    this.#watch.noteActivity();
    if (this.#state.kind === 'warning') this.look();
  }

  /** @param reason in the words of whoever ordered it */
  requestEnd(cause: EndCause, reason: string | null = null): void {
    this.#measure();
    this.#dispatch({ type: 'endRequested', cause, reason, elapsed: this.elapsed });
  }

  /** The session ends in so many milliseconds, whatever is touched; sooner if something else ends it. */
  endWithin(ms: number, cause: EndCause): void {
    this.#measure();
    this.#dispatch({ type: 'endDue', inMs: ms, cause, elapsed: this.elapsed });
    this.#keep();
  }

  /** Another policy is in force. */
  policyChanged(): void {
    // Windows must follow the new policy at once, so the pause between reports does not apply.
    this.#refreshedBootMs = Number.NEGATIVE_INFINITY;
    this.#measure();
    this.#dispatch({ type: 'policyChanged', elapsed: this.elapsed });
    this.#keep();
  }

  setRole(memberId: string, role: Role): void {
    this.#dispatch({ type: 'roleChanged', memberId, role });
    this.look();
  }

  /**
   * Settles when the end of the session is done: wiped, or failed and left to the next try. Settles
   * after `boundMs` milliseconds at the latest.
   */
  whenEndSettled(boundMs: number): Promise<void> {
    if (this.#isEndSettled()) return Promise.resolve();
    const settled = new Promise<void>((resolve) => void this.#waiting.push(resolve));
    return within(settled, boundMs, () => undefined, this.#parts.clock);
  }

  dispose(): void {
    this.#cancelTimer();
  }

  /** Ends the session when its stored record is gone: deleted at a log-out, or by hand. */
  #checkCredential(): void {
    const live = this.#live();
    if (live !== null && !this.#parts.store.isThere(live.sessionId)) this.requestEnd('loginEnded');
  }

  /** Looks at the clocks alone: input that only the OS saw must not revive an expired session. */
  #weighByClocks(): void {
    this.#measure(false);
    this.#dispatch({ type: 'looked', elapsed: this.elapsed });
    this.#keep();
  }

  #isEndSettled(): boolean {
    const { kind } = this.#state;
    return kind === 'signedOut' || (kind === 'ending' && !this.#state.trying);
  }

  #live(): LiveSession | null {
    const state = this.#state;
    return state.kind === 'active' || state.kind === 'warning' ? state.session : null;
  }

  #measure(askOs = true): void {
    if (this.#live() !== null) this.#watch.measure(askOs, this.policy.activitySource);
  }

  #keep(): void {
    const live = this.#live();
    if (live !== null) this.#watch.keep(live, limitsOf(this.policy, live.role));
  }

  #dispatch(event: SessionEvent): void {
    this.#queue.push(event);
    if (this.#draining) return;
    this.#draining = true;
    const before = this.#state;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        const { state, effects } = step(this.#state, next, this.policy);
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect);
      }
    } finally {
      this.#draining = false;
      this.#arm();
    }
    this.#parts.guard.expect(this.#clearInMs());
    if (this.#isEndSettled()) for (const done of this.#waiting.splice(0)) done();
    this.#refresh(before);
  }

  /** If the app dies now: milliseconds until the credential must be gone; `null` when there is none. */
  #clearInMs(): number | null {
    if (this.#state.kind === 'signedOut') return null;
    if (this.#state.kind === 'ending' || !this.policy.resumeAfterRestart) return 0;
    const { idleMs, ageMs, deadlineMs } = leftOf(this.elapsed, this.policy, this.#state);
    return Math.max(0, Math.min(idleMs, ageMs, deadlineMs));
  }

  /** Close looks come every few milliseconds: reports each change of the state, else once a second. */
  #refresh(before: SessionState): void {
    const nowMs = this.#parts.clock.now().bootMs;
    if (before === this.#state && nowMs - this.#refreshedBootMs < FLOOD_MS) return;
    this.#refreshedBootMs = nowMs;
    this.#parts.onChange(this.#state);
  }

  #carryOut(effect: Effect): void {
    const { screens, endOfSession, computerLocking, clock } = this.#parts;
    switch (effect.type) {
      case 'prepareWarning':
      case 'showWarning':
      case 'dismissWarning':
        screens[effect.type]();
        return;
      case 'endSession':
        this.#end = sessionEnd(effect.session, effect.ended, clock);
        // Somebody has just started the app, so it is too late to lock the computer.
        if (!this.#takingUp) computerLocking.noteEnd(this.#end, this.policy);
        this.#settle(endOfSession.run(this.#end));
        return;
      case 'retryWipe':
        if (this.#end !== null) this.#settle(endOfSession.retry(this.#end));
    }
  }

  #settle(outcome: Promise<WipeOutcome>): void {
    void outcome.then((failure) => {
      this.#dispatch(failure === null ? { type: 'wiped' } : { type: 'wipeFailed', failure });
      this.#lockComputer();
    });
  }

  /** The last step; nothing waits for it. */
  #lockComputer(): void {
    if (this.#state.kind === 'ending' && this.#state.failures < TRIES_BEFORE_LOCK) return;
    this.#parts.computerLocking.lockIfDue(() => this.#live() === null);
  }

  #arm(): void {
    this.#cancelTimer();
    const waitMs = this.nextMs;
    if (waitMs === null) return;
    this.#cancelTimer = this.#parts.clock.after(waitMs, () =>
      this.#state.kind === 'ending' ? this.#dispatch({ type: 'retryDue' }) : this.look(),
    );
  }
}
