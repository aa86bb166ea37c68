import Database from 'libsql';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import ACCOUNT from './account.sql?raw';
import FROM_6 from './account-from-6.sql?raw';
import type { Schema } from './schema.js';

/** The version of the schema, in the file's `user_version`. */
export const SCHEMA_VERSION = 7;

/** The oldest version that is brought up to date; those before it were never released. */
const OLDEST_VERSION = 6;

/** A program that locks the file must not delay the lock screen. In milliseconds. */
const BUSY_MS = 250;
/** Nobody is signed in yet while the file is opened, and an app that just ended may still be closing it. In milliseconds. */
const BUSY_AT_OPEN_MS = 3_000;

/** The database was written by a version of the app from before the first release. */
export class OlderDatabaseError extends Error {
  override readonly name = 'OlderDatabaseError';
}

/** The database was written by a newer version of the app. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/** The write-ahead log could not be emptied: deleted bytes are still in it. */
class LogInUseError extends Error {
  override readonly name = 'LogInUseError';
}

/**
 * Opens a file of SQLite, and waits some seconds where another program has locked it.
 * @param name a path, or an address as SQLite takes it
 */
export function openPatiently(name: string): Database.Database {
  const file = new Database(name);
  file.exec(`PRAGMA busy_timeout = ${BUSY_AT_OPEN_MS}`);
  return file;
}

/** Anything that Kysely can turn into SQL. */
interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * The account database: one SQLite file, through libsql. Kysely builds and types the queries. They run
 * synchronously in the caller's turn, so that the writes at a session's end never wait behind others.
 */
export class AccountDatabase {
  /** Builds queries; they run through the methods below only. */
  readonly build: Kysely<Schema>;
  readonly #file: Database.Database;
  #onWrite: () => void = () => undefined;

  /**
   * Opens the file, and makes it when it is missing.
   * @throws {NewerDatabaseError}, {OlderDatabaseError}, and SQLite's error for a file that it cannot read
   */
  constructor(path: string) {
    this.#file = openPatiently(path);
    this.build = new Kysely<Schema>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    });
    // FULL: committed data survives a power cut. secure_delete: deleted data is overwritten.
    this.#file.exec(
      `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;`,
    );
    ensureSchema(this.#file);
    this.#file.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }

  all<Row>(query: Query<Row>): readonly Row[] {
    const { sql, parameters } = query.compile();
    return this.#file.prepare(sql).all(...parameters) as Row[];
  }

  one<Row>(query: Query<Row>): Row | undefined {
    return this.all(query)[0];
  }

  /** @returns how many rows it changed */
  run(query: Query<unknown>): number {
    const { sql, parameters } = query.compile();
    // Take the lock first: in libsql a prepared statement that finds the file locked stays open, and
    // keeps the next statements from finishing.
    return this.together(() => this.#file.prepare(sql).run(...parameters).changes);
  }

  /** Runs `work` in one transaction; inside another transaction it becomes a part of that one. */
  together<T>(work: () => T): T {
    const isWithin = isInTransaction(this.#file);
    const result = together(this.#file, work);
    if (!isWithin) this.#onWrite();
    return result;
  }

  /** Sets the one callback that runs after each committed transaction. */
  onWrite(callback: () => void): void {
    this.#onWrite = callback;
  }

  /**
   * Moves everything from the write-ahead log into the main file and empties the log, so that no
   * deleted bytes are left in it.
   * @throws {LogInUseError} while another program reads the log
   */
  emptyLog(): void {
    const [result] = this.#file.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all() as {
      busy: number;
    }[];
    if (result?.busy !== 0) throw new LogInUseError('Another program reads the database.');
  }

  /** A number that changes when another connection has written (SQLite's `data_version`). */
  othersWrites(): number {
    const [row] = this.#file.prepare('PRAGMA data_version').all() as { data_version: number }[];
    return row?.data_version ?? 0;
  }

  /** The same, but leaves the log as it is while another program reads it, without waiting. */
  emptyLogIfFree(): void {
    this.#file.exec('PRAGMA busy_timeout = 0');
    try {
      this.#file.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    } finally {
      this.#file.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    }
  }

  close(): void {
    this.#file.close();
  }
}

function together<T>(file: Database.Database, work: () => T): T {
  if (isInTransaction(file)) return work();
  file.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    file.exec('COMMIT');
    return result;
  } catch (error) {
    // After some errors, such as a full disk, SQLite has already rolled back by itself.
    if (isInTransaction(file)) file.exec('ROLLBACK');
    throw error;
  }
}

/** A function, because TypeScript would narrow the property and take it for constant. */
function isInTransaction(file: Database.Database): boolean {
  return file.inTransaction;
}

/**
 * Makes the tables in an empty database, or those that an older one lacks, in one transaction.
 * @throws {NewerDatabaseError} or {OlderDatabaseError}, as {@link versionOf}
 */
export function ensureSchema(file: Database.Database): void {
  const version = versionOf(file, 'main');
  if (version === SCHEMA_VERSION) return;
  together(file, () => {
    file.exec(version === 0 ? ACCOUNT : FROM_6);
    file.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  });
}

/**
 * The version of a database's schema; 0 for an empty database.
 * @param name of the database in this connection
 * @throws {NewerDatabaseError} or {OlderDatabaseError} for a version that this program does not read
 */
export function versionOf(file: Database.Database, name: 'main' | 'live'): number {
  const row = file.prepare(`PRAGMA ${name}.user_version`).all()[0] as { user_version: number };
  const version = row.user_version;
  const words = `The database has version ${version}; this program knows ${SCHEMA_VERSION}.`;
  if (version > SCHEMA_VERSION) throw new NewerDatabaseError(words);
  if (version > 0 && version < OLDEST_VERSION) throw new OlderDatabaseError(words);
  return version;
}
