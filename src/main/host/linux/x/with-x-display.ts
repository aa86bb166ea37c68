import { setTimeout as pause } from 'node:timers/promises';
import { XDisplay } from './x-display.js';

/**
 * Opens a connection for one errand, and closes it.
 *
 * @param display as in `DISPLAY`, such as `:0`
 * @param boundMs the longest that it may take, in milliseconds
 * @returns what the errand brought, or `null` when it failed, was not done in time, or nobody let us in
 */
export async function withXDisplay<T>(
  display: string,
  boundMs: number,
  errand: (display: XDisplay) => Promise<T>,
): Promise<T | null> {
  const bound = pause(boundMs, null, { ref: false });
  const opened = await XDisplay.open(display, bound).catch(() => null);
  if (opened === null) return null;
  try {
    return await Promise.race([errand(opened), bound]);
  } catch {
    // What waits for it, such as the end of a session, goes on without.
    return null;
  } finally {
    opened.close();
  }
}
