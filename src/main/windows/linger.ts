import { type BrowserWindow, screen } from 'electron';

/** How long the warning stays for a pointer on its way to it, in milliseconds. */
const LINGER_MS = 2_000;

/** The longest that it stays while the pointer rests on it, in milliseconds. */
const LONGEST_LINGER_MS = 15_000;

const LOOK_MS = 200;

/**
 * Keeps the warning for a moment after a pointer's movement has dismissed it: moving is the only way
 * to reach `Sign out now` by mouse, and it must not take that button away.
 */
export class Linger {
  #timer: NodeJS.Timeout | null = null;

  get lasts(): boolean {
    return this.#timer !== null;
  }

  /** Calls `close` once, when the pointer has left, has not come, or somebody works elsewhere. */
  start(windows: readonly BrowserWindow[], close: () => void): void {
    if (this.lasts) return;
    let leftMs = LINGER_MS;
    let pastMs = 0;
    let hadFocus = false;
    this.#timer = setInterval(() => {
      pastMs += LOOK_MS;
      const alive = windows.filter((window) => !window.isDestroyed());
      leftMs = alive.some(isUnderPointer) ? LINGER_MS : leftMs - LOOK_MS;
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

function isUnderPointer(window: BrowserWindow): boolean {
  const { x, y } = screen.getCursorScreenPoint();
  const bounds = window.getBounds();
  return (
    x >= bounds.x && y >= bounds.y && x < bounds.x + bounds.width && y < bounds.y + bounds.height
  );
}
