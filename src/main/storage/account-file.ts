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
import { AccountDatabase, ensureSchema } from './database.js';

/**
 * Why what is there is no account: it is missing, there are only its companions, it is no plain file,
 * it has no bytes, it is something else, or a clinic's own row was taken out of it.
 */
type NoAccount = 'missing' | 'companions' | 'notFile' | 'empty' | 'foreign' | 'noClinic';

/** There is something in the account's place that is no account. It was not changed. */
export class NoAccountError extends Error {
  override readonly name = 'NoAccountError';
  readonly why: NoAccount;

  constructor(why: NoAccount) {
    super(`There is no account: ${why}.`);
    this.why = why;
  }
}

/** Files that SQLite keeps beside a database while it is in use. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** The first bytes of every SQLite file (https://sqlite.org/fileformat.html, section 1.3). */
const HEADER = 'SQLite format 3\0';

/** In every account of every version. */
const TABLES = ['installation', 'clinic', 'member', 'policy_document', 'session', 'audit_event'];

/** No row is in any of these before a clinic is set up. */
const OF_A_CLINIC = [
  ...['member', 'credential', 'sealed_record', 'spare_key'],
  ...['session', 'wipe_pending', 'notice'],
];

/**
 * Opens an account. Where nothing of one is, a new one may be made; whatever is there and is no
 * account is never taken for a new clinic, whose first visitor would be its administrator.
 * @throws {NoAccountError}, `NewerDatabaseError`, and what SQLite and the file system say
 */
export function openAccountFile(
  path: string,
  { mayMake }: { readonly mayMake: boolean },
): AccountDatabase {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) {
    checkFile(path);
    checkContent(path);
  } else if (COMPANIONS.some((companion) => existsSync(path + companion)))
    throw new NoAccountError('companions');
  else if (mayMake) make(path);
  else throw new NoAccountError('missing');
  return new AccountDatabase(path);
}

/** Before SQLite has the file: closing it here gives up every lock that this process has on it. */
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

/** Reads alone: the file may be another program's. One that was cut off while it was changed is made whole. */
function checkContent(path: string): void {
  const mode = existsSync(`${path}-journal`) ? 'rw' : 'ro';
  const file = new Database(`${pathToFileURL(path).href}?mode=${mode}`);
  const has = (sql: string): boolean => file.prepare(sql).all().length > 0;
  try {
    const rows = file.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const tables = new Set((rows as { readonly name: string }[]).map(({ name }) => name));
    if (!TABLES.every((table) => tables.has(table))) throw new NoAccountError('foreign');
    if (has('SELECT 1 FROM clinic')) return;
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
 * Makes a new account under another name first: one that was cut off half way is never in the
 * account's place, and the next start begins anew. Without a write-ahead log, which would keep its
 * name.
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
  // Windows keeps folders by itself, and does not let them be opened.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
