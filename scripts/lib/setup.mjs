// @ts-check
// The set-up behind every command: prepares a new machine to build and run the app, and takes
// almost no time if all is done. It runs before `npm ci`, so neither this file nor its imports may
// use a package.

import { Stop } from './cli.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { withLock } from './lock.mjs';
import { projectRoot } from './paths.mjs';
import { newerEngine, newerEngineSupported } from './postgres-engines.mjs';
import { ensureProjectPackages } from './project-packages.mjs';
import { allowSandbox, sandboxArgs } from './sandbox.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const nothingMore = {
  desktop: false,
  manyDesktops: false,
  packaging: false,
  database: false,
  browser: false,
};
const oldestNode = /** @type {const} */ ([20, 19]);

/**
 * @typedef {object} Setup
 * @property {string} electron path of the Electron executable
 * @property {string} electronVersion
 * @property {string[]} electronArgs switches that this machine needs, before the app's folder
 * @property {string} distPath the folder of the Electron runtime
 */

/**
 * Does what is still missing, and reports progress on stderr.
 *
 * @param {object} [options]
 * @param {Partial<import('./system-packages.mjs').Needs>} [options.needs] `desktop`: also what
 *   `openDesktop` needs; `manyDesktops`: also what `npm run desktops` needs; `packaging`: also what
 *   `npm run dist` needs; `database`: also PostgreSQL, in each version of the tests; `browser`:
 *   also a Chromium, if there is a package
 * @param {boolean} [options.retry] try also steps that failed recently
 * @param {boolean} [options.sudo] become root for steps that need root
 * @returns {Promise<Setup>}
 * @throws {Stop} when something is missing that only the user can provide
 */
export async function setup({ needs = {}, retry = false, sudo = false } = {}) {
  checkNode();
  await withLock(projectRoot, async () => {
    await ensureSystemPackages({ ...nothingMore, ...needs }, { sudo });
    await ensureProjectPackages();
  });
  const runtime = await ensureElectron({ retry });
  if (needs.database && newerEngineSupported()) await newerEngine();
  if (sudo) await allowSandbox(runtime.distPath);
  return { ...runtime, electronArgs: sandboxArgs(runtime.distPath) };
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new Stop(
    `This project needs Node.js ${oldestNode.join('.')} or newer; this is ${process.versions.node}. ` +
      'Install a current version from your system or the Node.js website, then try again.',
  );
}
