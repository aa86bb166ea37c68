// @ts-check
// The pinned Electron as its makers published it: one zip, from their server or from a mirror. It is
// known by the checksums inside the npm package `electron`, which the lock file proves; what a server
// says of its own files counts for nothing. @electron/get, Electron's own, knows mirrors and keeps
// the zip in the cache that all projects of this person share.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { download, megabytes, sizeOf, usualPatience } from './network/download.mjs';
import { withDownload } from './network/downloads-folder.mjs';
import { takeNpmSettings } from './network/npm-network.mjs';
import { notesFolder, projectRoot } from './paths.mjs';

/** The npm package; its binary is no part of it. */
export const electronPackage = join(projectRoot, 'node_modules/electron');

/** Says where the zip is: its place in the cache depends on the mirror. */
const placeFile = join(notesFolder, 'electron-zip');

/** Not even by name: with them, @electron/get would believe the server. */
export const foreignChecksums = /^(npm_config_)?electron_use_remote_checksums$/i;

/**
 * Finds or downloads the zip, and proves it, each time anew.
 *
 * @param {{ patience?: import('./network/download.mjs').Patience }} [options]
 * @returns {Promise<string>} where it is
 * @throws {Error} that says why it can't be had
 */
export async function provenElectronZip({ patience = usualPatience } = {}) {
  const known = await readFile(placeFile, 'utf8').catch(() => '');
  if (await isProvenElectronZip(known)) return known;
  const version = await pinnedElectron();
  // @electron/get reads a mirror from them.
  await takeNpmSettings();
  return withDownload(zipName(version), async ({ part, scratch }) => {
    const begun = (await sizeOf(part)) > 0;
    const fetchZip = () => fetchProven({ version, part, scratch, patience });
    const zip = await fetchZip().catch((/** @type {unknown} */ error) => {
      // Its beginning may have been of another file, or spoiled.
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

/** What came has another checksum, or a name without one. */
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
  // Not before here: set-up begins where no package is installed.
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

/** @param {string} url whose user and password are nobody's business */
function shown(url) {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
