import { createHash } from 'node:crypto';
import type { LogRow } from '../ports/index.js';
import type { ClinicState } from './clinic-state.js';
import { type Entry, isSigned, linkOf, type Position, readEntry, START } from './entry.js';
import { judge } from './judge.js';
import type { LogKeys, RowContent } from './log-keys.js';
import { slices } from './replay.js';

/** What a row of the log holds. A void one stays in the log and decides nothing. */
export interface ReadRow {
  readonly row: LogRow;
  /** `null` for a void row. */
  readonly entry: Entry | null;
  /** The state after it. */
  readonly state: ClinicState | null;
}

export interface RowReading {
  readonly rows: readonly ReadRow[];
  /**
   * Why the reading stopped before the last row. `broken`: a row does not come right after the one before it;
   * `later`: this version of the app does not understand a decision; `newKey`: the last row brought a new key of
   * the log, which opens those after it.
   */
  readonly stopped: 'broken' | 'later' | 'newKey' | null;
}

/** The link of a row: SHA-256 of the link before and the body. */
export function rowLink(before: Buffer, body: Buffer): Buffer {
  return createHash('sha256').update(before).update(body).digest();
}

/** Whether a row comes right after a position. */
export function follows(row: LogRow, after: Position): boolean {
  return row.seq === after.seq + 1 && rowLink(after.link, row.body).equals(row.link);
}

/**
 * Reads rows as the server gave them, in slices, and says what they decide. Believes nothing: each row must
 * follow the one before it, and whoever decided must have signed, and been allowed to.
 * @param log where the rows before them end
 * @param state what the decisions until then say
 */
export async function readRows(
  rows: readonly LogRow[],
  log: Position,
  state: ClinicState | null,
  keys: LogKeys,
): Promise<RowReading> {
  const pause = slices();
  const read: ReadRow[] = [];
  let before = log;
  let now = state;
  for (const row of rows) {
    if (!follows(row, before)) return { rows: read, stopped: 'broken' };
    before = row;
    const entry = entryOf(keys.openRow(row.body), now);
    const judged = entry !== null && (await isSigned(entry)) ? judge(now, entry) : null;
    if (judged?.ok === false && judged.why === 'later') return { rows: read, stopped: 'later' };
    const epoch = epochOf(now);
    if (judged?.ok === true) now = judged.state;
    read.push({ row, entry: judged?.ok === true ? entry : null, state: now });
    if (epochOf(now) > Math.max(epoch, keys.epoch)) return { rows: read, stopped: 'newKey' };
    await pause();
  }
  return { rows: read, stopped: null };
}

/** The entry in a row, as the one that would come next in the chain. */
function entryOf(content: RowContent | null, state: ClinicState | null): Entry | null {
  if (content === null) return null;
  const { body, signature } = content;
  const after =
    state === null ? START : { seq: state.seq, link: Buffer.from(state.link, 'base64') };
  const link = linkOf(after.link, body, signature);
  return readEntry({ seq: after.seq + 1, body, signature, link }, after);
}

/** The number of the log's key that a state names. */
export function epochOf(state: ClinicState | null): number {
  return state?.shared?.keys.epoch ?? 0;
}
