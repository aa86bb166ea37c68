import { join } from 'node:path';
import Database from 'libsql';

type Row = Readonly<Record<string, unknown>>;

/** The account database as another program sees it, while the app runs or after it stopped. */
export class AccountFile {
  readonly path: string;

  constructor(userData: string) {
    this.path = join(userData, 'account.db');
  }

  /** @param parameters fill the question marks of `sql` */
  all(sql: string, ...parameters: readonly unknown[]): readonly Row[] {
    return this.#use((file) => file.prepare(sql).all(...parameters) as Row[]);
  }

  run(sql: string, ...parameters: readonly unknown[]): void {
    this.#use((file) => file.prepare(sql).run(...parameters));
  }

  /** The audit trail's rows of one event, oldest first. */
  audit(event: string): readonly Row[] {
    return this.all('SELECT * FROM audit_event WHERE event = ? ORDER BY id', event);
  }

  /** @returns the session that the database remembers, if any */
  session(): Row | undefined {
    return this.all('SELECT * FROM session')[0];
  }

  /** Locks it, as another program that writes for a while. @returns what releases it */
  lock(): () => void {
    const file = new Database(this.path);
    file.exec('BEGIN IMMEDIATE');
    return () => {
      file.exec('ROLLBACK');
      file.close();
    };
  }

  #use<T>(work: (file: Database.Database) => T): T {
    const file = new Database(this.path);
    try {
      file.exec('PRAGMA busy_timeout = 2000');
      return work(file);
    } finally {
      file.close();
    }
  }
}
