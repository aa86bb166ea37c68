import { app, type Input, type WebContents } from 'electron';
import { BadgeReading, type Reading } from './badge-reading.js';

/**
 * A pause that is noticed this much too late, in milliseconds, may be none: main was busy, and keys wait
 * to be read. They come within as long. If the next look is late too, main is too busy to tell a reader.
 */
const BUSY_MS = 4;

/** Keys that write nothing themselves: a reader presses Shift for its capital letters. */
const SILENT: ReadonlySet<string> = new Set(['Shift', 'CapsLock']);

export interface BadgeReaderParts {
  /** While this is false, keys are neither listened to nor held. */
  readonly isOn: () => boolean;
  /** @param badge its characters; the callee overwrites them */
  readonly onBadge: (badge: Buffer) => void;
}

/**
 * Finds what a reader types into one of the app's windows, and keeps it from every page. A key that may be
 * the first of a badge is held until a pause follows, and then goes to its page.
 */
export class BadgeReader {
  readonly #parts: BadgeReaderParts;
  readonly #reading = new BadgeReading();
  /** The page that the held keys were typed into. */
  #page: WebContents | null = null;
  /** Keys are not held there: a badge is recognised, but reaches the page. */
  #onlyWatches = false;
  #timer: NodeJS.Timeout | undefined;
  #isReleasing = false;

  constructor(parts: BadgeReaderParts) {
    this.#parts = parts;
  }

  /** Listens in every page of the app, pop-ups included. To be called before the first window. */
  listenEverywhere(): void {
    app.on('web-contents-created', (_event, contents) => {
      contents.on('before-input-event', (event, input) => {
        if (this.#keeps(contents, input)) event.preventDefault();
      });
    });
  }

  /** @returns whether the page must not get this key now */
  #keeps(contents: WebContents, input: Input): boolean {
    if (this.#isReleasing || input.type !== 'keyDown' || SILENT.has(input.key)) return false;
    if (!this.#parts.isOn()) {
      this.#pass(this.#reading.release());
      return false;
    }
    if (contents !== this.#page) {
      this.#pass(this.#reading.release());
      this.#page = contents;
    }
    if (this.#reading.pauseMs === null) this.#onlyWatches = hasForeignFrame(contents);
    const reading = this.#reading.key(ofBadge(input), performance.now());
    this.#take(reading);
    this.#awaitPause(this.#reading.pauseMs);
    return reading.key === 'drop' || (reading.key === 'hold' && !this.#onlyWatches);
  }

  #awaitPause(ms: number | null, isSecondLook = false): void {
    clearTimeout(this.#timer);
    if (ms === null) return;
    const dueAtMs = performance.now() + ms;
    this.#timer = setTimeout(() => {
      const isLate = performance.now() - dueAtMs > BUSY_MS;
      if (isLate && !isSecondLook) {
        this.#awaitPause(BUSY_MS, true);
        return;
      }
      if (isLate) this.#pass(this.#reading.release());
      this.#take(this.#reading.pause());
    }, ms);
  }

  #take({ released, badge }: Pick<Reading, 'released' | 'badge'>): void {
    this.#pass(released);
    if (badge !== null) this.#parts.onBadge(badge);
  }

  /** Types into the page what was held. */
  #pass(characters: readonly string[]): void {
    const page = this.#page;
    if (page === null || page.isDestroyed() || this.#onlyWatches) return;
    this.#isReleasing = true;
    for (const keyCode of characters) {
      page.sendInputEvent({ type: 'keyDown', keyCode });
      page.sendInputEvent({ type: 'char', keyCode });
      // The person's own may have come while the key was held: Chromium drops it then.
      page.sendInputEvent({ type: 'keyUp', keyCode });
    }
    this.#isReleasing = false;
  }
}

/**
 * Whether a page has a frame of another site, in a process of its own. Chromium gives what is typed again to
 * the page alone, so that a held key of such a frame would be lost.
 */
function hasForeignFrame({ mainFrame }: WebContents): boolean {
  return mainFrame.framesInSubtree.some(({ osProcessId }) => osProcessId !== mainFrame.osProcessId);
}

/** What a key writes, or its name; `null` for one that no reader presses. */
function ofBadge(input: Input): string | null {
  const { key, isAutoRepeat, isComposing, control, alt, meta } = input;
  return isAutoRepeat || isComposing || control || alt || meta ? null : key;
}
