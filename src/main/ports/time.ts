/* The ports of time. `index.ts` exports them with the others. */

/** One moment on both clocks, in milliseconds. */
export interface Instant {
  /** Since 1970. Can jump either way: people and time servers set it. */
  readonly wallMs: number;
  /** Since this computer started, sleep included. Never goes back until a restart. */
  readonly bootMs: number;
}

export interface Clock {
  now(): Instant;
  /** Calls back once after `ms` milliseconds of running time; returns a function that cancels. */
  after(ms: number, callback: () => void): () => void;
}
