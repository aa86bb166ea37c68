// @ts-check
// The files below a folder while a program still writes there, and what they hold.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What is not there, or goes while it is looked at, holds nothing; all else is still found.
 * @param {string} folder
 * @returns {readonly string[]} paths, beginning with the folder's
 */
export function filesBelow(folder) {
  const entries = orIfGone(() => readdirSync(folder, { withFileTypes: true }), []);
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** @param {string} file */
export function contentOf(file) {
  return orIfGone(() => readFileSync(file), Buffer.alloc(0));
}

/**
 * @template Found
 * @param {() => Found} read
 * @param {Found} nothing
 */
function orIfGone(read, nothing) {
  try {
    return read();
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return nothing;
    throw error;
  }
}
