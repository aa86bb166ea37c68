/** The most requests of one window within a second; more are refused. A busy person causes a dozen. */
export const MOST_REQUESTS_PER_SECOND = 300;

/** Counts the requests of one window within a second. */
export class RequestRate {
  #sinceMs = Number.NEGATIVE_INFINITY;
  #requests = 0;

  /**
   * Counts one request.
   * @param nowMs on a clock that never goes back
   * @returns the number of requests in this second, including this one
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
