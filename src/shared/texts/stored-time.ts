/**
 * A time that was stored, unless it is still to come: a clock was wrong then, and nothing may count on
 * it, or wait for it, until the day comes. Every time that is read back from the disk goes through here
 * or through both clocks.
 * @param nowMs on the wall clock, as `timeMs` is
 */
export function notAfter(nowMs: number, timeMs: number | null): number | null {
  return timeMs !== null && timeMs <= nowMs ? timeMs : null;
}
