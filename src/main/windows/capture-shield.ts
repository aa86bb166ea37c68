import { app, BrowserWindow } from 'electron';

/**
 * Keeps all windows of the app, those of clinic apps and their pop-ups too, out of screenshots,
 * recordings and shared screens. Windows and macOS can do that; elsewhere it has no effect.
 */
export class CaptureShield {
  #isUp = false;

  constructor() {
    app.on('browser-window-created', (_event, window) => {
      if (this.#isUp) window.setContentProtection(true);
    });
  }

  set(isUp: boolean): void {
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    for (const window of BrowserWindow.getAllWindows()) window.setContentProtection(isUp);
  }
}
