/**
 * A stored time, or `null` if it is in the future: then a clock was wrong, and nothing may count on that
 * time or wait for it. Every time that is read from the disk goes through here or through both clocks.
 * @param nowMs on the wall clock, as `timeMs` is
 */
export function notAfter(nowMs: number, timeMs: number | null): number | null {
  return timeMs !== null && timeMs <= nowMs ? timeMs : null;
}
