import { type Input, screen, type WebContents } from 'electron';
import { shortcutKey } from '../../contract/shortcut-key.js';

/** Input that nobody but a person makes. */
const DELIBERATE_INPUT: ReadonlySet<string> = new Set([
  'rawKeyDown',
  'keyDown',
  'mouseDown',
  'mouseWheel',
  'touchStart',
  'pointerDown',
  'gestureTap',
]);

/** Hears when a person uses one of the app's windows. */
export class PersonInput {
  readonly #onInput: () => void;
  #pointer = { x: 0, y: 0 };

  constructor(onInput: () => void) {
    this.#onInput = onInput;
  }

  /** A window that opens under a resting pointer is told of a move that nobody made. */
  rememberPointer(): void {
    this.#pointer = screen.getCursorScreenPoint();
  }

  listen(contents: WebContents): void {
    this.rememberPointer();
    contents.on('input-event', (_event, { type }) => {
      if (DELIBERATE_INPUT.has(type) || (type === 'mouseMove' && this.#pointerMoved()))
        this.#onInput();
    });
  }

  #pointerMoved(): boolean {
    const { x, y } = screen.getCursorScreenPoint();
    const moved = x !== this.#pointer.x || y !== this.#pointer.y;
    this.#pointer = { x, y };
    return moved;
  }
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
