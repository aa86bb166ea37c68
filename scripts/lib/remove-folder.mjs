// @ts-check

import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const TRIES = 100;
const EVERY_MS = 100;

/**
 * Removes a folder where a program that is ending may still write. The retries of `rm` are not
 * enough: they retry only the folder itself, not files that were added meanwhile.
 *
 * @param {string} folder
 * @returns {Promise<void>}
 */
export async function removeFolder(folder) {
  for (let tries = 1; ; tries += 1)
    try {
      await rm(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
      await sleep(EVERY_MS);
    }
}
