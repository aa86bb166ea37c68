/**
 * `starting`: the account is opened and its parts are built. `running`: people use it. `ending`: an update waits
 * for the app's end, and may be called off. `quitting`: nothing brings it back.
 */
export type Phase = 'starting' | 'running' | 'ending' | 'quitting';

/** Finishes what must not be cut off, within so many milliseconds. */
type Finish = (boundMs: number) => Promise<unknown>;

/** The phases of one run of the app, and what its end waits for. */
export class Lifecycle {
  #phase: Phase = 'starting';
  readonly #finishes: Finish[] = [];

  get phase(): Phase {
    return this.#phase;
  }

  /** Whether closing a window means leaving for good. */
  get isLeaving(): boolean {
    return this.#phase === 'ending' || this.#phase === 'quitting';
  }

  /** Nothing leads out of quitting. */
  enter(phase: Exclude<Phase, 'starting' | 'quitting'>): void {
    if (this.#phase !== 'quitting') this.#phase = phase;
  }

  /** The end of the app waits for this. */
  join(finish: Finish): void {
    this.#finishes.push(finish);
  }

  /**
   * Begins to quit.
   * @returns when all that joined is finished; `null` when that has begun already
   */
  quit(boundMs: number): Promise<void> | null {
    if (this.#phase === 'quitting') return null;
    this.#phase = 'quitting';
    return Promise.allSettled(this.#finishes.map(async (finish) => finish(boundMs))).then(
      () => undefined,
    );
  }
}
