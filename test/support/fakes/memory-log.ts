import { type Position, START } from '../../../src/main/account/entry.js';
import type { LogRow, LogStore } from '../../../src/main/ports/index.js';

/** The log of a shared account in memory, with the SQL store's rules. */
export class MemoryLog implements LogStore {
  writable = true;
  /** Called before each write, which comes to nothing when it throws. */
  beforeWrite: () => void = () => undefined;
  rows: LogRow[] = [];

  /** @returns what puts everything back to how it is now */
  snapshot(): () => void {
    const rows = [...this.rows];
    return () => {
      this.rows = rows;
    };
  }

  head(): Position {
    const last = this.rows.at(-1);
    return last === undefined ? START : { seq: last.seq, link: last.link };
  }

  linkOf(seq: number): Buffer | null {
    if (seq === 0) return START.link;
    return this.rows.find((row) => row.seq === seq)?.link ?? null;
  }

  rowsAfter(seq: number, most: number): readonly LogRow[] {
    return this.rows.filter((row) => row.seq > seq).slice(0, most);
  }

  append(row: LogRow): void {
    this.#write();
    if (this.rows.some(({ seq }) => seq === row.seq))
      throw new Error('UNIQUE constraint failed: log_row.seq');
    this.rows = [...this.rows, row].sort((one, other) => one.seq - other.seq);
  }

  clear(): void {
    this.#write();
    this.rows = [];
  }

  #write(): void {
    this.beforeWrite();
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
