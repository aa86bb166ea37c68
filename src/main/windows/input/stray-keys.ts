import type { BrowserWindow } from 'electron';

/** After a pause of this length a key is no longer part of what somebody types elsewhere, in milliseconds. */
const RESTED_AFTER_MS = 1_500;

/** For how long the keyboard is left to whoever types into another program, in milliseconds. */
const AWAY_MS = 5_000;

/**
 * Keeps keys out of a window that came between somebody and the program that they type into: many
 * Wayland desktops give the keyboard to every new window. Such a key presses none of its buttons, and
 * the window goes for a moment, so that the next keys arrive where they were meant to. A key after a
 * pause, or a press of the mouse, is meant for it.
 *
 * @param onStray such a key was pressed
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
    const nowMs = performance.now();
    isAsked ||= nowMs - typedAtMs >= RESTED_AFTER_MS;
    typedAtMs = nowMs;
    if (isAsked) return;
    event.preventDefault();
    onStray();
    // What was pressed is let go of later: the window is gone by then.
    if (window.isDestroyed() || !window.isVisible()) return;
    window.hide();
    setTimeout(() => {
      if (!window.isDestroyed()) window.showInactive();
    }, AWAY_MS).unref();
  });
}
