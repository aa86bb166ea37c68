import { type ClinicServer, type DecisionStore, MOST_AT_ONCE } from '../ports/index.js';
import type { ClinicState } from './clinic-state.js';
import { type Position, START, type StoredEntry } from './entry.js';
import type { LogBoxes } from './log-boxes.js';
import { type LogKeys, type LogReader, openLogKey } from './log-keys.js';
import { everyEntry } from './replay.js';
import { epochOf, type ReadRow, readRows } from './row-reader.js';

/** How long the server may take, in milliseconds. */
const CALL_MS = 10_000;

interface ReaderParts {
  readonly reader: LogReader;
  readonly boxes: LogBoxes;
}

/** A whole log as the server has it. */
export interface ReadLog {
  readonly read: readonly ReadRow[];
  readonly state: ClinicState | null;
  /** The keys of this log: where it went on differently, it may have others under the same numbers. */
  readonly keys: LogKeys;
}

/** Reads the server's whole log, until this computer was taken out of the clinic if it was. */
export async function readAnew(
  server: ClinicServer,
  parts: ReaderParts,
): Promise<ReadLog | 'contradicted' | 'outdated'> {
  const { id, log: known } = parts.reader;
  const keys = known.first();
  const read: ReadRow[] = [];
  let head: Position = START;
  let state: ClinicState | null = null;
  for (;;) {
    const rows = await server.rowsAfter(head.seq, MOST_AT_ONCE, CALL_MS);
    const reading = await readRows(rows, head, state, keys);
    if (reading.stopped === 'broken') return 'contradicted';
    if (reading.stopped === 'later') return 'outdated';
    read.push(...reading.rows);
    head = reading.rows.at(-1)?.row ?? head;
    state = reading.rows.at(-1)?.state ?? state;
    if (state?.shared?.removed[id] !== undefined) break;
    if (reading.stopped === 'newKey') {
      const epoch = epochOf(state);
      // The server may have lost the box of an older key, which is here.
      const key = (await newestKey(server, state, parts, keys)) ?? known.copyOf(epoch);
      if (key === null) return 'contradicted';
      keys.add(epoch, key);
    } else if (rows.length < MOST_AT_ONCE) break;
  }
  return { read, state, keys };
}

/** @returns this computer's share of the log's key that a state names; `null` when there is none */
export async function newestKey(
  server: ClinicServer,
  state: ClinicState | null,
  { reader, boxes }: ReaderParts,
  keys = reader.log,
): Promise<Buffer | null> {
  const shared = state?.shared ?? null;
  if (shared === null) return null;
  const { box: hash } = shared.keys;
  const box = boxes.here(hash) ?? (await boxes.of(server, [hash], CALL_MS, keys))[0];
  return openLogKey(shared, box ?? null, reader);
}

/** The decisions of a chain that are not among these. */
export function lostBy(
  decisions: Pick<DecisionStore, 'entriesAfter'>,
  read: readonly ReadRow[],
): readonly StoredEntry[] {
  const kept = new Set(read.map(({ entry }) => entry?.signature.toString('base64')));
  return [...everyEntry(decisions)].filter(
    ({ signature }) => !kept.has(signature.toString('base64')),
  );
}
