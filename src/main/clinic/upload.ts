import type { Entry, Position, StoredEntry } from '../account/entry.js';
import { START } from '../account/entry.js';
import type { LogKeys } from '../account/log-keys.js';
import { rowLink } from '../account/row-reader.js';
import { hashOf } from '../account/shares.js';
import {
  type ClinicServer,
  type LogRow,
  LONGEST_BOX,
  MOST_AT_ONCE,
  type NamedBox,
} from '../ports/index.js';

const CALL_MS = 10_000;
const DECISION_MS = 5_000;
/** How many boxes travel together, if they are short. */
const BOXES_AT_ONCE = 50;

/** The server keeps something else than what it was given. */
export class DifferentError extends Error {
  override readonly name = 'DifferentError';
}

export interface UploadParts {
  readonly keys: LogKeys;
  /** At most `most` decisions after this number. */
  readonly entriesAfter: (seq: number, most: number) => readonly StoredEntry[];
  /** All boxes of the account that are here. */
  readonly boxes: () => Iterable<Buffer>;
  readonly onRow: (done: number) => void;
}

/** Brings an account to an empty server, and compares what the server then has. */
export class Upload {
  readonly #parts: UploadParts;
  /** Every row that was sent, in order. */
  readonly rows: LogRow[] = [];
  readonly #boxes = new Map<string, NamedBox>();
  #compared = 0;
  readonly #comparedBoxes = new Set<string>();

  constructor(parts: UploadParts) {
    this.#parts = parts;
  }

  /** Sends what was not sent yet. It can be called again, for what was decided meanwhile. */
  async send(server: ClinicServer): Promise<void> {
    const { entriesAfter } = this.#parts;
    for (;;) {
      const page = entriesAfter(this.rows.length, MOST_AT_ONCE);
      for (const entry of page) await this.#append(server, entry, [], CALL_MS);
      if (page.length < MOST_AT_ONCE) break;
    }
    const fresh = [...this.#parts.boxes()].filter((box) => !this.#boxes.has(hashOf(box)));
    for (const some of inParts(fresh.map((box) => this.#named(box))))
      await server.bringBoxes(some, CALL_MS);
  }

  /** Sends the decision that shares the account: the last row. */
  async finish(server: ClinicServer, entry: Entry, boxes: readonly Buffer[]): Promise<void> {
    const named = boxes.map((box) => this.#named(box));
    await this.#append(server, entry, named, DECISION_MS);
  }

  /**
   * Reads back what was not compared yet.
   * @param server another connection than the one that sent it
   * @throws {DifferentError}
   */
  async compare(server: ClinicServer): Promise<void> {
    while (this.#compared < this.rows.length) {
      const page = await server.rowsAfter(this.#compared, MOST_AT_ONCE, CALL_MS);
      if (page.length === 0) throw new DifferentError('Rows are missing.');
      for (const row of page) this.#compareRow(row);
    }
    const rest = [...this.#boxes].filter(([hash]) => !this.#comparedBoxes.has(hash));
    for (const some of inParts(rest.map(([, box]) => box))) {
      const names = some.map(({ name }) => name);
      const kept = await server.boxes(names, CALL_MS);
      const byName = new Map(kept.map(({ name, box }) => [name.toString('hex'), box]));
      if (!some.every(({ name, box }) => byName.get(name.toString('hex'))?.equals(box) === true))
        throw new DifferentError('Boxes are others.');
    }
    for (const [hash] of rest) this.#comparedBoxes.add(hash);
  }

  #compareRow(row: LogRow): void {
    const sent = this.rows[this.#compared];
    if (sent?.seq !== row.seq || !sent.link.equals(row.link) || !sent.body.equals(row.body))
      throw new DifferentError('Rows are others.');
    this.#compared += 1;
  }

  async #append(
    server: ClinicServer,
    content: Pick<StoredEntry, 'body' | 'signature'>,
    boxes: readonly NamedBox[],
    boundMs: number,
  ): Promise<void> {
    const after: Position = this.rows.at(-1) ?? START;
    const body = this.#parts.keys.sealRow(content);
    if ((await server.append(after, body, boxes, boundMs)) === 'moved')
      throw new DifferentError('Somebody else writes there.');
    this.rows.push({ seq: after.seq + 1, link: rowLink(after.link, body), body });
    this.#parts.onRow(this.rows.length);
  }

  /** The box as the server gets it; remembered, as no box is sealed twice into the same bytes. */
  #named(box: Buffer): NamedBox {
    const { keys } = this.#parts;
    const hash = hashOf(box);
    const named = { name: keys.boxName(hash), box: keys.sealBox(box) };
    this.#boxes.set(hash, named);
    return named;
  }
}

/** In groups that one call can carry. */
function inParts(boxes: readonly NamedBox[]): readonly (readonly NamedBox[])[] {
  const parts: NamedBox[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const box of boxes) {
    bytes += box.box.length;
    const part = parts.at(-1);
    if (part === undefined || bytes > LONGEST_BOX || part.length === BOXES_AT_ONCE) {
      parts.push([box]);
      bytes = box.box.length;
    } else part.push(box);
  }
  return parts;
}
