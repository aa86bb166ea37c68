import { MOST_REQUESTS_PER_SECOND, RequestRate } from '../../shared/requests/request-rate.js';

/**
 * A window that asks this often within a second runs somebody else's code: the preload, which keeps to
 * {@link MOST_REQUESTS_PER_SECOND}, is no longer what asks.
 */
export const BROKEN_PER_SECOND = 3_000;

/** `drop`: what a window that is being destroyed had still sent, and nobody waits for. */
export type Verdict = 'pass' | 'refuse' | 'destroy' | 'drop';

/** Keeps one window from using up the time in which sessions are watched and ended. */
export class FloodGate {
  readonly #rates = new Map<number, RequestRate>();
  readonly #doomed = new Set<number>();

  /**
   * Counts one request.
   * @param windowId whose request it is; no later window has the same
   * @param nowMs of a clock that never goes back
   */
  judge(windowId: number, nowMs: number): Verdict {
    if (this.#doomed.has(windowId)) return 'drop';
    const rate = this.#rates.get(windowId) ?? new RequestRate();
    this.#rates.set(windowId, rate);
    const requests = rate.count(nowMs);
    if (requests > BROKEN_PER_SECOND) {
      this.#rates.delete(windowId);
      this.#doomed.add(windowId);
      return 'destroy';
    }
    return requests > MOST_REQUESTS_PER_SECOND ? 'refuse' : 'pass';
  }
}
