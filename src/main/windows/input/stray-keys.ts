import type { BrowserWindow } from 'electron';

/** After a pause of this length a key is no longer part of what somebody types elsewhere, in milliseconds. */
const RESTED_AFTER_MS = 1_500;

/** For how long the keyboard is left to whoever types into another program, in milliseconds. */
const AWAY_MS = 5_000;

/**
 * Keeps keys out of a window that appears while somebody types into another program: many Wayland desktops
 * give the keyboard to every new window. Such a key presses no button of the window, and the window hides
 * for a moment, so that the next keys reach the other program. A key after a pause, or a press of the
 * mouse, is meant for the window.
 *
 * @param onStray called when such a key was pressed
 */
export function keepStrayKeysOut(window: BrowserWindow, onStray: () => void): void {
  const { webContents } = window;
  let typedAtMs = performance.now();
  let isAsked = false;
  window.on('focus', () => (typedAtMs = performance.now()));
  webContents.on('input-event', (_event, { type }) => {
    if (type === 'mouseDown' || type === 'touchStart') isAsked = true;
  });
  webContents.on('before-input-event', (event) => {
    // It may be of a badge; it comes again if it is not.
    if (event.defaultPrevented) return;
    const nowMs = performance.now();
    isAsked ||= nowMs - typedAtMs >= RESTED_AFTER_MS;
    typedAtMs = nowMs;
    if (isAsked) return;
    event.preventDefault();
    onStray();
    // The release of the key comes later: the window is hidden by then.
    if (window.isDestroyed() || !window.isVisible()) return;
    window.hide();
    setTimeout(() => {
      if (!window.isDestroyed()) window.showInactive();
    }, AWAY_MS).unref();
  });
}
