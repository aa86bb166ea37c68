import type { BrowserWindow } from 'electron';

type ShieldedWindow = Pick<BrowserWindow, 'setContentProtection'>;

/** The part of Electron's `app` that is used here. */
interface WindowEvents {
  on(
    event: 'browser-window-created',
    listener: (event: unknown, window: ShieldedWindow) => void,
  ): unknown;
}

/**
 * Keeps all windows of the app, those of clinic apps and their pop-ups too, out of screenshots,
 * recordings and shared screens. Windows and macOS can do that; elsewhere it has no effect.
 */
export class CaptureShield {
  readonly #windows: { getAllWindows(): readonly ShieldedWindow[] };
  #isUp = false;

  /** @param windows Electron's `BrowserWindow`, which knows all of them */
  constructor(app: WindowEvents, windows: { getAllWindows(): readonly ShieldedWindow[] }) {
    this.#windows = windows;
    app.on('browser-window-created', (_event, window) => {
      if (this.#isUp) window.setContentProtection(true);
    });
  }

  set(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    for (const window of this.#windows.getAllWindows()) window.setContentProtection(isUp);
  }
}
