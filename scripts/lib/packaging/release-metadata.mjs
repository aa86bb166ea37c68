// @ts-check
// The files by which installed apps find a release: one for each system, with the checksums of its
// packages, and a signature file beside each.

import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { signatureOf } from './release-key.mjs';

/** electron-updater's names of the channels. */
export const channelFiles = /** @type {const} */ ({ stable: 'latest', beta: 'beta' });

/**
 * The packages that update themselves, and the ending of the name of their system's file.
 *
 * @type {ReadonlyArray<{ suffix: string, system: string, more?: Readonly<Record<string, unknown>> }>}
 */
const systems = [
  { suffix: '-arm64.AppImage', system: '-linux-arm64' },
  { suffix: '.AppImage', system: '-linux' },
  { suffix: '.zip', system: '-mac' },
  // The app is installed for the whole computer.
  { suffix: '.exe', system: '', more: { isAdminRightsRequired: true } },
];

/**
 * @typedef {object} ReleaseFacts
 * @property {string} version
 * @property {keyof typeof channelFiles} channel
 * @property {number | undefined} [staging] the percentage of computers that get it; all without it
 */

/**
 * Writes the metadata of the packages in a folder, and signs them.
 *
 * @param {string} folder
 * @param {ReleaseFacts} facts
 * @param {import('node:crypto').KeyObject} key
 * @returns {Promise<string[]>} the names of the metadata files
 */
export async function writeMetadata(folder, { version, channel, staging }, key) {
  /** @type {Map<string, object[]>} */
  const files = new Map();
  /** @type {string | undefined} */
  let releaseDate;
  for (const url of readdirSync(folder).sort()) {
    const system = systems.find(({ suffix }) => url.endsWith(suffix));
    // A trial is never published.
    if (system === undefined || !url.includes(version) || url.includes('-trial')) continue;
    const { size, mtime } = statSync(join(folder, url));
    releaseDate ??= mtime.toISOString();
    const file = { url, sha512: await sha512Of(join(folder, url)), size, ...system.more };
    const name = `${channelFiles[channel]}${system.system}.yml`;
    files.set(name, [...(files.get(name) ?? []), file]);
  }
  for (const [name, listed] of files) {
    const staged = staging === undefined ? {} : { stagingPercentage: staging };
    const facts = { version, files: listed, ...staged, releaseDate };
    // electron-updater reads YAML, and JSON is YAML.
    const metadata = Buffer.from(`${JSON.stringify(facts, null, 2)}\n`);
    writeFileSync(join(folder, name), metadata);
    writeFileSync(join(folder, `${name}.sig`), signatureOf(metadata, key));
  }
  return [...files.keys()];
}

/** @param {string} file */
async function sha512Of(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return hash.digest('base64');
}
