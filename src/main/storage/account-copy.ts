import { closeSync, fsyncSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { checkAccountFile, NoAccountError, syncFolder } from './account-file.js';
import { ensureSchema, versionOf } from './database.js';

/**
 * What belongs to the session of one computer and is of no use in any other place, and what is kept for some
 * weeks only.
 */
const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['session', 'wipe_pending', 'trail_state'],
  ...['session_pause', 'person_pause'],
]);

/** How long to wait while another program locks the account, in milliseconds. */
const BUSY_MS = 5_000;

/** There is a file already where the copy should be. */
export class FileExistsError extends Error {
  override readonly name = 'FileExistsError';
}

/** A whole copy of an account, in memory. The owner closes it. */
export interface AccountCopy {
  /**
   * Saves it as a new file, for this OS user alone.
   * @throws {FileExistsError}, and errors of SQLite and the disk; then nothing is left of it
   */
  saveAs(file: string): void;
  close(): void;
}

/**
 * Copies an account as it is at one moment, also while the app uses it. The session is not copied at all,
 * so no byte of its key can be left in the copy. Nothing is written to the account. It is read into memory
 * first: a slow disk of the copy must not make the app wait for the reader.
 * @throws {NoAccountError}, `NewerDatabaseError`, `OlderDatabaseError`, and errors of SQLite and the disk
 */
export function copyAccount(path: string): AccountCopy {
  checkAccountFile(path);
  const copy = new Database(':memory:');
  try {
    ensureSchema(copy);
    fill(copy, path);
  } catch (error) {
    copy.close();
    throw error;
  }
  return {
    saveAs: (file) => save(copy, file),
    close: () => copy.close(),
  };
}

function fill(copy: Database.Database, path: string): void {
  copy.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  copy.prepare('ATTACH ? AS live').run(`${pathToFileURL(path).href}?mode=ro`);
  versionOf(copy, 'live');
  const tables = copy
    .prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .all() as { readonly name: string }[];
  copy.exec('BEGIN');
  for (const { name } of tables) {
    if (LEFT_OUT.has(name)) continue;
    // An account of an older version lacks some columns, or the whole table.
    const columns = columnsOf(copy, name);
    if (columns.length === 0) continue;
    // SQLite's own table of the numbers that were given has rows by now.
    copy.exec(
      `DELETE FROM main.${name}; INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM live.${name}`,
    );
  }
  copy.exec('COMMIT');
  copy.exec('DETACH live');
  if (copy.prepare('SELECT 1 FROM decision LIMIT 1').all().length === 0)
    throw new NoAccountError('missing');
}

/** The columns of a table of the account, for SQL; empty when it is not there. */
function columnsOf(copy: Database.Database, table: string): string {
  const columns = copy.prepare(`PRAGMA live.table_info(${table})`).all() as {
    readonly name: string;
  }[];
  return columns.map(({ name }) => name).join(', ');
}

/** Writes under another name first: nobody takes a half copy for a whole one. */
function save(copy: Database.Database, file: string): void {
  refuseExisting(file);
  const half = `${file}.${randomUUID()}.part`;
  try {
    closeSync(openSync(half, 'wx', 0o600));
    copy.prepare('VACUUM INTO ?').run(half);
    const written = openSync(half, 'r+');
    fsyncSync(written);
    closeSync(written);
    // Copying takes a while, and a rename replaces what is there.
    refuseExisting(file);
    renameSync(half, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(half, { force: true });
  }
}

function refuseExisting(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined)
    throw new FileExistsError(`${file} is there already.`);
}
