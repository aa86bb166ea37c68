import type { IdleSource } from '../../../src/main/ports/index.js';
import type { VirtualClock } from './virtual-clock.js';

/** An OS that counts idleness in whole seconds, rounded down, as Electron tells it. */
export class FakeIdle implements IdleSource {
  readonly #clock: VirtualClock;
  #lastInputMs: number;
  /** Whether the source can be read. */
  readable = true;
  locked = false;
  /** How often the app said that it can't believe this source. */
  doubts = 0;
  /** Another source in its place. */
  instead: Pick<IdleSource, 'idleMs' | 'resolutionMs'> | null = null;
  /** What a source says that does not know; `null` for one that does. */
  stuckAtMs: number | null = null;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.#lastInputMs = clock.passedMs;
  }

  /** When the last input came, in milliseconds of time that really passed. */
  get lastInputMs(): number {
    return this.#lastInputMs;
  }

  /** Somebody touches the keyboard or the mouse. */
  touch(): void {
    this.#lastInputMs = this.#clock.passedMs;
  }

  /** From now on it says what it says now, and no more; or it works again. */
  set frozen(frozen: boolean) {
    if (!this.readable) return;
    this.stuckAtMs = frozen ? this.idleMs() : null;
  }

  get resolutionMs(): number {
    return this.instead?.resolutionMs ?? 1_000;
  }

  idleMs(): number {
    if (this.instead !== null) return this.instead.idleMs();
    if (!this.readable) throw new Error('the idle source was made to fail');
    if (this.stuckAtMs !== null) return this.stuckAtMs;
    const exactMs = Math.max(0, this.#clock.passedMs - this.#lastInputMs);
    return Math.floor(exactMs / this.resolutionMs) * this.resolutionMs;
  }

  doubt(): void {
    this.doubts += 1;
  }

  screenLocked(): boolean {
    return this.locked;
  }
}
