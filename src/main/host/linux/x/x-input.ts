import type { RawInput } from 'x11/lib/ext/xinput.js';
import type { Clock } from '../../../ports/index.js';
import { XDisplay } from './x-display.js';

/** Input by a person. The server makes repeated keys by itself, and they are not among these. */
const INPUT: readonly RawInput[] = [
  'RawKeyPress',
  'RawButtonPress',
  'RawMotion',
  'RawTouchBegin',
  'RawTouchUpdate',
];

/** After input nothing is heard for this long, in milliseconds: a mouse sends an event every few. */
const DEAF_MS = 200;

/** How long the connection may take, in milliseconds. */
const BOUND_MS = 500;

/** Between two tries to connect, in milliseconds. */
const RETRY_MS = 10_000;

interface Watch {
  readonly display: XDisplay;
  /** Chooses the input that is heard, or none. */
  readonly listen: (input: readonly RawInput[]) => void;
}

/**
 * Tells when somebody last touched keyboard, mouse or screen, from the devices themselves (XInput 2). Any
 * program can set X's own idle time to 0 (`XResetScreenSaver`, media players), but cannot reset this. If
 * the pointer is at another place, somebody moved it, perhaps through a program, as in some remote support:
 * then X's idle time is believed. Which key was pressed is not looked at.
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
   * @param onNews called when an answer tells of activity that was not known before
   */
  constructor(display: string, clock: Clock, onNews: () => void) {
    this.#display = display;
    this.#clock = clock;
    this.#onNews = onNews;
    void this.#connect();
  }

  get name(): string | null {
    return this.#watch === null ? null : 'X11';
  }

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
      // Only the server's idle time tells of input before the connection.
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
      // Meanwhile the next source is asked.
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
   * The server's idle time includes input that came while nothing was heard. An app that was held up hears
   * of input late. The idle time then tells when the input was: a reset can only make it shorter.
   */
  async #listenAgain(watch: Watch): Promise<void> {
    watch.listen(INPUT);
    const atMs = this.#nowMs;
    const [pointer, idleMs] = await Promise.all([watch.display.pointer(), watch.display.idleMs()]);
    // Where the hand has left the pointer: only a later movement is news.
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
