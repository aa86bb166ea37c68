import type { ClinicStanding } from '../ports/index.js';
import type { Meeting } from './link-log.js';

/*
 *            ┌──────────────────── moved ───────────────────┐
 *            ▼                                              │
 * started ─▶ connecting ─ opened ─▶ meeting ─ met: same ─▶ connected ─ met: removed ─▶ removed
 *            ▲       │                 │                    │
 *           due    gone     gone, or met: contradicted, outdated, withheld or copied
 *            │       ▼                 ▼                    │
 *            └────── waiting ◀─────────┴────────────────────┘
 *
 * `stopped` ends each of them; a computer that was removed, and has joined again, is started anew.
 *
 * One pure function decides; `link.ts` feeds it and carries out the commands. Each connection that is tried has
 * a number: what comes of an earlier one is known by it, and changes nothing.
 */

/** The longest pause between two tries to connect, in milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * And while nothing answers, when a try costs the server nothing: after a power cut everybody is back within ten
 * seconds.
 */
export const LONGEST_SILENCE_MS = 8_000;

/** The longest pause after the first failure, in milliseconds. */
const FIRST_WAIT_MS = 1_000;

/**
 * A connection that has held for this long, in milliseconds, was sound. One that breaks sooner is one more
 * failure, so that a way to the server that comes and goes each second is not opened anew each second.
 */
export const SOUND_AFTER_MS = 10_000;

/** From this many failures on, the pauses are as long as they get. */
const MANY_FAILURES = 6;

export type AloneReason = Extract<ClinicStanding, { readonly why: unknown }>['why'];

/** What comes of a look at the server: also `withheld` and `copied`, as `ClinicStanding` says. */
export type Finding = Meeting | 'withheld' | 'copied';

interface Trying {
  readonly attempt: number;
  /** Tries that failed since a connection was last sound. */
  readonly failures: number;
  /** What the last try failed at; `null` before the first one has failed. */
  readonly why: AloneReason | null;
}

export type LinkState =
  | { readonly kind: 'stopped' | 'removed'; readonly attempt: number }
  | ({ readonly kind: 'connected' } & Pick<Trying, 'attempt' | 'failures'>)
  | (Trying & { readonly kind: 'connecting' })
  | (Trying & { readonly kind: 'meeting' })
  | (Trying & { readonly kind: 'waiting'; readonly why: AloneReason });

export type LinkEvent =
  | { readonly type: 'started' | 'stopped' }
  /** The server has other addresses, or another login. */
  | { readonly type: 'moved' }
  /** The pause is over, or somebody who signs in cannot wait for its end. */
  | { readonly type: 'due' }
  | { readonly type: 'opened'; readonly attempt: number }
  | { readonly type: 'met'; readonly attempt: number; readonly meeting: Finding }
  /** There is no connection, or none any more. */
  | {
      readonly type: 'gone';
      readonly attempt: number;
      readonly why: AloneReason;
      /** How long it was connected, in milliseconds. */
      readonly heldMs: number;
    };

export type LinkCommand =
  | { readonly type: 'connect'; readonly attempt: number }
  /** Keep the connection that was opened, and compare the logs. */
  | { readonly type: 'meet'; readonly attempt: number }
  /** Close the connection that was opened: it comes too late. */
  | { readonly type: 'drop' }
  /** Close the connection that is kept. */
  | { readonly type: 'close' }
  | { readonly type: 'wait'; readonly ms: number };

export interface LinkStep {
  readonly state: LinkState;
  readonly commands: readonly LinkCommand[];
}

export const FIRST_LINK_STATE: LinkState = { kind: 'stopped', attempt: 0 };

/**
 * One step of the link. Pure: the same arguments always give the same answer.
 * @param random from 0 to 1: so that not all workstations come at once to a server that is back
 */
export function step(state: LinkState, event: LinkEvent, random: number): LinkStep {
  switch (event.type) {
    case 'started':
      // A computer that was removed may have joined again.
      return state.kind === 'stopped' || state.kind === 'removed'
        ? connect(state, { failures: 0, why: null })
        : stay(state);

    case 'stopped':
      if (state.kind === 'stopped' || state.kind === 'removed') return stay(state);
      return { state: { kind: 'stopped', attempt: state.attempt }, commands: closing(state) };

    case 'moved':
      if (state.kind === 'stopped' || state.kind === 'removed') return stay(state);
      return connect(state, { failures: 0, why: null });

    case 'due':
      return state.kind === 'waiting' ? connect(state, state) : stay(state);

    case 'opened':
      if (state.kind !== 'connecting' || state.attempt !== event.attempt)
        return { state, commands: [{ type: 'drop' }] };
      return {
        state: { ...state, kind: 'meeting' },
        commands: [{ type: 'meet', attempt: state.attempt }],
      };

    case 'met':
      if (!hasConnection(state) || state.attempt !== event.attempt) return stay(state);
      return met(state, event.meeting, random);

    case 'gone':
      if (!isTrying(state) || state.attempt !== event.attempt) return stay(state);
      return wait(
        state,
        { why: event.why, failures: 1 + (event.heldMs < SOUND_AFTER_MS ? state.failures : 0) },
        random,
      );
  }
}

/** Whether the link has a connection in this state. */
export function hasConnection(
  state: LinkState,
): state is Extract<LinkState, { kind: 'meeting' | 'connected' }> {
  return state.kind === 'meeting' || state.kind === 'connected';
}

function met(
  state: Extract<LinkState, { kind: 'meeting' | 'connected' }>,
  meeting: Finding,
  random: number,
): LinkStep {
  const { attempt, failures } = state;
  switch (meeting) {
    case 'same':
      return state.kind === 'connected'
        ? stay(state)
        : stay({ kind: 'connected', attempt, failures });
    case 'removed':
      return { state: { kind: 'removed', attempt }, commands: closing(state) };
    case 'contradicted':
    case 'outdated':
    case 'withheld':
    case 'copied':
      // It will hardly be otherwise in a moment.
      return wait(state, { why: meeting, failures: MANY_FAILURES }, random);
  }
}

function stay(state: LinkState): LinkStep {
  return { state, commands: [] };
}

function connect(state: LinkState, { failures, why }: Omit<Trying, 'attempt'>): LinkStep {
  const attempt = state.attempt + 1;
  return {
    state: { kind: 'connecting', attempt, failures, why },
    commands: [...closing(state), { type: 'connect', attempt }],
  };
}

function wait(
  state: LinkState,
  { failures, why }: { readonly failures: number; readonly why: AloneReason },
  random: number,
): LinkStep {
  const longestMs = FIRST_WAIT_MS * 2 ** (Math.min(failures, MANY_FAILURES) - 1);
  const mostMs = why === 'unreachable' ? LONGEST_SILENCE_MS : LONGEST_WAIT_MS;
  return {
    state: { kind: 'waiting', attempt: state.attempt, failures, why },
    commands: [...closing(state), { type: 'wait', ms: random * Math.min(longestMs, mostMs) }],
  };
}

function closing(state: LinkState): readonly LinkCommand[] {
  return hasConnection(state) ? [{ type: 'close' }] : [];
}

function isTrying(
  state: LinkState,
): state is Extract<LinkState, { kind: 'connecting' | 'meeting' | 'connected' }> {
  return state.kind === 'connecting' || hasConnection(state);
}
