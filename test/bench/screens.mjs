// @ts-check
// The kinds of desktop that the end of a session is measured on. What is on the screen, and how long
// nobody touched it, is the word of the X server or the compositor, never the app's.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { XScreen } from '../../scripts/lib/demo/x-screen.mjs';
import { swayScreen } from '../../scripts/lib/desktop/sway.mjs';

const runProgram = promisify(execFile);

/** @typedef {import('../../scripts/lib/desktop.mjs').Desktop} Desktop */
/** @typedef {Pick<XScreen, 'idleMilliseconds' | 'windowTitles' | 'pixels' | 'close'>} ScreenReader */

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {import('../../scripts/lib/desktop.mjs').DesktopOptions} options
 * @property {(desktop: Desktop) => Promise<ScreenReader>} open
 * @property {(seconds: number) => [string, string[]]} locker what starts a screen locker after a
 *   time, and writes a line then
 */

/** @type {Kind} */
export const x11 = {
  name: 'X11',
  options: {},
  open: (desktop) => XScreen.open(desktop),
  // It looks once a second, from wherever it was started.
  locker: (seconds) => [
    'xautolock',
    ['-time', String(seconds / 60), '-secure', '-noclose', '-locker', 'echo locked'],
  ],
};

/** sway, whose programs find Wayland alone. @type {Kind} */
export const wayland = {
  name: 'Wayland',
  options: { screen: swayScreen },
  open: (desktop) => Promise.resolve(swayReader(desktop)),
  locker: (seconds) => ['swayidle', ['-C', '/dev/null', 'timeout', String(seconds), 'echo locked']],
};

/**
 * @param {Desktop} desktop
 * @returns {ScreenReader}
 */
function swayReader(desktop) {
  return {
    // Counted here, from just before the last input was made: no program can ask sway.
    idleMilliseconds: desktop.idleMilliseconds,
    windowTitles: async () => ((await desktop.windows?.()) ?? []).map(({ title }) => title),
    pixels: async ({ x, y, width, height }) => {
      const area = `${Math.round(x)},${Math.round(y)} ${Math.round(width)}x${Math.round(height)}`;
      const { stdout } = await runProgram('grim', ['-g', area, '-t', 'ppm', '-'], {
        ...{ env: desktop.env, encoding: 'buffer', maxBuffer: 1 << 26 },
      });
      return stdout;
    },
    close: () => undefined,
  };
}
