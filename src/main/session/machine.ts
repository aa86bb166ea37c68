import type { EndCause } from '../../shared/workstation/end-cause.js';
import { type Policy, sessionTimeoutFor, warningLeadFor } from '../../shared/policy/policy.js';
import type { Role } from '../../shared/people/role.js';
import type { StorageTrouble } from '../../shared/workstation/storage-trouble.js';
import type { SignedIn } from '../ports/index.js';
import type { Elapsed } from './elapsed.js';
import { leftOf, nextLimit } from './left.js';

/*
 *                        ┌────────────── activity ──────────────┐
 *                        ▼                                      │
 * signedOut ─ signedIn ─▶ active ─ left ≤ lead ──────────────▶ warning
 *     ▲                    │                                    │
 *     │                    └── limit reached, or asked to end ──┤
 *     │                                                         ▼
 *     └───────────────────────── wiped ───────────────────── ending ◀─┐
 *                                                               └─────┘ wipe failed: try again
 *
 * One pure function decides; `runner.ts` feeds it and carries out the effects. Nothing here reads a clock.
 */

/** How long before the warning its windows are made ready, in milliseconds. */
export const PREPARE_WARNING_MS = 3_000;

/** Waits between tries to wipe, in milliseconds; the last one repeats. */
export const WIPE_RETRY_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;

/** What a wipe failed at: the OS keychain, or the account database. */
export type WipeFailure = 'keychain' | StorageTrouble;

export interface LiveSession extends SignedIn {
  readonly sessionId: string;
  readonly memberId: string;
  readonly role: Role;
  /** Whether it began in an earlier run of the app. */
  readonly isResumed: boolean;
}

/** Why and how late a session ended. Durations in milliseconds. */
export interface Ended {
  readonly cause: EndCause;
  readonly limitSeconds: number;
  readonly measuredMs: number;
  readonly latenessMs: number;
  /** In the words of whoever ordered it. */
  readonly reason: string | null;
}

/** When a session ends whatever is touched: it has to give way. */
export interface Deadline {
  /** The session's age then, in milliseconds. A clock that is set back makes the age less. */
  readonly ageMs: number;
  /** The boot clock then, in milliseconds. What comes first counts. */
  readonly bootMs: number;
  readonly cause: EndCause;
}

export type SessionState =
  | { readonly kind: 'signedOut'; readonly generation: number; readonly ended: Ended | null }
  | {
      readonly kind: 'active' | 'warning';
      readonly generation: number;
      readonly session: LiveSession;
      /** Whether the warning's windows were made ready. */
      readonly prepared: boolean;
      readonly deadline: Deadline | null;
    }
  | {
      readonly kind: 'ending';
      readonly generation: number;
      readonly session: LiveSession;
      readonly ended: Ended;
      /** Whether a try to wipe is under way now. */
      readonly trying: boolean;
      readonly failures: number;
      /** What the last try failed at. */
      readonly failure: WipeFailure | null;
    };

export type SessionEvent =
  /** The credential of a sign-in or a resumed session is stored. `generation`: the machine's at its start. */
  | { readonly type: 'signedIn'; readonly session: LiveSession; readonly generation: number }
  | { readonly type: 'looked'; readonly elapsed: Elapsed }
  /** The policy has changed; the `policy` argument of {@link step} is the new one. */
  | { readonly type: 'policyChanged'; readonly elapsed: Elapsed }
  | {
      readonly type: 'endRequested';
      readonly cause: EndCause;
      readonly reason: string | null;
      readonly elapsed: Elapsed;
    }
  /** The session must end in so many milliseconds, or sooner. */
  | {
      readonly type: 'endDue';
      readonly inMs: number;
      readonly cause: EndCause;
      readonly elapsed: Elapsed;
    }
  | { readonly type: 'roleChanged'; readonly memberId: string; readonly role: Role }
  /** A previous run began a wipe and did not finish it. */
  | { readonly type: 'wipeFound'; readonly session: LiveSession; readonly ended: Ended }
  | { readonly type: 'wiped' }
  | { readonly type: 'wipeFailed'; readonly failure: WipeFailure }
  | { readonly type: 'retryDue' };

export type Effect =
  | { readonly type: 'prepareWarning' }
  | { readonly type: 'showWarning' }
  | { readonly type: 'dismissWarning' }
  | { readonly type: 'endSession'; readonly session: LiveSession; readonly ended: Ended }
  | { readonly type: 'retryWipe'; readonly session: LiveSession };

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

export const INITIAL_STATE: SessionState = { kind: 'signedOut', generation: 0, ended: null };

/** A session that somebody has. */
export type Live = Extract<SessionState, { kind: 'active' | 'warning' }>;

/**
 * Whether nobody is signed in and nothing has locked this workstation since a sign-in began.
 * @param generation the machine's when the sign-in began
 */
export function takesSignIn(state: SessionState, generation: number): boolean {
  return state.kind === 'signedOut' && state.generation === generation;
}

function stay(state: SessionState): Step {
  return { state, effects: [] };
}

interface End {
  readonly cause: EndCause;
  readonly reason?: string | null;
  /** How late it is, if a limit says so that is none of the policy's. */
  readonly latenessMs?: number;
}

function end(
  state: Live,
  { cause, reason = null, latenessMs = 0 }: End,
  policy: Policy,
  elapsed: Elapsed,
): Step {
  const byAge = cause === 'longestSession';
  const limitSeconds = reachedLimit(cause, policy, state.session.role);
  const measuredMs = byAge ? elapsed.ageMs : Math.max(elapsed.inactiveMs, elapsed.awayMs);
  const ended: Ended = {
    cause,
    limitSeconds,
    measuredMs,
    latenessMs: byAge || cause === 'idle' ? measuredMs - limitSeconds * 1_000 : latenessMs,
    reason,
  };
  const { session, generation } = state;
  return {
    state: firstTry(generation, session, ended),
    effects: [{ type: 'endSession', session, ended }],
  };
}

/** The limit that the cause is about; the inactivity limit for a cause that is about none. */
function reachedLimit(cause: EndCause, policy: Policy, role: Role): number {
  if (cause === 'longestSession') return policy.longestSessionSeconds;
  if (cause === 'offlineTooLong') return policy.offlineLimitSeconds;
  return sessionTimeoutFor(policy, role);
}

/** The state in which a session is wiped for the first time, in this run of the app. */
function firstTry(before: number, session: LiveSession, ended: Ended): SessionState {
  const tries = { trying: true, failures: 0, failure: null } as const;
  return { kind: 'ending', generation: before + 1, session, ended, ...tries };
}

/** Decides what a look at the clocks means for a live session. */
function weigh(state: Live, elapsed: Elapsed, policy: Policy, causeWhenIdle: EndCause): Step {
  const left = leftOf(elapsed, policy, state);
  const wasOver = elapsed.awayMs >= sessionTimeoutFor(policy, state.session.role) * 1_000;
  const leftMs = Math.min(left.idleMs, left.ageMs, left.deadlineMs);
  if (wasOver || leftMs <= 0) {
    // The limit that passed first is the cause of the end.
    const first = leftMs <= 0 ? nextLimit(left) : 'idle';
    if (first === 'deadline' && state.deadline !== null) {
      const { cause } = state.deadline;
      return end(state, { cause, latenessMs: 0 - left.deadlineMs }, policy, elapsed);
    }
    return end(
      state,
      { cause: first === 'age' ? 'longestSession' : causeWhenIdle },
      policy,
      elapsed,
    );
  }
  // The computer slept without an event, or the app was stopped: the computer was unattended.
  if (elapsed.interrupted && policy.lockOnSleep)
    return end(state, { cause: 'sleep' }, policy, elapsed);
  const leadMs = warningLeadFor(policy, state.session.role) * 1_000;
  if (leftMs <= leadMs) {
    if (state.kind === 'warning') return stay(state);
    return {
      state: { ...state, kind: 'warning', prepared: true },
      effects: [{ type: 'showWarning' }],
    };
  }
  const prepared = leftMs <= leadMs + PREPARE_WARNING_MS;
  if (state.kind === 'active' && prepared === state.prepared) return stay(state);
  return {
    state: { ...state, kind: 'active', prepared },
    effects: [
      ...(state.kind === 'warning' || !prepared ? [{ type: 'dismissWarning' } as const] : []),
      ...(prepared ? [{ type: 'prepareWarning' } as const] : []),
    ],
  };
}

/**
 * One step of the session. Pure: the same arguments always give the same answer.
 * @param policy the policy that holds now; the shortest of its limits wins
 */
export function step(state: SessionState, event: SessionEvent, policy: Policy): Step {
  switch (event.type) {
    case 'signedIn':
      if (!takesSignIn(state, event.generation)) return stay(state);
      return stay({
        kind: 'active',
        generation: state.generation,
        session: event.session,
        prepared: false,
        deadline: null,
      });

    case 'wipeFound':
      if (state.kind !== 'signedOut') return stay(state);
      return {
        state: firstTry(state.generation, event.session, event.ended),
        effects: [{ type: 'retryWipe', session: event.session }],
      };

    case 'looked':
    case 'policyChanged':
      if (state.kind !== 'active' && state.kind !== 'warning') return stay(state);
      return weigh(
        state,
        event.elapsed,
        policy,
        event.type === 'looked' ? 'idle' : 'policyTightened',
      );

    case 'endRequested':
      if (state.kind === 'active' || state.kind === 'warning')
        return end(state, event, policy, event.elapsed);
      // Nobody is signed in, but a sign-in may be under way: the new generation makes it void.
      return state.kind === 'signedOut'
        ? stay({ ...state, generation: state.generation + 1 })
        : stay(state);

    case 'endDue': {
      if (state.kind !== 'active' && state.kind !== 'warning') return stay(state);
      const { cause, inMs, elapsed } = event;
      const deadline = { ageMs: elapsed.ageMs + inMs, bootMs: elapsed.bootMs + inMs, cause };
      const isSooner = inMs < leftOf(elapsed, policy, state).deadlineMs;
      return weigh(isSooner ? { ...state, deadline } : state, elapsed, policy, 'idle');
    }

    case 'roleChanged':
      if (state.kind === 'signedOut' || state.session.memberId !== event.memberId)
        return stay(state);
      return stay({ ...state, session: { ...state.session, role: event.role } });

    case 'wiped':
      return state.kind === 'ending'
        ? stay({ kind: 'signedOut', generation: state.generation, ended: state.ended })
        : stay(state);

    case 'wipeFailed':
      return state.kind === 'ending'
        ? stay({
            ...state,
            trying: false,
            failures: state.failures + 1,
            failure: event.failure,
          })
        : stay(state);

    case 'retryDue':
      if (state.kind !== 'ending' || state.trying) return stay(state);
      return {
        state: { ...state, trying: true },
        effects: [{ type: 'retryWipe', session: state.session }],
      };
  }
}
