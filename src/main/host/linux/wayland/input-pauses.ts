import type { Clock } from '../../../ports/index.js';

/**
 * The shortest pause that is looked for once nobody paused for a while, in milliseconds. The gaps between
 * the keys of a fast typist, or between the movements of a mouse, are longer.
 */
const SHORT_PAUSE_MS = 10;

/** The time between two checks that everything told was heard, while input goes on, in milliseconds. */
const BEAT_MS = 500;

/** How late an answer or a timer may be before what was heard counts as old, in milliseconds. */
const SLACK_MS = 250;

/**
 * People pause. Input without the shortest pause for longer than this, in milliseconds, is no person: it is
 * a program that keeps the screen awake, or a source that is stuck.
 */
const RESTLESS_MS = 3_000;

/**
 * Input after this long without any, in milliseconds, is checked at once: a warning may be on the screen,
 * or the session's end be near.
 */
const AWAY_MS = 5_000;

/** A compositor that tells of one seat's input. */
export interface PauseTeller {
  /** The usual pause that it tells of, in milliseconds. */
  readonly pauseMs: number;
  /** Whether a program that keeps the screen awake looks like input to it. */
  readonly inhibited: boolean;
  /**
   * Asks to be told of pauses of this length, and of the input that ends each pause.
   * @returns a function that stops the watch
   */
  watch(pauseMs: number, heard: PauseListener): () => void;
  /** Calls back once everything told before now was heard. */
  whenHeard(callback: () => void): void;
}

export interface PauseListener {
  readonly onPause: () => void;
  readonly onInput: () => void;
}

/**
 * When somebody last touched one seat's keyboard, mouse or screen.
 *
 * A compositor tells when input paused and when it began again. Only a pause proves a person: it tells when
 * the last input was. Its beginning proves nobody: a program that keeps the screen awake looks the same,
 * and never pauses. So while input goes on, the shortest pause is asked for again and again.
 *
 * An app that was held up or stopped may hear a pause late. The pause then counts from the last moment up
 * to which everything was heard for certain. While nobody is there, nothing of this runs.
 */
export class InputPauses {
  readonly #clock: Clock;
  readonly #teller: PauseTeller;
  readonly #unwatch: () => void;
  #lastInputMs: number | null = null;
  #paused = false;
  /** False for the pause at the beginning of the watch, which no input came before. */
  #begun = false;
  /** When input last began again after a usual pause. */
  #beganMs = Number.NEGATIVE_INFINITY;
  /** When input last began or paused, however short the pause. */
  #restlessSinceMs: number;
  /** Everything told before this moment was heard. */
  #heardMs: number;
  /** Since when a pause does not prove a person, as it may be the end of a film; `null`: it does. */
  #doubtedSinceMs: number | null = null;
  #stopDoubt: () => void = () => undefined;
  #stopBeat: () => void = () => undefined;
  #stopSearch: (() => void) | null = null;

  constructor(clock: Clock, teller: PauseTeller) {
    this.#clock = clock;
    this.#teller = teller;
    this.#restlessSinceMs = this.#heardMs = this.#nowMs;
    this.#unwatch = teller.watch(teller.pauseMs, {
      onPause: () => this.#pause(),
      onInput: () => this.#input(),
    });
  }

  /** On the boot-time clock, in milliseconds; `null` before the first that was seen. */
  get lastInputMs(): number | null {
    return this.#lastInputMs;
  }

  /** Whether what seems to be input has gone on for too long to be somebody's. */
  get restless(): boolean {
    return !this.#paused && this.#nowMs - this.#restlessSinceMs > RESTLESS_MS;
  }

  dispose(): void {
    this.#unwatch();
    this.#rest();
  }

  get #nowMs(): number {
    return this.#clock.now().bootMs;
  }

  #input(): void {
    this.#begun = true;
    this.#paused = false;
    this.#restlessSinceMs = this.#beganMs = this.#nowMs;
    this.#doubtedSinceMs = null;
    this.#beat();
    if (this.#beganMs - (this.#lastInputMs ?? 0) > AWAY_MS) this.#search();
  }

  #pause(): void {
    if (this.#begun) this.#note();
    this.#paused = true;
    this.#rest();
  }

  #rest(): void {
    this.#stopBeat();
    this.#stopDoubt();
    this.#stopSearch?.();
    this.#stopSearch = null;
  }

  /** A pause, however short, proves that there was input less than a usual pause ago. */
  #note(): void {
    const nowMs = this.#nowMs;
    const { pauseMs, inhibited } = this.#teller;
    // The first pause after long input may be the end of a film. So may the next pause, if it began at the
    // film's end.
    if (this.restless && inhibited) this.#doubt(nowMs);
    this.#restlessSinceMs = nowMs;
    if (this.#doubtedSinceMs !== null) return;
    const late = nowMs - this.#heardMs > BEAT_MS + SLACK_MS;
    const inputMs = late
      ? this.#heardMs - pauseMs
      : // The last beginning was real input: this pause shows that it was no film.
        Math.max(nowMs - pauseMs, this.#beganMs);
    this.#lastInputMs = Math.max(inputMs, this.#lastInputMs ?? inputMs);
  }

  /** No pause counts until the app has certainly heard the one that began at the film's end, however late. */
  #doubt(sinceMs: number): void {
    this.#doubtedSinceMs = sinceMs;
    this.#stopDoubt();
    this.#stopDoubt = this.#clock.after(this.#teller.pauseMs + SLACK_MS, () => {
      this.#teller.whenHeard(() => {
        if (this.#doubtedSinceMs === sinceMs) this.#doubtedSinceMs = null;
      });
    });
  }

  #beat(): void {
    const askedMs = this.#nowMs;
    this.#teller.whenHeard(() => {
      this.#heardMs = Math.max(this.#heardMs, askedMs);
    });
    this.#stopBeat();
    this.#stopBeat = this.#clock.after(BEAT_MS, () => {
      this.#search();
      // While a film runs, only its end can be heard, which does not prove a person.
      if (!this.restless || !this.#teller.inhibited) this.#beat();
    });
  }

  /** Asks for the shortest pause, once. */
  #search(): void {
    if (this.#stopSearch !== null) return;
    const stop = this.#teller.watch(SHORT_PAUSE_MS, {
      onPause: () => {
        if (this.#stopSearch !== stop) return;
        stop();
        this.#stopSearch = null;
        this.#note();
        this.#beat();
      },
      onInput: () => undefined,
    });
    this.#stopSearch = stop;
  }
}
