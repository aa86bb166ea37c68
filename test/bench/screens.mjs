// @ts-check
// The kinds of desktop for measuring the end of a session. The X server or the compositor tells the
// screen's content and the idle time, never the app.

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
 * @property {(seconds: number) => [string, string[]]} locker the command that starts a screen locker after a
 *   time, and writes a line then
 */

/** @type {Kind} */
export const x11 = {
  name: 'X11',
  options: {},
  open: (desktop) => XScreen.open(desktop),
  // It polls once a second, with a phase that depends on its start.
  locker: (seconds) => [
    'xautolock',
    ['-time', String(seconds / 60), '-secure', '-noclose', '-locker', 'echo locked'],
  ],
};

/** sway, whose programs see only Wayland. @type {Kind} */
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
    // Counted here, from just before the last input: sway does not report it to programs.
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
