import { XDisplay } from './x-display.js';

/** How long the X server may take to let us in, in milliseconds. */
const OPEN_BOUND_MS = 2_000;

/**
 * Tells whether an X desktop has a tray of the older kind (XEMBED), into which Electron puts its icon
 * where there is no StatusNotifier host: now, and whenever that may have changed.
 *
 * @param display as in `DISPLAY`
 */
export async function watchXTray(display: string, tell: (there: boolean) => void): Promise<void> {
  try {
    const opened = await XDisplay.open(display, OPEN_BOUND_MS);
    await opened.watchRole('_NET_SYSTEM_TRAY_S0', tell);
  } catch {
    // Nobody lets us in: then no icon is shown there either.
    tell(false);
  }
}
