import { MOST_REQUESTS_PER_SECOND, RequestRate } from '../../shared/requests/request-rate.js';

/**
 * A window that sends more requests within a second runs somebody else's code: our preload never sends
 * more than {@link MOST_REQUESTS_PER_SECOND}.
 */
export const BROKEN_PER_SECOND = 3_000;

/** `drop`: a late request of a window that is being destroyed; nobody waits for an answer. */
export type Verdict = 'pass' | 'refuse' | 'destroy' | 'drop';

/** Keeps one window from using up the time that main needs to watch and end sessions. */
export class FloodGate {
  readonly #rates = new Map<number, RequestRate>();
  readonly #doomed = new Set<number>();

  /**
   * Counts one request.
   * @param windowId the window that sent it; ids are never used again
   * @param nowMs milliseconds of a clock that never goes back
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
