import type { SystemDialogs } from '../../ports/index.js';
import { closeXDialogs } from '../linux/x/x-dialogs.js';
import { xDisplayName, xWindows } from '../log-in/x-session.js';

/**
 * The longest that closing may take, in milliseconds. Usually it takes 40; a busy computer can take more
 * than ten times that. A page that is destroyed before its dialog may crash the app. The windows that wait
 * for this are hidden already.
 */
const BOUND_MS = 2_000;

/** Whether the system's dialogs can be closed here while their windows stay. */
export function closesDialogs(): boolean {
  return xDisplayName() !== null;
}

/**
 * Windows and macOS close a dialog with its window. On Linux a dialog outlives its window, and some builds
 * of Electron crash when a page is destroyed before the print dialog that it opened. Under Wayland no
 * program can close what another part of it shows.
 */
export function systemDialogs(): SystemDialogs {
  return {
    close: async () => {
      const display = xDisplayName();
      if (display === null) return;
      await closeXDialogs(display, { pid: process.pid, windows: xWindows }, BOUND_MS);
    },
  };
}
