import { within } from '../../../ports/within.js';
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
  const opening = XDisplay.open(display, boundMs);
  try {
    return await within(opening.then(errand), boundMs, () => null);
  } catch {
    // What waits for it, such as the end of a session, goes on without.
    return null;
  } finally {
    void opening.then((opened) => opened.close()).catch(() => undefined);
  }
}
