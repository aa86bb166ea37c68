import type { Clock, IdleSource } from '../../ports/index.js';
import { AskedIdle, type OtherIdle, READING_TOLERANCE_MS } from './asked-idle.js';

/** A source that can be believed as long as it tells. */
export interface TellingIdle {
  /** For people; `null` while it does not tell. */
  readonly name: string | null;
  /** @returns milliseconds, or `null` while it does not tell */
  idleMs(): number | null;
  /** How far what it says is rounded down, in milliseconds. */
  readonly resolutionMs: number;
}

export interface IdleChooserParts {
  readonly clock: Clock;
  /** Asked first, in this order. */
  readonly telling: readonly TellingIdle[];
  readonly system: IdleSource;
  /** What the system's source is called, for people. */
  readonly systemName: () => string;
  /** Asked in this order once the system's source is in doubt. */
  readonly others: readonly OtherIdle[];
  /** A reading came that tells of somebody whom the last one did not know. */
  readonly onNews: () => void;
}

/** Between two searches for another source, in milliseconds. */
const SEARCH_PAUSE_MS = 10_000;

/** Between the two readings of a candidate that must have risen with the clock, in milliseconds. */
const TRIAL_MS = 1_000;

/**
 * The idle source that can be believed: one that tells by its nature, else the system's, else one
 * that passed a trial because the system's was in doubt.
 */
export class IdleChooser implements IdleSource {
  readonly #parts: IdleChooserParts;
  #tried: AskedIdle | null = null;
  #searching = false;
  #searchedAtMs = Number.NEGATIVE_INFINITY;
  #resolutionMs: number;

  constructor(parts: IdleChooserParts) {
    this.#parts = parts;
    this.#resolutionMs = parts.system.resolutionMs;
  }

  /** What is asked now, for people. */
  get name(): string {
    const { telling, systemName } = this.#parts;
    const told = telling.find(({ name }) => name !== null) ?? this.#tried;
    return told?.name ?? systemName();
  }

  /** Of what was read last. */
  get resolutionMs(): number {
    return this.#resolutionMs;
  }

  idleMs(): number {
    for (const source of this.#parts.telling) {
      const toldMs = source.idleMs();
      if (toldMs !== null) return this.#read(toldMs, source.resolutionMs);
    }
    const { system } = this.#parts;
    if (this.#tried !== null) {
      const idleMs = this.#tried.idleMs();
      if (idleMs !== null) return this.#read(idleMs, this.#tried.resolutionMs);
      this.#tried = null;
    }
    return this.#read(system.idleMs(), system.resolutionMs);
  }

  screenLocked(): boolean {
    return this.#parts.system.screenLocked();
  }

  doubt(): void {
    const { bootMs: nowMs } = this.#parts.clock.now();
    if (this.#searching || nowMs - this.#searchedAtMs < SEARCH_PAUSE_MS) return;
    this.#searchedAtMs = nowMs;
    this.#searching = true;
    void this.#search().finally(() => {
      this.#searching = false;
    });
  }

  #read(idleMs: number, resolutionMs: number): number {
    this.#resolutionMs = resolutionMs;
    return idleMs;
  }

  async #search(): Promise<void> {
    const { others, clock, onNews } = this.#parts;
    for (const source of others) {
      if (source.name === this.#tried?.name || !(await this.#passes(source))) continue;
      const tried: AskedIdle = new AskedIdle(source, clock, () => {
        if (this.#tried === tried) onNews();
      });
      await tried.refresh();
      if (tried.name === null) continue;
      this.#tried = tried;
      onNews();
      return;
    }
  }

  /** Two readings that rise with the clock: whoever touches the computer meanwhile is asked again later. */
  async #passes(source: OtherIdle): Promise<boolean> {
    const { clock } = this.#parts;
    try {
      const firstAtMs = clock.now().bootMs;
      const firstMs = await source.read();
      await new Promise<void>((resolve) => clock.after(TRIAL_MS, resolve));
      const secondAtMs = clock.now().bootMs;
      return risesWithClock(firstMs, await source.read(), secondAtMs - firstAtMs);
    } catch {
      return false;
    }
  }
}

/**
 * Whether a source counted as the clock did while nobody touched the computer.
 * @param passedMs between the two readings, in milliseconds
 */
export function risesWithClock(firstMs: number, secondMs: number, passedMs: number): boolean {
  return Math.abs(secondMs - firstMs - passedMs) <= READING_TOLERANCE_MS;
}
