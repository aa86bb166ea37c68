import { sayings } from '../words/say.js';

/** Why the account's files cannot be used. */
export type StorageTrouble = 'locked' | 'full' | 'readOnly' | 'device' | 'damaged' | 'unknown';

/** By the primary result codes of SQLite (https://sqlite.org/rescode.html). */
const BY_RESULT: Readonly<Record<number, StorageTrouble>> = {
  3: 'readOnly', // PERM
  5: 'locked', // BUSY
  6: 'locked', // LOCKED
  8: 'readOnly', // READONLY
  10: 'device', // IOERR
  11: 'damaged', // CORRUPT
  13: 'full', // FULL
  14: 'readOnly', // CANTOPEN
  15: 'locked', // PROTOCOL
  26: 'damaged', // NOTADB
};

/** By the error codes of Node's file system. */
const BY_CODE: Readonly<Record<string, StorageTrouble>> = {
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  EROFS: 'readOnly',
  ENOSPC: 'full',
  EDQUOT: 'full',
  EBUSY: 'locked',
  EIO: 'device',
};

/** The trouble behind an error of the database or the file system. */
export function storageTrouble(error: unknown): StorageTrouble {
  if (typeof error !== 'object' || error === null) return 'unknown';
  const { rawCode, code } = error as { readonly rawCode?: unknown; readonly code?: unknown };
  // An extended result code has the primary one in its lowest byte.
  if (typeof rawCode === 'number') return BY_RESULT[rawCode & 0xff] ?? 'unknown';
  return (typeof code === 'string' ? BY_CODE[code] : undefined) ?? 'unknown';
}

/** What a person can do about each trouble before they try again. */
export const STORAGE_ADVICE: Readonly<Record<StorageTrouble, string>> = sayings({
  locked:
    'Another program holds it locked. Close that program: a backup, a virus scanner or a database viewer, for example.',
  full: 'The disk is full. Make room on it.',
  readOnly: 'It can’t be written to. Check that you may write to its folder and its files.',
  device: 'The disk reported an error. Check the disk, and how it is connected.',
  damaged: 'The file is damaged. Quit the app, and restore account.db from a backup.',
  unknown: 'Check that the disk has room and that you may write to the account’s folder.',
});
