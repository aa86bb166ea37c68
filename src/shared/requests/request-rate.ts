/** More requests of one window within a second are refused. A busy person causes a dozen. */
export const MOST_REQUESTS_PER_SECOND = 300;

/** Counts what one window asks within a second. */
export class RequestRate {
  #sinceMs = Number.NEGATIVE_INFINITY;
  #requests = 0;

  /**
   * Counts one request.
   * @param nowMs of a clock that never goes back
   * @returns how many there were in this second, with this one
   */
  count(nowMs: number): number {
    if (nowMs - this.#sinceMs >= 1_000) {
      this.#sinceMs = nowMs;
      this.#requests = 0;
    }
    this.#requests += 1;
    return this.#requests;
  }
}
