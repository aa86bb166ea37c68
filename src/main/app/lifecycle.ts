/**
 * `starting`: the account is open, and the app's parts are built. `running`: people use the app.
 * `ending`: an update waits for the app's end, and may be called off. `quitting`: cannot be undone.
 */
export type Phase = 'starting' | 'running' | 'ending' | 'quitting';

/** Finishes work that must not be interrupted, within `boundMs` milliseconds. */
type Finish = (boundMs: number) => Promise<unknown>;

/** The phases of one run of the app, and what its end waits for. */
export class Lifecycle {
  #phase: Phase = 'starting';
  readonly #finishes: Finish[] = [];

  get phase(): Phase {
    return this.#phase;
  }

  /** Whether the app is ending, so that a closed window stays closed. */
  get isLeaving(): boolean {
    return this.#phase === 'ending' || this.#phase === 'quitting';
  }

  /** Enters a phase, unless the app is quitting. */
  enter(phase: Exclude<Phase, 'starting' | 'quitting'>): void {
    if (this.#phase !== 'quitting') this.#phase = phase;
  }

  /** Makes the end of the app wait for `finish`. */
  join(finish: Finish): void {
    this.#finishes.push(finish);
  }

  /**
   * Begins to quit.
   * @returns settles when everything that joined has finished; `null` when the app is already quitting
   */
  quit(boundMs: number): Promise<void> | null {
    if (this.#phase === 'quitting') return null;
    this.#phase = 'quitting';
    return Promise.allSettled(this.#finishes.map(async (finish) => finish(boundMs))).then(
      () => undefined,
    );
  }
}
