// @ts-check
// The pinned Electron as its makers published it: one zip, from their server or a mirror. It is
// verified by the checksums inside the npm package `electron`, which the lock file proves;
// checksums from the server itself do not count. @electron/get, Electron's own package, knows
// mirrors and keeps the zip in the cache that all projects of this user share.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { download, megabytes, sizeOf, usualPatience } from './network/download.mjs';
import { withDownload } from './network/downloads-folder.mjs';
import { takeNpmSettings } from './network/npm-network.mjs';
import { notesFolder, projectRoot } from './paths.mjs';

/** The npm package, which does not contain the binary. */
export const electronPackage = join(projectRoot, 'node_modules/electron');

/** Holds the path of the zip: its place in the cache depends on the mirror. */
const placeFile = join(notesFolder, 'electron-zip');

/**
 * These variables must not be set at all: with them, @electron/get would trust the server's
 * checksums.
 */
export const foreignChecksums = /^(npm_config_)?electron_use_remote_checksums$/i;

/**
 * Finds or downloads the zip, and verifies it every time.
 *
 * @param {{ patience?: import('./network/download.mjs').Patience }} [options]
 * @returns {Promise<string>} the path of the zip
 * @throws {Error} that says why it can't be had
 */
export async function provenElectronZip({ patience = usualPatience } = {}) {
  const known = await readFile(placeFile, 'utf8').catch(() => '');
  if (await isProvenElectronZip(known)) return known;
  const version = await pinnedElectron();
  // @electron/get reads the mirror from these settings.
  await takeNpmSettings();
  return withDownload(zipName(version), async ({ part, scratch }) => {
    const begun = (await sizeOf(part)) > 0;
    const fetchZip = () => fetchProven({ version, part, scratch, patience });
    const zip = await fetchZip().catch((/** @type {unknown} */ error) => {
      // The kept beginning may come from another file, or be damaged.
      if (begun && error instanceof WrongFile) return fetchZip();
      throw error;
    });
    await mkdir(dirname(placeFile), { recursive: true });
    await writeFile(placeFile, zip);
    return zip;
  });
}

/**
 * @param {string} file
 * @returns {Promise<boolean>} whether it is the zip for this computer that the lock file proves
 */
export async function isProvenElectronZip(file) {
  if (!file.endsWith('.zip')) return false;
  const wanted = (await readChecksums())[zipName(await pinnedElectron())];
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch {
    return false;
  }
  return hash.digest('hex') === wanted;
}

/** The file has another checksum, or no checksum is known for its name. */
export class WrongFile extends Error {}

/** @returns {Promise<string>} the version that the lock file pins */
export async function pinnedElectron() {
  return JSON.parse(await readFile(join(electronPackage, 'package.json'), 'utf8')).version;
}

/** @returns {Promise<Record<string, string>>} SHA-256 in hexadecimal, by the names of the files */
async function readChecksums() {
  return JSON.parse(await readFile(join(electronPackage, 'checksums.json'), 'utf8'));
}

/** @param {string} version */
function zipName(version) {
  return `electron-v${version}-${process.platform}-${process.arch}.zip`;
}

/**
 * @param {object} options
 * @param {string} options.version
 * @param {string} options.part
 * @param {string} options.scratch
 * @param {import('./network/download.mjs').Patience} options.patience
 */
async function fetchProven({ version, part, scratch, patience }) {
  // Imported only now: set-up begins when no package is installed yet.
  const { downloadArtifact } = await import('@electron/get');
  const cacheRoot = process.env['electron_config_cache'];
  let address = '';
  try {
    return await downloadArtifact({
      version,
      artifactName: 'electron',
      checksums: await readChecksums(),
      tempDirectory: scratch,
      ...(cacheRoot && { cacheRoot }),
      downloader: {
        async download(url, target) {
          address = shown(url);
          await download(url, part, `Electron ${version}`, patience);
          await rename(part, target);
        },
      },
    });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (/checksum/i.test(text)) {
      throw new WrongFile(
        `${address} is not the file that the checksums of the npm package electron name, ` +
          'so it was not used',
        { cause: error },
      );
    }
    throw new Error(`${address}: ${text}${await kept(part)}`, { cause: error });
  }
}

/** @param {string} part */
async function kept(part) {
  const size = await sizeOf(part);
  if (size === 0) return '';
  return ` (the next try goes on after the ${megabytes(size)} in ${basename(part)})`;
}

/** @param {string} url its user and password are secret */
function shown(url) {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
