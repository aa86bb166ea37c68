// @ts-check
// The folder of unfinished downloads, in the user's cache. The next try finds an unfinished file
// here; nothing else stays.

import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { userFolder } from '../paths.mjs';

const prefix = 'unpacking-';

/**
 * Runs work that downloads one file. Only one process at a time does so.
 *
 * @template Result
 * @param {string} name of the file
 * @param {(places: { part: string, scratch: string }) => Promise<Result>} work `part` is kept for
 *   the next try if it is there at the end; the folder `scratch` is not kept
 * @returns {Promise<Result>}
 */
export async function withDownload(name, work) {
  const folder = join(userFolder('cache'), 'downloads');
  return withLock(folder, async () => {
    await mkdir(folder, { recursive: true });
    const part = `${name}.part`;
    // Unfinished files of other downloads are no longer needed.
    for (const other of await readdir(folder)) {
      if (other.endsWith('.part') && other !== part) await rm(join(folder, other));
    }
    try {
      return await withScratch(folder, (scratch) => work({ part: join(folder, part), scratch }));
    } finally {
      // Removes the folder if it is empty.
      await rmdir(folder).catch(() => {});
    }
  });
}

/**
 * Gives work a temporary folder, which is deleted afterwards, also when Ctrl+C ends the work.
 *
 * @template Result
 * @param {string} parent
 * @param {(folder: string) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withScratch(parent, work) {
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    rmSync(folder, { recursive: true, force: true });
    stopListening();
    process.kill(process.pid, signal);
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  const stopListening = () => signals.forEach((signal) => process.off(signal, onSignal));
  signals.forEach((signal) => process.on(signal, onSignal));
  try {
    return await work(folder);
  } finally {
    stopListening();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Removes the folders that killed processes left behind.
 *
 * @param {string} parent
 */
async function removeAbandoned(parent) {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix) || runs(Number(name.slice(prefix.length).split('-')[0]))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** @param {number} pid NaN if the name has none */
function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // The process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
