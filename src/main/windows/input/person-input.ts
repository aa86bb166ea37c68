import type { Input, InputEvent, MouseInputEvent, Point, WebContents } from 'electron';
import { shortcutKey } from '../../../shared/workstation/shortcut-key.js';
import { pointerOnScreen } from './pointer.js';

/** Input that only a person makes. */
const DELIBERATE_INPUT: ReadonlySet<string> = new Set([
  'rawKeyDown',
  'keyDown',
  'mouseDown',
  'mouseWheel',
  'touchStart',
  'pointerDown',
  'gestureTap',
]);

export function isDeliberate(type: string): boolean {
  return DELIBERATE_INPUT.has(type);
}

/**
 * Where the screen does not tell the pointer's place: for this long after a page first hears of a pointer,
 * in milliseconds, the desktop may still place the window. KWin tells of a resting pointer three times.
 */
const SETTLES_MS = 500;

/** A page's input. The typings leave a mouse's coordinates out, and Electron 33 does too. */
type PageInput = InputEvent & Partial<Pick<MouseInputEvent, 'x' | 'y'>>;

/** The part of a page that is used here. */
export interface InputPage {
  on(event: 'input-event', listener: (event: unknown, input: PageInput) => void): unknown;
}

/** Hears when a person uses one of the app's windows. */
export class PersonInput {
  readonly #onInput: () => void;
  #pointer: Point | null = null;
  /** Counts how often the pointer was remembered. */
  #remembered = 0;

  constructor(onInput: () => void) {
    this.#onInput = onInput;
  }

  /** Remembers where the pointer rests: a window that opens under it is told of a move that nobody made. */
  rememberPointer(): void {
    this.#pointer = pointerOnScreen();
    this.#remembered += 1;
  }

  listen(page: InputPage): void {
    this.rememberPointer();
    const seen: Seen = { at: null, atMs: 0, remembered: 0 };
    page.on('input-event', (_event, input) => {
      const { type } = input;
      // The next move may be of a pointer that rests where the window appeared.
      if (type === 'mouseEnter' || type === 'mouseLeave') seen.at = null;
      if (isDeliberate(type) || (type === 'mouseMove' && this.#pointerMoved(input, seen)))
        this.#onInput();
    });
  }

  #pointerMoved(input: PageInput, seen: Seen): boolean {
    const now = pointerOnScreen();
    if (now === null) return this.#movedWithin(input, seen);
    const moved = now.x !== this.#pointer?.x || now.y !== this.#pointer.y;
    this.#pointer = now;
    return moved;
  }

  /** Where the screen does not tell: the first place that the page hears of is where the pointer rests. */
  #movedWithin({ x = Number.NaN, y = Number.NaN }: PageInput, seen: Seen): boolean {
    const before = seen.remembered === this.#remembered ? seen.at : null;
    const nowMs = performance.now();
    seen.at = { x, y };
    seen.remembered = this.#remembered;
    if (before === null) seen.atMs = nowMs;
    if (nowMs - seen.atMs < SETTLES_MS) return false;
    // Without coordinates every further move counts as one.
    return before?.x !== x || before.y !== y;
  }
}

interface Seen {
  /** The last place of the pointer that the page was told. */
  at: Point | null;
  /** When the page was first told, in milliseconds. */
  atMs: number;
  /** The count of {@link PersonInput.rememberPointer} at that time. */
  remembered: number;
}

/** Whether a key was pressed together with Ctrl, or with ⌘ on macOS, and nothing else. */
export function isCommandKey({ type, control, meta, alt }: Input): boolean {
  const command = process.platform === 'darwin' ? meta && !control : control && !meta;
  return type === 'keyDown' && command && !alt;
}

/**
 * Listens for `Lock now`. Here and not in the menu: a page that hangs keeps keys from the menu, but
 * not from this.
 */
export function listenForLock(contents: WebContents, onLockNow: () => void): void {
  contents.on('before-input-event', (event, input) => {
    if (!isCommandKey(input) || input.shift || shortcutKey(input) !== 'l') return;
    event.preventDefault();
    onLockNow();
  });
}
