import type { Clock } from '../../ports/index.js';

/** Asks a desktop or an X server, not Electron, how long nobody touched this computer. */
export interface OtherIdle {
  /** Shown to people. */
  readonly name: string;
  /** @returns milliseconds; rejects when it is not there */
  read(): Promise<number>;
}

/** How far a reading may be from what the clock says that it should be, in milliseconds. */
export const READING_TOLERANCE_MS = 250;

/** A source is given up after this time without an answer, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;

/** The wait between two tries of a source that does not answer, in milliseconds. */
const RETRY_MS = 10_000;

interface Reading {
  readonly idleMs: number;
  /** When it was asked for, on the boot-time clock. */
  readonly atMs: number;
}

/**
 * Makes a source that answers later usable at once. Each {@link idleMs} gives what is known and starts the
 * next question to the source. Between two answers the idle time counts up: an answer that comes late, or
 * never, can end a session early, but not late.
 */
export class AskedIdle {
  readonly resolutionMs = 1;
  readonly #source: OtherIdle;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  #last: Reading | null = null;
  #reading = false;
  #failedAtMs = Number.NEGATIVE_INFINITY;

  /** @param onNews called when an answer tells of activity that the last answer did not include */
  constructor(source: OtherIdle, clock: Clock, onNews: () => void) {
    this.#source = source;
    this.#clock = clock;
    this.#onNews = onNews;
  }

  get name(): string | null {
    return this.#last === null ? null : this.#source.name;
  }

  idleMs(): number | null {
    const nowMs = this.#nowMs;
    if (this.#last !== null && nowMs - this.#last.atMs > GIVEN_UP_AFTER_MS) this.#last = null;
    void this.refresh();
    return this.#last === null ? null : this.#last.idleMs + nowMs - this.#last.atMs;
  }

  /** Asks the source, unless it is being asked, or did not answer shortly before. Never rejects. */
  async refresh(): Promise<void> {
    if (this.#reading || this.#nowMs - this.#failedAtMs < RETRY_MS) return;
    this.#reading = true;
    // The time before the question: the wait for the answer counts as inactivity.
    const atMs = this.#nowMs;
    try {
      this.#take({ atMs, idleMs: await this.#source.read() });
    } catch {
      // The last reading counts up until it is given up.
      if (this.#last === null) this.#failedAtMs = atMs;
    } finally {
      this.#reading = false;
    }
  }

  get #nowMs(): number {
    return this.#clock.now().bootMs;
  }

  #take(next: Reading): void {
    const last = this.#last;
    const passedMs = last === null ? 0 : next.atMs - last.atMs;
    // The same value again after a while is no answer: the source is stuck.
    if (next.idleMs === last?.idleMs && passedMs > READING_TOLERANCE_MS) return;
    this.#last = next;
    if (last === null || next.idleMs < last.idleMs + passedMs - READING_TOLERANCE_MS)
      this.#onNews();
  }
}
