// @ts-check
// Screenshots of KWin: it writes the picture to a file that it chooses, and answers the path.

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
