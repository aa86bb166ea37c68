import type { UpdateFacts, UpdateState } from '../../shared/workstation/updates.js';

/*
 * The ports of the diagnostics, for people who help with an installation. `index.ts` exports them with
 * the others.
 */

export type ErrorKind = 'warning' | 'uncaught' | 'windowGone' | 'processGone';

/** An error as it is kept, without anything that a person typed, and without paths. */
export interface NotedError {
  readonly kind: ErrorKind;
  /** Such as `TypeError`. */
  readonly name: string;
  /** Such as `SQLITE_FULL`. */
  readonly code: string | null;
  /** Where in the app's own files, such as `index.js:120:7`, innermost first. */
  readonly places: readonly string[];
  /** ISO 8601, UTC. */
  readonly firstAt: string;
  readonly lastAt: string;
  /** How often in a row. */
  readonly times: number;
}

export interface ErrorNotes {
  /** Oldest first. */
  readonly noted: readonly NotedError[];
}

/** The desktop and the screens of this computer. */
export interface DisplayFacts {
  /** `x11`, `wayland`, or what the OS has. */
  readonly server: string;
  /** Such as `GNOME`; `null` where the desktop does not say. */
  readonly desktop: string | null;
  readonly displays: number;
}

/** The state of updates. */
export interface UpdateReport extends Omit<UpdateFacts, 'state'> {
  /** `notRunning`: the report was made without the running app, which alone knows this state. */
  readonly state: UpdateState | { readonly state: 'notRunning' };
  /** When a check last had an answer, in milliseconds since 1970, or `null`. */
  readonly checkedMs: number | null;
}
