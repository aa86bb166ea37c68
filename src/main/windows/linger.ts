import type { BrowserWindow, InputEvent } from 'electron';
import { pointerOnScreen } from './input/pointer.js';

/** How long the warning stays for a pointer on its way to it, in milliseconds. */
const LINGER_MS = 2_000;

/** The longest that it stays while the pointer rests on it, in milliseconds. */
const LONGEST_LINGER_MS = 15_000;

const LOOK_MS = 200;

/** The part of a window that is used here. */
export type LingeringWindow = Pick<BrowserWindow, 'isDestroyed' | 'isFocused' | 'getBounds'> & {
  readonly webContents: {
    on(event: 'input-event', listener: (event: unknown, input: InputEvent) => void): unknown;
  };
};

/**
 * Keeps the warning for a moment after a movement of the pointer has dismissed it: with a mouse, `Sign out
 * now` can only be reached by a movement, which must not take the button away.
 */
export class Linger {
  #timer: NodeJS.Timeout | null = null;

  get lasts(): boolean {
    return this.#timer !== null;
  }

  /** Calls `close` once, when the pointer has left, has not come, or somebody works elsewhere. */
  start(windows: readonly LingeringWindow[], close: () => void): void {
    if (this.lasts) return;
    const entered = new Set<LingeringWindow>();
    for (const window of windows) followPointer(window, entered);
    let leftMs = LINGER_MS;
    let pastMs = 0;
    let hadFocus = false;
    this.#timer = setInterval(() => {
      pastMs += LOOK_MS;
      const alive = windows.filter((window) => !window.isDestroyed());
      const isReached = alive.some((window) => isUnderPointer(window, entered));
      leftMs = isReached ? LINGER_MS : leftMs - LOOK_MS;
      const focused = alive.some((window) => window.isFocused());
      const elsewhere = hadFocus && !focused;
      hadFocus = focused;
      if (leftMs > 0 && pastMs < LONGEST_LINGER_MS && !elsewhere) return;
      this.stop();
      close();
    }, LOOK_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }
}

function isUnderPointer(window: LingeringWindow, entered: ReadonlySet<LingeringWindow>): boolean {
  const point = pointerOnScreen();
  if (point === null) return entered.has(window);
  const { x, y, width, height } = window.getBounds();
  return point.x >= x && point.y >= y && point.x < x + width && point.y < y + height;
}

/** Where the screen does not tell the pointer's place, the window itself hears of the pointer. */
function followPointer(window: LingeringWindow, entered: Set<LingeringWindow>): void {
  window.webContents.on('input-event', (_event, { type }) => {
    if (type === 'mouseLeave') entered.delete(window);
    else if (type === 'mouseEnter' || type === 'mouseMove') entered.add(window);
  });
}
