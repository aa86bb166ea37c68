import { EventEmitter } from 'node:events';
import type { BrowserWindow, InputEvent, MouseInputEvent, Point, Screen } from 'electron';
import type { LingeringWindow } from '../../../../src/main/windows/linger.js';

/*
 * Electron's pointer: the screen, which tells where it is or (Wayland) says 0,0, and a window that
 * hears of it. Held to the typings of the pinned Electron.
 */

export class FakeScreen {
  /** `null` as under Wayland. */
  pointer: Point | null = { x: 500, y: 500 };

  readonly api = {
    getCursorScreenPoint: () => this.pointer ?? { x: 0, y: 0 },
  } satisfies Pick<Screen, 'getCursorScreenPoint'>;
}

export class FakePointedWindow {
  isFocused = false;
  isDestroyed = false;
  readonly #page = new EventEmitter();

  readonly api: LingeringWindow = {
    ...({
      isDestroyed: () => this.isDestroyed,
      isFocused: () => this.isFocused,
      // Under Wayland every window says that it is at 0,0.
      getBounds: () => ({ x: 0, y: 0, width: 500, height: 320 }),
    } satisfies Pick<BrowserWindow, 'isDestroyed' | 'isFocused' | 'getBounds'>),
    webContents: this.#page,
  };

  get page(): EventEmitter {
    return this.#page;
  }

  /** @param at left out as Electron 33 leaves it out */
  hear(type: InputEvent['type'], at?: Pick<MouseInputEvent, 'x' | 'y'>): void {
    this.#page.emit('input-event', {}, { type, modifiers: [], ...at });
  }
}
