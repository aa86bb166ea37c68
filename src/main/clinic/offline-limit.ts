import type { Instant } from '../ports/index.js';

/** So long before the offline limit is reached, people are told, in milliseconds. */
export const SHUT_WARNING_MS = 900_000;

/** A wall clock this much behind the last contact, in milliseconds, was set back by hand. */
const CLOCK_TOLERANCE_MS = 2_000;

/** When the clinic's server was last in contact. */
export interface LastContact {
  readonly at: Instant;
  /** The boot of the computer, or `null` where the OS does not tell. */
  readonly bootId: string | null;
}

/** Where the time is counted. */
export interface Here {
  readonly now: Instant;
  readonly bootId: string | null;
  /** Whether this run of the app was in contact itself. */
  readonly isThisRun: boolean;
}

/**
 * How long the clinic's server was out of contact, in milliseconds.
 *
 * Within one boot the stricter clock counts: the boot clock, which nobody can set, or the wall clock. Across
 * a restart of the computer only the wall clock can tell. One behind the last contact proves that it was set,
 * and a contact that nobody knows of may be any time ago: both count as forever.
 */
export function withoutServerMs(last: LastContact | null, here: Here): number {
  if (last === null) return Number.POSITIVE_INFINITY;
  const { now } = here;
  const wallMs = now.wallMs - last.at.wallMs;
  if (isSameBoot(last, here)) return Math.max(0, wallMs, now.bootMs - last.at.bootMs);
  return wallMs < -CLOCK_TOLERANCE_MS ? Number.POSITIVE_INFINITY : Math.max(0, wallMs);
}

function isSameBoot({ at, bootId }: LastContact, here: Here): boolean {
  if (here.isThisRun) return true;
  return bootId !== null && bootId === here.bootId && here.now.bootMs >= at.bootMs;
}
