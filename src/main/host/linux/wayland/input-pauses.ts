import type { Clock } from '../../../ports/index.js';

/**
 * The shortest pause that is looked for once nobody paused for a while, in milliseconds. The gaps
 * between the keys of somebody who types fast, or in the way of a hand with a mouse, are longer.
 */
const SHORT_PAUSE_MS = 10;

/** Between two checks that all which was told was heard, while input goes on, in milliseconds. */
const BEAT_MS = 500;

/** How long an answer may take, or a timer be late, before what was heard may be old, in milliseconds. */
const SLACK_MS = 250;

/**
 * People pause. Input that goes on for longer than this without the shortest pause, in milliseconds,
 * is none: a program that keeps the screen awake, or a source that is stuck.
 */
const RESTLESS_MS = 3_000;

/**
 * Whoever comes back after this long, in milliseconds, is looked for at once: a warning may be up, or
 * the end be near.
 */
const AWAY_MS = 5_000;

/** A compositor, as far as it tells of one seat's input. */
export interface PauseTeller {
  /** The pause that it tells of as a rule, in milliseconds. */
  readonly pauseMs: number;
  /** Whether a program that keeps the screen awake looks like input to it. */
  readonly inhibited: boolean;
  /**
   * Asks to be told of pauses of this length, and of the input that ends each.
   * @returns what takes the wish back
   */
  watch(pauseMs: number, heard: PauseListener): () => void;
  /** Calls back once all was heard that was told before now. */
  whenHeard(callback: () => void): void;
}

export interface PauseListener {
  readonly onPause: () => void;
  readonly onInput: () => void;
}

/**
 * When somebody last touched one seat's keyboard, mouse or screen.
 *
 * A compositor tells when input paused and when it began again. A pause alone proves somebody: it
 * says when the last input was. That input began does not: a program that keeps the screen awake
 * looks the same, and never pauses. So while input goes on, ever shorter pauses are asked for.
 *
 * What is told may be heard late, by an app that was held up or stopped. It then counts from the
 * moment up to which all was heard for certain. While nobody is there, nothing of this runs.
 */
export class InputPauses {
  readonly #clock: Clock;
  readonly #teller: PauseTeller;
  readonly #unwatch: () => void;
  #lastInputMs: number | null = null;
  #paused = false;
  /** The watch begins with a pause that nobody's input went before. */
  #begun = false;
  /** When input last began again after a usual pause. */
  #beganMs = Number.NEGATIVE_INFINITY;
  /** Since the last pause, however short. */
  #restlessSinceMs: number;
  /** Up to then all was heard that was told. */
  #heardMs: number;
  /** Pauses before then prove nobody: what ended may have been a film. */
  #doubtedUntilMs = Number.NEGATIVE_INFINITY;
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
    this.#doubtedUntilMs = Number.NEGATIVE_INFINITY;
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
    this.#stopSearch?.();
    this.#stopSearch = null;
  }

  /** A pause, however short, proves that there was input less than a usual pause ago. */
  #note(): void {
    const nowMs = this.#nowMs;
    const { pauseMs, inhibited } = this.#teller;
    // The first pause after a long time without any may be the end of a film; so may the next, if
    // the film's end is where that one began.
    if (this.restless && inhibited) this.#doubtedUntilMs = nowMs + pauseMs + SLACK_MS;
    this.#restlessSinceMs = nowMs;
    if (nowMs < this.#doubtedUntilMs) return;
    const late = nowMs - this.#heardMs > BEAT_MS + SLACK_MS;
    const inputMs = late
      ? this.#heardMs - pauseMs
      : // What began again was input: this pause shows that it was no film.
        Math.max(nowMs - pauseMs, this.#beganMs);
    this.#lastInputMs = Math.max(inputMs, this.#lastInputMs ?? inputMs);
  }

  #beat(): void {
    const askedMs = this.#nowMs;
    this.#teller.whenHeard(() => {
      this.#heardMs = Math.max(this.#heardMs, askedMs);
    });
    this.#stopBeat();
    this.#stopBeat = this.#clock.after(BEAT_MS, () => {
      this.#search();
      // While a film runs nothing is waited for but its end, which proves nobody anyway.
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
