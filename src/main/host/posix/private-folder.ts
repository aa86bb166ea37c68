import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What nobody but the owner may do with what the app makes from now on. */
const NOT_OTHERS = 0o077;
const FOLDER = 0o700;
const FILE = 0o600;

/** The account's folder belongs to another user of this computer, or is no folder. */
export class ForeignFolderError extends Error {
  override readonly name = 'ForeignFolderError';
}

/**
 * What this process and those that it starts make is private, until they say otherwise. Nothing on
 * Windows, whose access lists keep other users out of a user's own folders.
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
 * Makes the account's folder when it is missing, and closes it and what is in it to other users of
 * this computer, however they got open: a folder that was made by hand or copied, an older version,
 * a backup. Behind a closed folder nothing deeper needs to be asked for.
 * @throws {ForeignFolderError}
 */
export function keepPrivate(folder: string): void {
  refuseForeignFolder(folder);
  mkdirSync(folder, { recursive: true, mode: FOLDER });
  if (process.platform === 'win32') return;
  // The folder first: from then on nobody else can put a link in the place of a file.
  close(folder, FOLDER);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) close(path, FOLDER);
    else if (stats?.isFile() === true) close(path, FILE);
  }
}

function close(path: string, mode: number): void {
  try {
    if ((statSync(path).mode & NOT_OTHERS) !== 0) chmodSync(path, mode);
  } catch (error) {
    // Some file systems of other computers know no such modes, and a file may be gone by now.
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
