import { within } from '../../../ports/within.js';
import type { OtherIdle } from '../../idle/asked-idle.js';
import { XDisplay } from './x-display.js';

/** How long an answer may take, including the wait for the connection, in milliseconds. */
const BOUND_MS = 500;

/**
 * X's own idle time, in milliseconds. Electron gives it in whole seconds: for somebody who types without a
 * pause of a second that is always 0, and a source that does not know also says 0.
 *
 * @param display as in `DISPLAY`, such as `:0`
 */
export function xIdle(display: string): OtherIdle {
  let connection: Promise<XDisplay> | null = null;
  const ask = async (): Promise<number> => {
    const idleMs = await (await (connection ??= XDisplay.open(display, BOUND_MS))).idleMs();
    if (idleMs === null) throw new Error('This X server does not tell how long it has been idle.');
    return idleMs;
  };
  return {
    name: 'X11',
    read: async () => {
      try {
        return await within(ask(), BOUND_MS, () => {
          throw new Error('The X server does not answer.');
        });
      } catch (error) {
        // The server may have restarted: the next call connects anew.
        void connection?.then((opened) => opened.close()).catch(() => undefined);
        connection = null;
        throw error;
      }
    },
  };
}
