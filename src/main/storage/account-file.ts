import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { AccountDatabase, ensureSchema, openPatiently } from './database.js';

/**
 * Why there is no account: the file is missing, only its companions exist, it is no plain file, it is
 * empty, it is something else, or the clinic's row was removed from it.
 */
type NoAccount = 'missing' | 'companions' | 'notFile' | 'empty' | 'foreign' | 'noClinic';

/** There is no usable account at the path. Nothing there was changed. */
export class NoAccountError extends Error {
  override readonly name = 'NoAccountError';
  readonly why: NoAccount;

  constructor(why: NoAccount) {
    super(`There is no account: ${why}.`);
    this.why = why;
  }
}

/** Files that SQLite keeps beside a database while it is in use. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** The first bytes of every SQLite file (https://sqlite.org/fileformat.html, section 1.3). */
const HEADER = 'SQLite format 3\0';

/** Tables in every account of every version. */
const TABLES = ['installation', 'session', 'audit_event'];

/** Tables that are empty until a clinic is set up. */
const OF_A_CLINIC = [
  ...['clinic_state', 'decision_box', 'sealed_record', 'signed_in_here'],
  ...['session', 'wipe_pending', 'notice'],
];

/**
 * Opens an account, or makes a new one where there are no files at all. Anything else at the path must
 * never pass for a new clinic: the first visitor would become its administrator.
 * @throws {NoAccountError}, `NewerDatabaseError`, `OlderDatabaseError`, and errors of SQLite and the disk
 */
export function openAccountFile(
  path: string,
  { mayMake }: { readonly mayMake: boolean },
): AccountDatabase {
  if (mayMake && isNothingAt(path)) make(path);
  else checkAccountFile(path);
  return new AccountDatabase(path);
}

function isNothingAt(path: string): boolean {
  return ['', ...COMPANIONS].every(
    (name) => lstatSync(path + name, { throwIfNoEntry: false }) === undefined,
  );
}

/**
 * Checks that there is an account at the path, of whatever version. Changes nothing.
 * @throws {NoAccountError}, and errors of SQLite and the disk
 */
export function checkAccountFile(path: string): void {
  if (isNothingAt(path)) throw new NoAccountError('missing');
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
    throw new NoAccountError('companions');
  checkFile(path);
  checkContent(path);
}

/** Runs before SQLite opens the file: the close here drops every lock that this process has on it. */
function checkFile(path: string): void {
  if (!lstatSync(path).isFile()) throw new NoAccountError('notFile');
  const bytes = Buffer.alloc(HEADER.length);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, bytes);
    if (read === 0) throw new NoAccountError('empty');
    if (bytes.toString('latin1') !== HEADER) throw new NoAccountError('foreign');
  } finally {
    closeSync(file);
  }
}

/** Opens read-only, as the file may be another program's; with a journal, SQLite must write to restore it. */
function checkContent(path: string): void {
  const mode = existsSync(`${path}-journal`) ? 'rw' : 'ro';
  const file = openPatiently(`${pathToFileURL(path).href}?mode=${mode}`);
  const has = (sql: string): boolean => file.prepare(sql).all().length > 0;
  try {
    const rows = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const tables = new Set((rows as { readonly name: string }[]).map(({ name }) => name));
    if (!TABLES.every((table) => tables.has(table))) throw new NoAccountError('foreign');
    // A database of another version has other tables: the schema's version says what to do.
    if (!tables.has('decision') || has('SELECT 1 FROM decision WHERE seq = 1')) return;
    // Nobody sets a clinic up there: the app shows who removed this computer from its clinic.
    if (tables.has('removal') && has('SELECT 1 FROM removal')) return;
    const filled = OF_A_CLINIC.filter((table) => tables.has(table)).some((table) =>
      has(`SELECT 1 FROM ${table} LIMIT 1`),
    );
    if (filled || has("SELECT 1 FROM audit_event WHERE event = 'clinic.created' LIMIT 1"))
      throw new NoAccountError('noClinic');
  } finally {
    file.close();
  }
}

/**
 * Makes a new account under another name first: an interrupted one never stands in the account's place,
 * and the next start begins again. Uses no write-ahead log, which the rename would not take along.
 */
function make(path: string): void {
  const half = `${path}.new`;
  for (const name of ['', ...COMPANIONS]) rmSync(half + name, { recursive: true, force: true });
  const file = new Database(half);
  try {
    file.exec('PRAGMA synchronous = FULL');
    ensureSchema(file);
  } finally {
    file.close();
  }
  renameSync(half, path);
  syncFolder(dirname(path));
}

/** Makes a rename in the folder survive a power cut. */
export function syncFolder(folder: string): void {
  // Windows syncs folders by itself, and does not let a program open them.
  if (process.platform === 'win32') return;
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
