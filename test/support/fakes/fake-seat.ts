import type {
  PauseListener,
  PauseTeller,
} from '../../../src/main/host/linux/wayland/input-pauses.js';
import type { VirtualClock } from './virtual-clock.js';

interface Watch {
  readonly pauseMs: number;
  readonly heard: PauseListener;
  paused: boolean;
  cancel: () => void;
}

/** A seat of a compositor in virtual time, which tells of pauses as the idle protocols have it. */
export class FakeSeat implements PauseTeller {
  readonly pauseMs = 250;
  readonly #clock: VirtualClock;
  readonly #watches = new Set<Watch>();
  readonly #held: (() => void)[] = [];
  #inhibitors = 0;
  #holding = false;
  inhibited = true;
  /** How often something was told to the app. */
  told = 0;
  /** When somebody last touched it, on the boot-time clock. */
  lastInputMs = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  watch(pauseMs: number, heard: PauseListener): () => void {
    const watch: Watch = { pauseMs, heard, paused: false, cancel: () => undefined };
    this.#watches.add(watch);
    this.#restart(watch);
    return () => {
      watch.cancel();
      this.#watches.delete(watch);
    };
  }

  whenHeard(callback: () => void): void {
    this.#tell(callback);
  }

  touch(): void {
    this.lastInputMs = this.#clock.now().bootMs;
    this.#stir();
  }

  /** A program keeps the screen awake from now on, or no longer. */
  keepAwake(awake: boolean): void {
    this.#inhibitors += awake ? 1 : -1;
    if (this.inhibited) this.#stir();
  }

  /** The app does not listen, and then hears everything at once. */
  set holding(holding: boolean) {
    if (holding) this.#holding = true;
    // What is told meanwhile comes after what waits.
    else for (let tell = this.#held.shift(); tell !== undefined; tell = this.#held.shift()) tell();
    this.#holding = holding;
  }

  #stir(): void {
    for (const watch of [...this.#watches]) {
      if (watch.paused) this.#tell(watch.heard.onInput);
      watch.paused = false;
      this.#restart(watch);
    }
  }

  #restart(watch: Watch): void {
    watch.cancel();
    if (this.inhibited && this.#inhibitors > 0) return;
    watch.cancel = this.#clock.after(watch.pauseMs, () => {
      watch.paused = true;
      this.#tell(watch.heard.onPause);
    });
  }

  #tell(what: () => void): void {
    this.told += 1;
    if (this.#holding) this.#held.push(what);
    else what();
  }
}
