// @ts-check
// Pictures of KWin's screen: it writes them into a file of its own choice, and says where.

import { renameSync } from 'node:fs';
import { readOutput } from '../processes.mjs';

/**
 * @param {string} file
 * @param {import('../processes.mjs').RunOptions} options the desktop's environment and owner
 */
export async function kwinScreenshot(file, options) {
  const said = await readOutput(
    'dbus-send',
    [
      ...['--session', '--print-reply=literal', '--dest=org.kde.KWin', '/Screenshot'],
      'org.kde.kwin.Screenshot.screenshotFullscreen',
    ],
    options,
  );
  renameSync(said.trim(), file);
}
