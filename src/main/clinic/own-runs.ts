import { randomBytes } from 'node:crypto';
import type { RunStore, StoredRuns } from '../ports/index.js';

const RUN_BYTES = 16;

/** Which run of the app this is, as the server is told with each beat. */
export interface OwnRun {
  readonly run: Buffer;
  /** `null` for none. */
  readonly before: Buffer | null;
  /** Greater with each beat that this computer makes, whatever its clocks say. */
  readonly order: readonly [starts: number, beats: number];
}

/**
 * Names the runs of the app at this workstation. The server knows the last one that it heard of, and takes only
 * the same one or the one that names it as the one before: two computers with one identity soon name different
 * ones. What is said is kept before, so that no crash makes this computer a stranger.
 */
export class OwnRuns {
  readonly #store: RunStore;
  #now: StoredRuns | null = null;
  #beats = 0;

  constructor(store: RunStore) {
    this.#store = store;
  }

  /** What the next beat says. @throws when it cannot be kept */
  next(): OwnRun {
    const { run, before, starts } = (this.#now ??= this.#begin());
    this.#beats += 1;
    return { run, before, order: [starts, this.#beats] };
  }

  /** The server has kept a beat of this run. @throws when that cannot be kept */
  heard(): void {
    if (this.#now === null || this.#now.isKept) return;
    this.#now = { ...this.#now, isKept: true };
    this.#store.save(this.#now);
  }

  /** This computer has another identity, or none. */
  forget(): void {
    this.#now = null;
  }

  #begin(): StoredRuns {
    const last = this.#store.read();
    const starts = 1 + (last?.starts ?? 0);
    // Nobody knows whether the server heard of the last run: with its name it does not matter.
    const now =
      last === null || last.isKept
        ? { run: randomBytes(RUN_BYTES), isKept: false, before: last?.run ?? null, starts }
        : { ...last, starts };
    this.#store.save(now);
    return now;
  }
}
