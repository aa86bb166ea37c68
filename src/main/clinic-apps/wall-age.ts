import { notAfter } from '../../shared/texts/stored-time.js';

const HOUR_MS = 3_600_000;

/**
 * Whether something is at most `hours` old. A time in the future was stored under another clock and its
 * age is unknown: it counts as too old.
 * @param sinceMs when it was, in milliseconds on the wall clock, as `nowMs`
 * @param hours 0 or more; 0 means never
 */
export function isWithinHours(sinceMs: number, nowMs: number, hours: number): boolean {
  const believed = notAfter(nowMs, sinceMs);
  return hours > 0 && believed !== null && nowMs - believed <= hours * HOUR_MS;
}
