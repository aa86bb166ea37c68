import { join } from 'node:path';
import Database from 'libsql';
import type { ClinicState } from '../../src/main/account/clinic-state.js';

type Row = Readonly<Record<string, unknown>>;

/** The account database as another program sees it, while the app runs or after it stopped. */
export class AccountFile {
  readonly path: string;
  /** Open while a transaction runs. */
  #open: Database.Database | null = null;

  constructor(userData: string) {
    this.path = join(userData, 'account.db');
  }

  /** @param parameters fill the question marks of `sql` */
  all(sql: string, ...parameters: readonly unknown[]): readonly Row[] {
    const rows = this.#use((file) => file.prepare(sql).all(...parameters) as Row[]);
    // libsql gives bytes as it likes.
    const plain = (value: unknown): unknown =>
      typeof value === 'object' && value !== null ? Buffer.from(value as Uint8Array) : value;
    return rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])),
    );
  }

  run(sql: string, ...parameters: readonly unknown[]): void {
    this.#use((file) => file.prepare(sql).run(...parameters));
  }

  /** One transaction for all that `work` does with this file. */
  together(work: () => void): void {
    if (this.#open !== null) {
      work();
      return;
    }
    this.#use((file) => {
      file.exec('BEGIN IMMEDIATE');
      this.#open = file;
      try {
        work();
        file.exec('COMMIT');
      } finally {
        this.#open = null;
        if (file.inTransaction) file.exec('ROLLBACK');
      }
    });
  }

  /** What the clinic decided, as the app's last copy of it says. */
  state(): ClinicState {
    const [row] = this.all('SELECT state FROM clinic_state');
    const { state } = JSON.parse(String(row?.['state'])) as { state: ClinicState | null };
    if (state === null) throw new Error('There is no clinic yet.');
    return state;
  }

  /** @returns the id of the member with this email */
  idOf(email: string): string {
    const found = Object.values(this.state().members).find((member) => member.email === email);
    if (found === undefined) throw new Error(`${email} is no member.`);
    return found.id;
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
    if (this.#open !== null) return work(this.#open);
    const file = new Database(this.path);
    try {
      file.exec('PRAGMA busy_timeout = 2000');
      return work(file);
    } finally {
      file.close();
    }
  }
}
