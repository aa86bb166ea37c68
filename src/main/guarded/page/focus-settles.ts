import type { BrowserWindow } from 'electron';

/** Two windows that are shown together have the focus for 5 to 30 ms each, on a slow computer. */
const SETTLES_AFTER_MS = 80;

/**
 * Calls `give` whenever a window has got the focus and kept it for a moment. A window that passes its
 * focus on at once asks the desktop for it once more; on X11, where the answer comes later, two windows
 * that are opened together would take it from each other for ever.
 */
export function onFocusSettled(window: BrowserWindow, give: () => void): void {
  let timer: NodeJS.Timeout | undefined;
  window.on('focus', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (!window.isDestroyed() && window.isFocused()) give();
    }, SETTLES_AFTER_MS);
  });
  window.on('blur', () => clearTimeout(timer));
}
