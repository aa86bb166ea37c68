import type { Clock } from '../../ports/index.js';

/** Asks a desktop, and not the OS, how long nobody touched this computer. */
export interface OtherIdle {
  /** For people. */
  readonly name: string;
  /** @returns milliseconds; rejects when it is not there */
  read(): Promise<number>;
}

/** How far a reading may be from what the clock says that it should be, in milliseconds. */
export const READING_TOLERANCE_MS = 250;

/** A source that has not answered for this long is given up, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;

/** Between two tries of a source that does not answer, in milliseconds. */
const RETRY_MS = 10_000;

interface Reading {
  readonly idleMs: number;
  /** When it was asked for, on the boot-time clock. */
  readonly atMs: number;
}

/**
 * A source that answers later, for who wants to know now. Each question for what is known sets off
 * the next one to the source. Between two of its answers nobody is taken to be there: an answer that
 * comes late, or never, can end a session early and not late.
 */
export class AskedIdle {
  /** A source that answers later gives milliseconds. */
  readonly resolutionMs = 1;
  readonly #source: OtherIdle;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  #last: Reading | null = null;
  #reading = false;
  #failedAtMs = Number.NEGATIVE_INFINITY;

  /** @param onNews an answer told of somebody whom the last one did not know */
  constructor(source: OtherIdle, clock: Clock, onNews: () => void) {
    this.#source = source;
    this.#clock = clock;
    this.#onNews = onNews;
  }

  /** @returns what it is called for people, or `null` while it does not answer */
  get name(): string | null {
    return this.#last === null ? null : this.#source.name;
  }

  /** @returns milliseconds, or `null` while it does not answer */
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
    // From before it was asked: the time that the answer takes counts as inactivity.
    const atMs = this.#nowMs;
    try {
      this.#take({ atMs, idleMs: await this.#source.read() });
    } catch {
      // What was read last goes on counting up, until it is given up.
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
    // The same again after a while is no answer: a source that is stuck.
    if (next.idleMs === last?.idleMs && passedMs > READING_TOLERANCE_MS) return;
    this.#last = next;
    if (last === null || next.idleMs < last.idleMs + passedMs - READING_TOLERANCE_MS)
      this.#onNews();
  }
}
