import type { RawInput } from 'x11/lib/ext/xinput.js';
import type { Clock } from '../../../ports/index.js';
import { XDisplay } from './x-display.js';

/** What a person does. Keys that repeat by themselves are made by the server, and are none of these. */
const INPUT: readonly RawInput[] = [
  'RawKeyPress',
  'RawButtonPress',
  'RawMotion',
  'RawTouchBegin',
  'RawTouchUpdate',
];

/** After input, none is listened to for this long, in milliseconds: a mouse tells of itself each few. */
const DEAF_MS = 200;

/** How long the connection may take, in milliseconds. */
const BOUND_MS = 500;

/** Between two tries to connect, in milliseconds. */
const RETRY_MS = 10_000;

interface Watch {
  readonly display: XDisplay;
  /** Asks for input, or for none. */
  readonly listen: (input: readonly RawInput[]) => void;
}

/**
 * When somebody last touched keyboard, mouse or screen, from the devices themselves (XInput 2). X's own
 * count of idle time can be set to 0 by any program (`XResetScreenSaver`, media players); this can't. A
 * pointer that is elsewhere was moved, also where a program moves it for somebody, as some remote
 * support does: then the count is believed. Which key it was is not looked at.
 */
export class XInputIdle {
  readonly resolutionMs = 1;
  readonly #display: string;
  readonly #clock: Clock;
  readonly #onNews: () => void;
  #watch: Watch | null = null;
  #lastInputMs = 0;
  #pointer: string | null = null;
  #asking = false;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #stopDeafness: () => void = () => undefined;

  /**
   * @param display as in `DISPLAY`, such as `:0`
   * @param onNews an answer told of somebody whom nothing told of before
   */
  constructor(display: string, clock: Clock, onNews: () => void) {
    this.#display = display;
    this.#clock = clock;
    this.#onNews = onNews;
    void this.#connect();
  }

  /** For people; `null` while it does not tell. */
  get name(): string | null {
    return this.#watch === null ? null : 'X11';
  }

  /** @returns milliseconds, or `null` while it does not tell */
  idleMs(): number | null {
    if (this.#watch === null) {
      void this.#connect();
      return null;
    }
    void this.#askForMoves(this.#watch);
    return this.#nowMs - this.#lastInputMs;
  }

  get #nowMs(): number {
    return this.#clock.now().bootMs;
  }

  async #connect(): Promise<void> {
    if (this.#nowMs - this.#triedAtMs < RETRY_MS) return;
    this.#triedAtMs = this.#nowMs;
    try {
      const display = await XDisplay.open(this.#display, BOUND_MS);
      const listen = await display.listenToInput(
        () => this.#input(),
        () => this.#lost(display),
      );
      // What was before is known from the server's count alone.
      const idleMs = await display.idleMs();
      if (listen === null || idleMs === null) {
        display.close();
        return;
      }
      this.#lastInputMs = this.#nowMs - idleMs;
      this.#pointer = await display.pointer();
      this.#watch = { display, listen };
      listen(INPUT);
    } catch {
      // The next source is asked meanwhile.
    }
  }

  #input(): void {
    const watch = this.#watch;
    if (watch === null) return;
    this.#lastInputMs = this.#nowMs;
    watch.listen([]);
    this.#stopDeafness();
    this.#stopDeafness = this.#clock.after(DEAF_MS, () => void this.#listenAgain(watch));
  }

  /**
   * What came while nothing was listened to is in the server's count. An app that was held up hears of
   * input late: the count, which no reset makes longer, then says when it was.
   */
  async #listenAgain(watch: Watch): Promise<void> {
    watch.listen(INPUT);
    const atMs = this.#nowMs;
    const [pointer, idleMs] = await Promise.all([watch.display.pointer(), watch.display.idleMs()]);
    // Where the hand has left it: from there on only another movement is news.
    this.#pointer = pointer;
    if (this.#watch !== watch || idleMs === null) return;
    const countedMs = atMs - idleMs;
    if (idleMs <= DEAF_MS) this.#heardOf(watch, countedMs);
    else this.#lastInputMs = Math.min(this.#lastInputMs, countedMs);
  }

  async #askForMoves(watch: Watch): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    const atMs = this.#nowMs;
    const [pointer, idleMs] = await Promise.all([watch.display.pointer(), watch.display.idleMs()]);
    this.#asking = false;
    if (pointer === this.#pointer || pointer === null || idleMs === null) return;
    this.#pointer = pointer;
    const before = this.#lastInputMs;
    this.#heardOf(watch, atMs - idleMs);
    if (this.#lastInputMs > before) this.#onNews();
  }

  #heardOf(watch: Watch, inputMs: number): void {
    if (this.#watch === watch) this.#lastInputMs = Math.max(this.#lastInputMs, inputMs);
  }

  #lost(display: XDisplay): void {
    if (this.#watch?.display !== display) return;
    this.#stopDeafness();
    this.#watch = null;
    this.#asking = false;
  }
}
