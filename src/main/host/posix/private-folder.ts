import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { orWarn } from '../../ports/or-else.js';

/** The rights that others do not get on what the app makes from now on. */
const NOT_OTHERS = 0o077;
const FOLDER = 0o700;
const FILE = 0o600;

/** The account's folder belongs to another user of this computer, or is no folder. */
export class ForeignFolderError extends Error {
  override readonly name = 'ForeignFolderError';
}

/**
 * Files that this process and its children make are private, until they say otherwise. Does nothing on
 * Windows, where access lists keep other users out of a user's own folders.
 */
export function makeFilesPrivate(): void {
  if (process.platform !== 'win32') process.umask(NOT_OTHERS);
}

/**
 * Refuses a folder that belongs to somebody else, who could read and change what is in it.
 * @throws {ForeignFolderError}
 */
export function refuseForeignFolder(folder: string): void {
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return;
  const own = process.geteuid?.();
  if (!stats.isDirectory() || (own !== undefined && stats.uid !== own))
    throw new ForeignFolderError(`${folder} belongs to somebody else.`);
}

/**
 * Makes the account's folder if it is missing, and closes it and its entries to other users of this
 * computer. They may be open because somebody made or copied the folder by hand, or because of an older
 * version or a backup. Nothing deeper needs a check: nobody else gets through the closed folder.
 * @throws {ForeignFolderError}
 */
export function keepPrivate(folder: string): void {
  refuseForeignFolder(folder);
  mkdirSync(folder, { recursive: true, mode: FOLDER });
  if (process.platform === 'win32') return;
  // The folder first: after that nobody else can replace a file by a link.
  close(folder, FOLDER);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) close(path, FOLDER);
    else if (stats?.isFile() === true) close(path, FILE);
  }
}

function close(path: string, mode: number): void {
  // Some network file systems have no such modes, and a file may be gone by now.
  orWarn(() => {
    if ((statSync(path).mode & NOT_OTHERS) !== 0) chmodSync(path, mode);
  });
}
