import type { Position } from '../account/entry.js';
import type { LogRow } from './clinic-server.js';

/** Keeps this computer's copy of the log of a shared account. Methods throw when the database fails. */
export interface LogStore {
  head(): Position;
  /** The link of one row; `null` when there is none. */
  linkOf(seq: number): Buffer | null;
  /** At most `most` rows after this number, oldest first. */
  rowsAfter(seq: number, most: number): readonly LogRow[];
  /** @throws when there is a row with that number */
  append(row: LogRow): void;
  /** Takes all rows away. */
  clear(): void;
}
