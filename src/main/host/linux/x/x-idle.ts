import { within } from '../../../ports/within.js';
import { XDisplay } from './x-display.js';

/** How long an answer may take, with the wait for the connection, in milliseconds. */
const BOUND_MS = 500;

/** Asks an X server how long nobody touched this computer. */
export interface XIdle {
  /** For people. */
  readonly name: string;
  /** @returns milliseconds; rejects when the server does not tell */
  read(): Promise<number>;
}

/**
 * X's own count, in milliseconds. Electron gives whole seconds of it: somebody who types without a
 * pause of a second then always reads 0, which is also what a source says that does not know.
 *
 * @param display as in `DISPLAY`, such as `:0`
 */
export function xIdle(display: string): XIdle {
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
        // The server may have come back, as another one.
        void connection?.then((opened) => opened.close()).catch(() => undefined);
        connection = null;
        throw error;
      }
    },
  };
}
