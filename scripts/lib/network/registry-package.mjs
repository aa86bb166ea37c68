// @ts-check
// Fetches one package of the npm registry as a file: for a package that is far too large to be
// among the project's own.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { say } from '../cli.mjs';
import { run } from '../processes.mjs';
import { Refusal, download, sizeOf, usualPatience } from './download.mjs';
import { withDownload } from './downloads-folder.mjs';

/**
 * @typedef {object} RegistryPackage
 * @property {string} name
 * @property {string} version
 * @property {string} integrity as in lock files: `sha512-…`
 * @property {string} shown what it is, for people
 */

/**
 * @param {RegistryPackage} wanted
 * @param {string} target the path of the new file
 * @param {import('./download.mjs').Patience} [patience]
 * @throws {Error} with the reason of the failure
 */
export async function fetchPackage(wanted, target, patience = usualPatience) {
  const { name, version } = wanted;
  await withDownload(`${name.replace('/', '-')}-${version}.tgz`, async ({ part, scratch }) => {
    const known = (await sizeOf(part)) > 0;
    await fetchPart(wanted, { part, scratch, patience });
    if (known && !(await isRight(part, wanted))) {
      // The kept beginning may come from another file, or be damaged.
      await rm(part);
      await fetchPart(wanted, { part, scratch, patience });
    }
    if (await isRight(part, wanted)) return rename(part, target);
    await rm(part);
    throw new Error(
      `the package ${name}@${version} is not the one that this project knows, so it was not used`,
    );
  });
}

/**
 * @param {RegistryPackage} wanted
 * @param {{ part: string, scratch: string, patience: import('./download.mjs').Patience }} options
 */
async function fetchPart({ name, version, shown }, { part, scratch, patience }) {
  const wanted = `${name}@${version}`;
  const view = await npm(['view', wanted, 'dist.tarball'], scratch);
  const address = view.stdout.trim();
  if (view.code !== 0 || address === '') throw new Error(npmReason(view.stderr));
  try {
    await download(address, part, shown, patience);
  } catch (error) {
    if (!(error instanceof Error && error.cause instanceof Refusal)) throw error;
    // Many clinics' own registries need credentials, which npm keeps to itself.
    say(`${shown}: ${error.message}. npm itself tries it, which takes a while without a word…`);
    const args = ['pack', wanted, '--pack-destination', scratch, '--cache', join(scratch, 'cache')];
    const packed = await npm(args, scratch);
    const file = (await readdir(scratch)).find((entry) => entry.endsWith('.tgz'));
    if (packed.code !== 0 || file === undefined) {
      throw new Error(npmReason(packed.stderr), { cause: error });
    }
    await rename(join(scratch, file), part);
  }
}

/** @param {string[]} args @param {string} folder to run in, without any project's settings */
function npm(args, folder) {
  return run('npm', [...args, '--no-update-notifier'], { cwd: folder });
}

/** @param {string} file @param {RegistryPackage} wanted */
async function isRight(file, { integrity }) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}` === integrity;
}

/** @param {string} stderr of npm; it also names the log file */
function npmReason(stderr) {
  const lines = stderr.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const told = lines.filter((line) => line !== '' && !/complete log|debug-\d/.test(line));
  return told.slice(0, 3).join(' ') || 'npm did not say why';
}
