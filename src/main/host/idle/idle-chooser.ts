import type { Clock, IdleSource } from '../../ports/index.js';
import {
  type AskedIdle,
  askedIdle,
  type OtherIdle,
  READING_TOLERANCE_MS,
  type TellingIdle,
} from './asked-idle.js';

/** The source that is left when no other can be believed. */
export type SystemIdle = Omit<IdleSource, 'doubt'>;

export interface IdleChooserParts {
  readonly clock: Clock;
  /** Asked first, in this order. */
  readonly telling: readonly TellingIdle[];
  readonly system: () => SystemIdle;
  /** The name of the system's source, shown to people. */
  readonly systemName: () => string;
  /** Asked in this order once the system's source is in doubt. */
  readonly others: readonly OtherIdle[];
  /** Called when a reading tells of activity that the last one did not include. */
  readonly onNews: () => void;
}

/** Between two searches for another source, in milliseconds. */
const SEARCH_PAUSE_MS = 10_000;

/** The time between the two readings of a candidate, which must rise with the clock, in milliseconds. */
const TRIAL_MS = 1_000;

/**
 * Chooses an idle source that can be believed. First come the sources that are reliable whenever they
 * answer, then one that passed a trial because the system's source was in doubt, then the system's source.
 */
export class IdleChooser implements IdleSource {
  readonly #parts: IdleChooserParts;
  #tried: AskedIdle | null = null;
  #searching = false;
  #searchedAtMs = Number.NEGATIVE_INFINITY;
  #resolutionMs: number;

  constructor(parts: IdleChooserParts) {
    this.#parts = parts;
    this.#resolutionMs = parts.system().resolutionMs;
  }

  get name(): string {
    const { telling, systemName } = this.#parts;
    const told = telling.find(({ name }) => name !== null) ?? this.#tried;
    return told?.name ?? systemName();
  }

  get resolutionMs(): number {
    return this.#resolutionMs;
  }

  idleMs(): number {
    for (const source of this.#parts.telling) {
      const toldMs = source.idleMs();
      if (toldMs !== null) return this.#read(toldMs, source.resolutionMs);
    }
    if (this.#tried !== null) {
      const idleMs = this.#tried.idleMs();
      if (idleMs !== null) return this.#read(idleMs, this.#tried.resolutionMs);
      this.#tried = null;
    }
    const system = this.#parts.system();
    return this.#read(system.idleMs(), system.resolutionMs);
  }

  screenLocked(): boolean {
    return this.#parts.system().screenLocked();
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
      const tried: AskedIdle = askedIdle(source, clock, () => {
        if (this.#tried === tried) onNews();
      });
      await tried.refresh();
      if (tried.name === null) continue;
      this.#tried = tried;
      onNews();
      return;
    }
  }

  /** Two readings must rise with the clock. A failed source is tried again: somebody may be there. */
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
 * Whether a source counted up with the clock, as it must while nobody touches the computer.
 * @param passedMs between the two readings, in milliseconds
 */
export function risesWithClock(firstMs: number, secondMs: number, passedMs: number): boolean {
  return Math.abs(secondMs - firstMs - passedMs) <= READING_TOLERANCE_MS;
}
