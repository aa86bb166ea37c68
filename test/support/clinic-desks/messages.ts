/* What a bench and its processes full of desks say to each other. All moments are of the clock that never goes back. */

import type { ServerPlace } from '../../../src/main/ports/index.js';

/** How somebody signs in. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export interface Owner {
  readonly user: string;
  readonly password: string;
}

/** What a process is asked; each question is answered once. */
export type Ask =
  | {
      readonly do: 'found';
      readonly place: ServerPlace;
      readonly owner: Owner;
      readonly person: Person;
      /** Who else has access. */
      readonly people: readonly Person[];
    }
  | { readonly do: 'invite'; readonly names: readonly string[] }
  /** Leaves their links ended. */
  | { readonly do: 'join'; readonly place: ServerPlace; readonly codes: readonly string[] }
  /** One for each desk that joined in this process. */
  | { readonly do: 'signIn'; readonly people: readonly Person[] }
  | { readonly do: 'decide'; readonly minutes: number }
  /** Everybody at a workstation, by its name; at all of them but the first. */
  | { readonly do: 'signOut'; readonly workstation: string | null }
  /** Waits until a decision is in force at all desks of the process. */
  | { readonly do: 'felt'; readonly seq: number }
  /** Waits until nobody is signed in. */
  | { readonly do: 'ended' }
  /** Waits until none has a connection. */
  | { readonly do: 'away' }
  /** Waits until all are connected: how long after a moment each was. */
  | { readonly do: 'connected'; readonly since: number }
  /** The links end, and begin again. */
  | { readonly do: 'part' }
  | { readonly do: 'start' }
  | { readonly do: 'usage' }
  | { readonly do: 'close' };

/** `value`: `Decided`, `EndedAt`, `Usage`, or what the question names. */
export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

export interface Decided {
  readonly seq: number;
  readonly startedAt: number;
  readonly decidedAt: number;
}

export interface EndedAt {
  /** The screens were told to hide. */
  readonly hidingAt: number;
  /** The session was wiped. */
  readonly endedAt: number;
}

export interface Usage {
  readonly desks: number;
  readonly processorMs: number;
  readonly looks: number;
  /** Timers of what ties a desk to its clinic that came to their end. */
  readonly timers: number;
}

/** Milliseconds on a clock that all processes of this computer share and nobody can set. */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
