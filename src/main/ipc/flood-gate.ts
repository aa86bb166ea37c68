/** More requests of one window within a second are refused. A busy person causes a dozen. */
export const MOST_PER_SECOND = 300;

/** A window that asks this often within a second is broken, or somebody else's code runs in it. */
export const BROKEN_PER_SECOND = 3_000;

export type Verdict = 'pass' | 'refuse' | 'destroy';

interface Count {
  sinceMs: number;
  requests: number;
}

/** Keeps one window from using up the time in which sessions are watched and ended. */
export class FloodGate {
  readonly #counts = new Map<number, Count>();

  /**
   * Counts one request.
   * @param windowId whose request it is
   * @param nowMs of a clock that never goes back
   */
  judge(windowId: number, nowMs: number): Verdict {
    let count = this.#counts.get(windowId);
    if (count === undefined || nowMs - count.sinceMs >= 1_000) {
      count = { sinceMs: nowMs, requests: 0 };
      this.#counts.set(windowId, count);
    }
    count.requests += 1;
    if (count.requests > BROKEN_PER_SECOND) {
      this.#counts.delete(windowId);
      return 'destroy';
    }
    return count.requests > MOST_PER_SECOND ? 'refuse' : 'pass';
  }
}
