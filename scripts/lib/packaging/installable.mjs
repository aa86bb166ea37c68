// @ts-check
// Whether a package that was just built can be installed on this computer and removed again, which
// tests and benches do.

import { hasCommand, run } from '../processes.mjs';

/** @returns {Promise<string | undefined>} why not, in half a sentence */
export async function whyNotInstallable() {
  if (process.platform !== 'linux' || !(await hasCommand('apt-get'))) {
    return 'the package is installed and tested on Debian and Ubuntu only';
  }
  if (process.getuid?.() !== 0) return 'only root can install the package';
  const { code, stdout } = await run('dpkg-query', [
    '-W',
    '-f',
    '${Version}',
    'clinic-workstation',
  ]);
  // A trial is what an interrupted test left; anything else is somebody's own.
  if (code === 0 && stdout !== '' && !stdout.includes('~trial')) {
    return `clinic-workstation ${stdout} is installed here, and would be replaced and removed`;
  }
  return undefined;
}
