import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { type ClinicServer, type LogRow, MOST_AT_ONCE } from '../ports/index.js';
import { mayDecide } from './authority.js';
import { bytes32, type SignedChangeOf } from './changes.js';
import type { ClinicState } from './clinic-state.js';
import { type Entry, isSigned, linkOf, readEntry } from './entry.js';
import type { LogKeys, LogReader, RowContent } from './log-keys.js';
import { follows } from './row-reader.js';

/*
 * An older version of the app stops at a decision that it does not understand. Of those after it, it still obeys
 * what can only make it stricter: orders to sign out, and its own removal.
 */

const CALL_MS = 10_000;

export interface BeyondParts {
  readonly reader: () => LogReader | null;
  /** Told once in a run of the app. */
  readonly onOrder: (order: SignedChangeOf<'session.ended'>, by: string) => void;
}

export class Beyond {
  readonly #parts: BeyondParts;
  /** The row up to which orders were told. */
  #toldTo = 0;
  #removal: { readonly by: string; readonly at: number } | null = null;

  constructor(parts: BeyondParts) {
    this.#parts = parts;
  }

  /** The decision that took this computer out, where the account does not say so itself; `null` for none. */
  get removal(): { readonly by: string; readonly at: number } | null {
    return this.#removal;
  }

  /**
   * Reads what comes after the last decision that is understood.
   * @param rows of the server, from the one with the other decision on
   * @param state the last one that is known
   */
  async obey(
    server: Pick<ClinicServer, 'rowsAfter'>,
    rows: readonly LogRow[],
    state: ClinicState | null,
  ): Promise<'outdated' | 'removed'> {
    const reader = this.#parts.reader();
    if (reader === null || state === null) return 'outdated';
    for (let page = rows, before = rows[0]; before !== undefined;) {
      for (const row of page) {
        if (row !== before && !follows(row, before)) return 'outdated';
        before = row;
        const entry = await obeyed(row, state, reader.log);
        if (entry !== null && this.#take(row, entry, reader.id)) return 'removed';
      }
      page = await server.rowsAfter(before.seq, MOST_AT_ONCE, CALL_MS);
      if (page.length === 0) break;
    }
    return 'outdated';
  }

  /** @returns whether it takes this computer out */
  #take({ seq }: LogRow, { change, by, at }: Entry, self: string): boolean {
    if (change.kind === 'session.ended' && seq > this.#toldTo) {
      this.#toldTo = seq;
      this.#parts.onOrder(change, by.id);
    }
    if (change.kind !== 'workstation.removed' || change.workstation !== self) return false;
    this.#removal = { by: by.id, at };
    return true;
  }
}

/** What a row orders, if its author might order it as far as is known. */
async function obeyed(row: LogRow, state: ClinicState, keys: LogKeys): Promise<Entry | null> {
  const content = keys.openRow(row.body);
  const entry = content === null ? null : entryBeyond(content, state);
  if (entry?.clinic !== state.clinic) return null;
  const { change, by } = entry;
  const isOrder = change.kind === 'session.ended' || change.kind === 'workstation.removed';
  return isOrder && mayDecide(state, by, change) && (await isSigned(entry)) ? entry : null;
}

const placed = z.object({ after: z.tuple([z.int().nonnegative(), bytes32]) });

/** An entry that comes after all that is known, wherever that is: nothing from before is obeyed twice. */
function entryBeyond({ body, signature }: RowContent, state: ClinicState): Entry | null {
  const json = readJson(body.toString('utf8'));
  const read = json.ok ? placed.safeParse(json.value) : null;
  if (read?.success !== true) return null;
  const [seq, link] = read.data.after;
  if (seq < state.seq || (seq === state.seq && link !== state.link)) return null;
  const after = { seq, link: Buffer.from(link, 'base64') };
  const own = linkOf(after.link, body, signature);
  return readEntry({ seq: seq + 1, body, signature, link: own }, after);
}
