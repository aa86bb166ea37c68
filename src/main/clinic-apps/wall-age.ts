import { notAfter } from '../../shared/texts/stored-time.js';

const HOUR_MS = 3_600_000;

/**
 * Whether something is at most so many hours old. What is from the future was kept under a clock
 * that is not this one, and nobody can say how old it is: then it is too old.
 * @param sinceMs when it was, and `nowMs`, both on the wall clock
 * @param hours 0 or more; 0 is never
 */
export function isWithinHours(sinceMs: number, nowMs: number, hours: number): boolean {
  const believed = notAfter(nowMs, sinceMs);
  return hours > 0 && believed !== null && nowMs - believed <= hours * HOUR_MS;
}
