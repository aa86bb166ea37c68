import {
  type ClinicServer,
  type DecisionStore,
  type LogRow,
  type LogStore,
  MOST_AT_ONCE,
  ServerAwayError,
} from '../ports/index.js';
import type { Chain } from './chain.js';
import { type Order, ServerUnsureError } from './chain-parts.js';
import type { ClinicAccount } from './clinic-account.js';
import type { ClinicState } from './clinic-state.js';
import { type Entry, type Position, START, type StoredEntry } from './entry.js';
import { type LogReader, openLogKey } from './log-keys.js';
import { LogBoxes } from './log-boxes.js';
import { type ReadRow, readRows, rowLink } from './row-reader.js';

/** How long the server may take for a decision, and for anything else, in milliseconds. */
const DECISION_MS = 5_000;
const CALL_MS = 10_000;

/**
 * How the account here stands to the server's. `contradicted`: the server keeps another account; `outdated`:
 * somebody decided what this version does not understand; `removed`: this computer was taken out of the clinic.
 */
export type Meeting = 'same' | 'contradicted' | 'outdated' | 'removed';

export interface SharedLogParts {
  readonly chain: Chain;
  readonly account: Pick<ClinicAccount, 'state' | 'standing' | 'box'>;
  readonly decisions: Pick<DecisionStore, 'saveBox' | 'entriesAfter'>;
  readonly rows: LogStore;
  readonly reader: () => LogReader | null;
  /** The server had forgotten these rows, and got them back. */
  readonly onPutBack: (from: number, to: number) => void;
  /** The server went on differently: these decisions are in force nowhere any more. */
  readonly onLost: (lost: readonly StoredEntry[]) => void;
}

/**
 * The decisions of a clinic with several computers, which its server puts in one order. Nothing that the server
 * says is believed: what it brings is verified as if a stranger had brought it, and what it forgot it gets back.
 */
export class SharedLog implements Order {
  readonly #parts: SharedLogParts;
  readonly #boxes: LogBoxes;
  #server: ClinicServer | null = null;
  /** The row that was sent, until it is stored. */
  #sent: LogRow | null = null;
  /** A decision of which nobody knows yet whether the server took it. */
  #unsure: { readonly body: Buffer; readonly finish: () => void } | null = null;
  /** Whether there is a key of the log that is not kept yet. */
  #hasNewKey = false;

  constructor(parts: SharedLogParts) {
    this.#parts = parts;
    this.#boxes = new LogBoxes({ account: parts.account, keys: () => this.#reader.log });
  }

  get head(): Position {
    return this.#parts.rows.head();
  }

  get workstation(): string {
    return this.#reader.id;
  }

  /** Compares with a server that answers, puts back what it forgot, and takes what is new. */
  meet(server: ClinicServer): Promise<Meeting> {
    const { chain } = this.#parts;
    return chain.inTurn(async () => {
      await chain.check();
      const meeting = await this.#meet(server);
      if (meeting !== 'same') return meeting;
      this.#server = server;
      chain.follow(this);
      return meeting;
    });
  }

  /** Takes what is new. */
  pull(): Promise<Meeting> {
    const { chain } = this.#parts;
    return chain.inTurn(async () => {
      const server = this.#server;
      if (server === null) return 'same';
      await chain.check();
      return this.#fetch(server);
    });
  }

  /** The connection is gone: nothing is decided until there is another. */
  part(): void {
    this.#server = null;
    this.#parts.chain.follow(null);
  }

  /** Brings a box here, such as a member's credential. */
  async fetchBox(hash: string, boundMs: number): Promise<'here' | 'missing'> {
    const { account, decisions } = this.#parts;
    if (account.box(hash) !== null) return 'here';
    if (this.#server === null) throw new ServerAwayError('unreachable');
    const [box] = await this.#boxes.of(this.#server, [hash], boundMs);
    if (box === undefined) return 'missing';
    decisions.saveBox(hash, box);
    return 'here';
  }

  markName(purpose: 'step' | 'tries' | 'settled', subject: string): Buffer {
    return this.#reader.log.markName(purpose, subject);
  }

  async append(
    entry: Entry,
    boxes: readonly Buffer[],
    finish: () => void,
  ): Promise<'appended' | 'moved'> {
    const server = this.#server;
    if (server === null) throw new ServerAwayError('unreachable');
    const after = this.head;
    const body = this.#reader.log.sealRow(entry);
    this.#unsure = { body, finish };
    const answer = await server
      .append(after, body, this.#boxes.named(boxes), DECISION_MS)
      .catch((cause: unknown) => {
        throw new ServerUnsureError('The server did not answer in time.', { cause });
      });
    this.#unsure = null;
    if (answer === 'appended')
      this.#sent = { seq: after.seq + 1, link: rowLink(after.link, body), body };
    else if ((await this.#fetch(server)) !== 'same') throw new ServerAwayError('broken');
    return answer;
  }

  written(): void {
    if (this.#sent !== null) this.#parts.rows.append(this.#sent);
    this.#sent = null;
  }

  async #meet(server: ClinicServer): Promise<Meeting> {
    const { rows, account } = this.#parts;
    const { log, standing } = server.greeting;
    if (log !== account.state?.shared?.log) return 'contradicted';
    // Whether it was removed, only a signed decision says.
    if (standing === 'removed') return this.#fetch(server);
    if (account.standing.kind === 'broken') return this.#fetchAnew(server);
    for (;;) {
      const { head } = await server.greet(CALL_MS);
      const mine = rows.head();
      const common = Math.min(head.seq, mine.seq);
      const isSame = head.seq > mine.seq || (rows.linkOf(common)?.equals(head.link) ?? false);
      if (!isSame) return this.#fetchAnew(server);
      if (head.seq >= mine.seq) return this.#fetch(server);
      if (await this.#putBack(server, head)) this.#parts.onPutBack(head.seq, mine.seq);
    }
  }

  /** Gives the server the rows back that it forgot, byte for byte. @returns whether nobody was faster */
  async #putBack(server: ClinicServer, from: Position): Promise<boolean> {
    const { rows, account } = this.#parts;
    let after = from;
    for (;;) {
      const [row] = rows.rowsAfter(after.seq, 1);
      if (row === undefined) break;
      if ((await server.append(after, row.body, [], CALL_MS)) === 'moved') return false;
      after = row;
    }
    if (account.state !== null) await this.#boxes.bringAll(server, account.state);
    return true;
  }

  /** Takes the rows after those that are here. */
  async #fetch(server: ClinicServer): Promise<Meeting> {
    const { rows: store, chain, account } = this.#parts;
    for (;;) {
      const log = store.head();
      const rows = await server.rowsAfter(log.seq, MOST_AT_ONCE, CALL_MS);
      if (this.#finishUnsure(rows[0], log)) continue;
      const { state } = account;
      const reading = await readRows(rows, log, state, this.#reader.log);
      if (reading.stopped === 'broken' && reading.rows.length === 0) return this.#fetchAnew(server);
      const after = reading.rows.at(-1)?.state ?? state;
      const isRemoved = this.#isRemoved(after);
      if (reading.stopped === 'newKey' && !isRemoved && !(await this.#openKey(server, after)))
        return 'contradicted';
      const boxes = isRemoved ? [] : await this.#boxes.missing(server, after);
      chain.take({
        entries: entriesOf(reading.rows),
        state: after,
        boxes,
        also: () => this.#keepRows(reading.rows),
      });
      if (isRemoved) return 'removed';
      if (reading.stopped === 'later') return 'outdated';
      if (reading.stopped === null && rows.length < MOST_AT_ONCE) return 'same';
    }
  }

  /** A decision of this computer whose answer was lost, and which the server took after all. */
  #finishUnsure(row: LogRow | undefined, after: Position): boolean {
    const unsure = this.#unsure;
    this.#unsure = null;
    if (row === undefined || unsure?.body.equals(row.body) !== true) return false;
    if (row.seq !== after.seq + 1 || !rowLink(after.link, row.body).equals(row.link)) return false;
    this.#sent = row;
    try {
      unsure.finish();
      return true;
    } catch {
      // The session of whoever decided has ended: it is taken as a decision from elsewhere.
      this.#sent = null;
      return false;
    }
  }

  /** Reads the server's whole log, as what is here is broken or went on differently. */
  async #fetchAnew(server: ClinicServer): Promise<Meeting> {
    const { rows: store, chain, account } = this.#parts;
    const read: ReadRow[] = [];
    let log: Position = START;
    let state: ClinicState | null = null;
    for (;;) {
      const rows = await server.rowsAfter(log.seq, MOST_AT_ONCE, CALL_MS);
      const reading = await readRows(rows, log, state, this.#reader.log);
      if (reading.stopped === 'broken') return 'contradicted';
      if (reading.stopped === 'later') return 'outdated';
      read.push(...reading.rows);
      log = reading.rows.at(-1)?.row ?? log;
      state = reading.rows.at(-1)?.state ?? state;
      const isOut = this.#isRemoved(state);
      if (reading.stopped === 'newKey' && !isOut && !(await this.#openKey(server, state)))
        return 'contradicted';
      if (isOut || (reading.stopped === null && rows.length < MOST_AT_ONCE)) break;
    }
    const before = account.state;
    // Another founder, or none: it is not this clinic.
    if (state === null || state.clinic !== before?.clinic) return 'contradicted';
    const lost = this.#lostBy(read);
    const boxes = this.#isRemoved(state) ? [] : await this.#boxes.missing(server, state);
    const also = (): void => {
      store.clear();
      this.#keepRows(read);
      if (lost.length > 0) this.#parts.onLost(lost);
    };
    chain.takeAnew({ entries: entriesOf(read), state, boxes, also }, lost.length === 0);
    return this.#isRemoved(state) ? 'removed' : 'same';
  }

  /** The decisions of this chain that are not among these. */
  #lostBy(read: readonly ReadRow[]): readonly StoredEntry[] {
    const { decisions } = this.#parts;
    const kept = new Set(read.map(({ entry }) => entry?.signature.toString('base64')));
    const lost: StoredEntry[] = [];
    for (let seq = 0; ;) {
      const page = decisions.entriesAfter(seq, MOST_AT_ONCE);
      lost.push(...page.filter(({ signature }) => !kept.has(signature.toString('base64'))));
      seq = page.at(-1)?.seq ?? seq;
      if (page.length < MOST_AT_ONCE) return lost;
    }
  }

  #keepRows(read: readonly ReadRow[]): void {
    for (const { row } of read) this.#parts.rows.append(row);
    if (this.#hasNewKey) this.#reader.keep();
    this.#hasNewKey = false;
  }

  #isRemoved(state: ClinicState | null): boolean {
    return state?.shared?.removed[this.#reader.id] !== undefined;
  }

  /** Takes this computer's share of a new key of the log. @returns whether there was one */
  async #openKey(server: ClinicServer, state: ClinicState | null): Promise<boolean> {
    const shared = state?.shared;
    if (shared === undefined || shared === null) return false;
    const reader = this.#reader;
    const [box] = await this.#boxes.of(server, [shared.keys.box], CALL_MS);
    const key = openLogKey(shared, box ?? null, reader);
    if (key === null) return false;
    reader.log.add(shared.keys.epoch, key);
    this.#hasNewKey = true;
    return true;
  }

  get #reader(): LogReader {
    const reader = this.#parts.reader();
    if (reader === null) throw new ServerAwayError('unreachable');
    return reader;
  }
}

function entriesOf(read: readonly ReadRow[]): readonly Entry[] {
  return read.flatMap(({ entry }) => entry ?? []);
}
