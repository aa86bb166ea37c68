import type { Clock, IdleSource } from '../ports.js';

/** Asks a desktop, and not the OS, how long nobody touched this computer. */
export interface OtherIdle {
  /** For people. */
  readonly name: string;
  /** @returns milliseconds; rejects when it is not there */
  read(): Promise<number>;
}

export interface IdleChooserParts {
  readonly clock: Clock;
  readonly system: IdleSource;
  /** What Electron's source is called, for people. */
  readonly systemName: string;
  /** Asked in this order once the system's source is in doubt. */
  readonly others: readonly OtherIdle[];
  /** A reading came that tells of somebody whom the last one did not know. */
  readonly onNews: () => void;
}

/** Between two searches for another source, in milliseconds. */
const SEARCH_PAUSE_MS = 10_000;

/** Between the two readings of a candidate that must have risen with the clock, in milliseconds. */
const TRIAL_MS = 1_000;

/** How far a reading may be from what the clock says that it should be, in milliseconds. */
const TRIAL_TOLERANCE_MS = 250;

/** A source that has not answered for this long is given up, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;

interface Chosen {
  readonly source: OtherIdle;
  readonly idleMs: number;
  /** When that was read. */
  readonly atMs: number;
}

/**
 * The OS's idle source, or another one when that cannot be believed. Other sources answer later, so
 * between two of their answers nobody is taken to be there: an answer that comes late, or never, can
 * end a session early and not late.
 */
export class IdleChooser implements IdleSource {
  readonly #parts: IdleChooserParts;
  #chosen: Chosen | null = null;
  #searching = false;
  #searchedAtMs = Number.NEGATIVE_INFINITY;
  #reading = false;

  constructor(parts: IdleChooserParts) {
    this.#parts = parts;
  }

  /** What is asked now, for people. */
  get name(): string {
    return this.#chosen?.source.name ?? this.#parts.systemName;
  }

  get resolutionMs(): number {
    return this.#chosen === null ? this.#parts.system.resolutionMs : 1;
  }

  idleMs(): number {
    const chosen = this.#chosen;
    if (chosen === null) return this.#parts.system.idleMs();
    const agoMs = this.#nowMs - chosen.atMs;
    if (agoMs > GIVEN_UP_AFTER_MS) {
      this.#chosen = null;
      return this.#parts.system.idleMs();
    }
    void this.#refresh(chosen);
    return chosen.idleMs + agoMs;
  }

  screenLocked(): boolean {
    return this.#parts.system.screenLocked();
  }

  doubt(): void {
    const nowMs = this.#nowMs;
    if (this.#searching || nowMs - this.#searchedAtMs < SEARCH_PAUSE_MS) return;
    this.#searchedAtMs = nowMs;
    this.#searching = true;
    void this.#search().finally(() => {
      this.#searching = false;
    });
  }

  get #nowMs(): number {
    return this.#parts.clock.now().bootMs;
  }

  async #search(): Promise<void> {
    const { others, onNews } = this.#parts;
    const current = this.#chosen?.source;
    for (const source of others) {
      if (source === current) continue;
      const found = await this.#trial(source);
      if (found === null) continue;
      this.#chosen = found;
      onNews();
      return;
    }
  }

  /** Two readings that rise with the clock: whoever touches the computer meanwhile is asked again later. */
  async #trial(source: OtherIdle): Promise<Chosen | null> {
    try {
      const first = await this.#read(source);
      await new Promise<void>((resolve) => this.#parts.clock.after(TRIAL_MS, resolve));
      const second = await this.#read(source);
      return risesWithClock(first.idleMs, second.idleMs, second.atMs - first.atMs) ? second : null;
    } catch {
      return null;
    }
  }

  async #refresh(last: Chosen): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      const next = await this.#read(last.source);
      if (this.#chosen !== last) return;
      const passedMs = next.atMs - last.atMs;
      // The same again after a while is no answer: a source that is stuck.
      if (next.idleMs === last.idleMs && passedMs > TRIAL_TOLERANCE_MS) return;
      this.#chosen = next;
      if (next.idleMs < last.idleMs + passedMs - TRIAL_TOLERANCE_MS) this.#parts.onNews();
    } catch {
      // What was read last goes on counting up, until it is given up.
    } finally {
      this.#reading = false;
    }
  }

  async #read(source: OtherIdle): Promise<Chosen> {
    // From before it was asked: the time that the answer takes counts as inactivity.
    const atMs = this.#nowMs;
    return { source, atMs, idleMs: await source.read() };
  }
}

/**
 * Whether a source counted as the clock did while nobody touched the computer.
 * @param passedMs between the two readings, in milliseconds
 */
export function risesWithClock(firstMs: number, secondMs: number, passedMs: number): boolean {
  return Math.abs(secondMs - firstMs - passedMs) <= TRIAL_TOLERANCE_MS;
}
