import Database from 'libsql';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { MIGRATIONS } from './migrations/index.js';
import type { Schema } from './schema.js';

/** The database was written by a newer version of the app. */
export class NewerDatabaseError extends Error {
  override readonly name = 'NewerDatabaseError';
}

/** The write-ahead log could not be emptied: deleted bytes are still in it. */
class LogInUseError extends Error {
  override readonly name = 'LogInUseError';
}

/** Anything that Kysely can turn into SQL. */
interface Query<Row> {
  compile(): CompiledQuery<Row>;
}

/**
 * The account database: one SQLite file, through libsql. Queries are built and typed by Kysely and
 * run at once, in the caller's turn, because the end of a session must not wait for its own writes
 * behind somebody else's.
 */
export class AccountDatabase {
  /** Builds queries; they run through the methods below only. */
  readonly build: Kysely<Schema>;
  readonly #file: Database.Database;

  /**
   * Opens the file, makes it when it is missing, and brings it to the newest version.
   * @throws {NewerDatabaseError} and whatever SQLite says of a file that it cannot read
   */
  constructor(path: string) {
    this.#file = new Database(path);
    this.build = new Kysely<Schema>({
      dialect: {
        createAdapter: () => new SqliteAdapter(),
        createDriver: () => new DummyDriver(),
        createIntrospector: (db) => new SqliteIntrospector(db),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    });
    // FULL: what was confirmed survives a power cut. secure_delete: what was deleted is overwritten.
    // busy_timeout, in milliseconds: a program that locks the file must not hold the lock screen up.
    this.#file.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 250;',
    );
    this.#migrate();
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
    // The lock first: a prepared statement that finds the file locked stays open in libsql, and keeps
    // the next ones from finishing.
    return this.together(() => this.#file.prepare(sql).run(...parameters).changes);
  }

  /** All of what `work` writes, or nothing of it; within another such work, it is part of that. */
  together<T>(work: () => T): T {
    if (this.#inTransaction()) return work();
    this.#file.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#file.exec('COMMIT');
      return result;
    } catch (error) {
      // After some errors, a full disk among them, SQLite has rolled back by itself already.
      if (this.#inTransaction()) this.#file.exec('ROLLBACK');
      throw error;
    }
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

  close(): void {
    this.#file.close();
  }

  #inTransaction(): boolean {
    return this.#file.inTransaction;
  }

  #migrate(): void {
    const row = this.#file.prepare('PRAGMA user_version').all()[0] as { user_version: number };
    const version = row.user_version;
    if (version > MIGRATIONS.length)
      throw new NewerDatabaseError(
        `The database has version ${version}; this program knows ${MIGRATIONS.length}.`,
      );
    MIGRATIONS.slice(version).forEach((sql, index) => {
      this.together(() => {
        this.#file.exec(sql);
        this.#file.exec(`PRAGMA user_version = ${version + index + 1}`);
      });
    });
  }
}
