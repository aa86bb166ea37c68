// @ts-check
// Which Electron runs the app here: the pinned one from package.json wherever it can be
// downloaded, else the one from the npm registry.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop, say } from './cli.mjs';
import { withLock } from './lock.mjs';
import { notesFolder, projectRoot } from './paths.mjs';
import { run } from './processes.mjs';
import {
  ensureRegistryRuntime,
  registryRuntimeExecutable,
  registryRuntimeSupported,
  registryRuntimeVersion,
} from './registry-runtime.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} electron path of the executable
 * @property {string} electronVersion
 * @property {string} distPath the folder that holds the whole runtime
 */

const electronPackage = join(projectRoot, 'node_modules/electron');
const failureFile = join(notesFolder, 'electron-download-failed.json');
const downloadTimeoutMilliseconds = 180_000;
const retryAfterMilliseconds = 24 * 60 * 60 * 1000;

/** @returns {Promise<ElectronRuntime>} */
export async function ensureElectron() {
  const { version } = readJson(join(electronPackage, 'package.json'));
  const pinned = installedPinned(version) ?? (await downloadPinned(version));
  if (pinned) return pinned;
  if (!registryRuntimeSupported()) {
    throw new Stop(
      `Electron ${version} could not be downloaded. Check the network connection, delete ` +
        `${failureFile}, then run this command again.`,
    );
  }
  const distPath = await ensureRegistryRuntime();
  return {
    electron: registryRuntimeExecutable(distPath),
    electronVersion: registryRuntimeVersion,
    distPath,
  };
}

/**
 * @param {string} version
 * @returns {ElectronRuntime | undefined}
 */
function installedPinned(version) {
  const distPath = join(electronPackage, 'dist');
  const pathFile = join(electronPackage, 'path.txt');
  if (!existsSync(join(distPath, 'version')) || !existsSync(pathFile)) return undefined;
  const installedVersion = readFileSync(join(distPath, 'version'), 'utf8').replace(/^v/, '');
  if (installedVersion.trim() !== version) return undefined;
  const electron = join(distPath, readFileSync(pathFile, 'utf8'));
  return existsSync(electron) ? { electron, electronVersion: version, distPath } : undefined;
}

/**
 * Tries once a day: where the download server is out of reach, each command would wait for it.
 *
 * @param {string} version
 */
async function downloadPinned(version) {
  if (failedRecently(version)) return undefined;
  return withLock(electronPackage, async () => {
    const installed = installedPinned(version);
    if (installed || failedRecently(version)) return installed;
    say(`Downloading Electron ${version}…`);
    await run(process.execPath, [join(electronPackage, 'install.js')], {
      timeoutMilliseconds: downloadTimeoutMilliseconds,
    });
    const downloaded = installedPinned(version);
    if (!downloaded) noteFailure(version);
    return downloaded;
  });
}

/** @param {string} version */
function failedRecently(version) {
  if (!existsSync(failureFile)) return false;
  const failure = readJson(failureFile);
  const age = Date.now() - Date.parse(failure.at);
  return failure.version === version && age >= 0 && age < retryAfterMilliseconds;
}

/** @param {string} version */
function noteFailure(version) {
  mkdirSync(dirname(failureFile), { recursive: true });
  writeFileSync(failureFile, JSON.stringify({ version, at: new Date().toISOString() }));
  if (!registryRuntimeSupported()) return;
  say(
    `Electron ${version} can't be downloaded here, so Electron ${registryRuntimeVersion} from the ` +
      `npm registry runs the app for development and tests; releases are built with ${version} only.`,
  );
}

/** @param {string} file */
function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
