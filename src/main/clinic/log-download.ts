import { neededBoxes } from '../account/chain-parts.js';
import type { ClinicState } from '../account/clinic-state.js';
import { type Entry, type Position, START } from '../account/entry.js';
import { type LogKeys, openLogKey } from '../account/log-keys.js';
import { readRows } from '../account/row-reader.js';
import { hashOf } from '../account/shares.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import { type ClinicServer, type LogRow, MOST_AT_ONCE } from '../ports/index.js';
import type { Expected } from './package.js';

const CALL_MS = 10_000;
const BOXES_AT_ONCE = 50;

/** What the server keeps is not the clinic that was expected. */
export class NotTheClinicError extends Error {
  override readonly name = 'NotTheClinicError';
}

/** Somebody decided what this version of the app does not understand. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
}

export interface LogDownloadParts {
  readonly logKeys: LogKeys;
  readonly expected: Expected;
  /** For whom new keys of the log are sealed. */
  readonly holder: { readonly id: string; readonly keys: SeedKeys };
  readonly onRow: (done: number, of: number) => void;
}

/** Reads a whole log from its first row on, for a computer that has nothing of the clinic yet. */
export class LogDownload {
  readonly #parts: LogDownloadParts;
  readonly rows: LogRow[] = [];
  readonly entries: Entry[] = [];
  #state: ClinicState | null = null;
  /** Where the chain and the log must come by. */
  #hasPassed = { chain: false, rows: false };

  constructor(parts: LogDownloadParts) {
    this.#parts = parts;
  }

  get head(): Position {
    return this.rows.at(-1) ?? START;
  }

  /** Once it has been read, the clinic that was expected. @throws {NotTheClinicError} before */
  get state(): ClinicState {
    if (this.#state === null) throw new NotTheClinicError('Nothing was decided there.');
    return this.#state;
  }

  /**
   * Takes the rows after those that are here.
   * @throws {NotTheClinicError}, {OutdatedError} and `ServerAwayError`
   */
  async read(server: ClinicServer): Promise<void> {
    const { logKeys } = this.#parts;
    for (;;) {
      const page = await server.rowsAfter(this.head.seq, MOST_AT_ONCE, CALL_MS);
      const reading = await readRows(page, this.head, this.#state, logKeys);
      if (reading.stopped === 'broken')
        throw new NotTheClinicError('The rows do not follow each other.');
      if (reading.stopped === 'later') throw new OutdatedError('A decision of a later version.');
      for (const { row, entry } of reading.rows) this.#take(row, entry);
      this.#state = reading.rows.at(-1)?.state ?? this.#state;
      this.#parts.onRow(this.rows.length, server.greeting.head.seq);
      if (reading.stopped === 'newKey') await this.#openKey(server);
      else if (page.length < MOST_AT_ONCE) break;
    }
    this.#check();
  }

  /** All boxes that this computer must have, as far as they are what their hashes say. */
  async boxes(server: ClinicServer): Promise<readonly Buffer[]> {
    const hashes = [...neededBoxes(this.state)];
    const boxes: Buffer[] = [];
    for (let at = 0; at < hashes.length; at += BOXES_AT_ONCE)
      boxes.push(...(await this.#fetch(server, hashes.slice(at, at + BOXES_AT_ONCE))));
    return boxes;
  }

  /** The row after the last one, which this computer appended itself. */
  async add(row: LogRow): Promise<void> {
    const reading = await readRows([row], this.head, this.#state, this.#parts.logKeys);
    const [read] = reading.rows;
    const entry = read?.entry ?? null;
    if (read === undefined || entry === null)
      throw new NotTheClinicError('The clinic does not take this computer.');
    this.#take(row, entry);
    this.#state = read.state;
  }

  #take(row: LogRow, entry: Entry | null): void {
    const { chain, rows } = this.#parts.expected;
    this.rows.push(row);
    if (isAt(row, rows)) this.#hasPassed.rows = true;
    if (entry === null) return;
    this.entries.push(entry);
    if (isAt(entry, chain)) this.#hasPassed.chain = true;
  }

  /** Without this a server that was rolled back, or another clinic's, could greet a newcomer. */
  #check(): void {
    const { clinic, log } = this.#parts.expected;
    const { chain, rows } = this.#hasPassed;
    if (this.state.clinic !== clinic || this.state.shared?.log !== log)
      throw new NotTheClinicError('It is another clinic.');
    if (!chain || !rows) throw new NotTheClinicError('It is an older state of the clinic.');
  }

  async #openKey(server: ClinicServer): Promise<void> {
    const { logKeys, holder } = this.#parts;
    const { shared } = this.state;
    const [box] = shared === null ? [] : await this.#fetch(server, [shared.keys.box]);
    const key = shared === null ? null : openLogKey(shared, box ?? null, holder);
    if (shared === null || key === null) throw new NotTheClinicError('There is no key for us.');
    logKeys.add(shared.keys.epoch, key);
  }

  async #fetch(server: ClinicServer, hashes: readonly string[]): Promise<readonly Buffer[]> {
    const { logKeys } = this.#parts;
    const wanted = new Set(hashes);
    const names = hashes.map((hash) => logKeys.boxName(hash));
    const sealed = await server.boxes(names, CALL_MS);
    return sealed
      .flatMap(({ box }) => logKeys.openBox(box) ?? [])
      .filter((box) => wanted.has(hashOf(box)));
  }
}

function isAt({ seq, link }: Position, [wantedSeq, wantedLink]: Expected['chain']): boolean {
  return seq === wantedSeq && link.toString('base64') === wantedLink;
}
