import {
  type ClinicServer,
  type DecisionStore,
  type LogRow,
  type LogStore,
  MOST_AT_ONCE,
  ServerAwayError,
} from '../ports/index.js';
import type { Beyond } from './beyond.js';
import type { Chain } from './chain.js';
import { MOST_TRIES, type Order, ServerUnsureError } from './chain-parts.js';
import type { ClinicAccount } from './clinic-account.js';
import type { ClinicState } from './clinic-state.js';
import type { Entry, Position, StoredEntry } from './entry.js';
import { lostBy, newestKey, readAnew } from './log-anew.js';
import type { LogReader } from './log-keys.js';
import { LogBoxes } from './log-boxes.js';
import { epochOf, follows, type ReadRow, readRows, rowLink } from './row-reader.js';

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
  readonly account: Pick<ClinicAccount, 'state' | 'standing' | 'box' | 'boxesHere'>;
  readonly decisions: Pick<DecisionStore, 'saveBox' | 'entriesAfter' | 'together'>;
  readonly rows: LogStore;
  readonly reader: () => LogReader | null;
  readonly beyond: Pick<Beyond, 'obey'>;
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
      chain.deciding.follow(this);
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

  /**
   * The connection is gone: nothing is decided until there is another.
   * @param gone this one; if another has taken its place, that goes on
   */
  part(gone = this.#server): void {
    if (gone !== this.#server) return;
    gone?.close();
    this.#server = null;
    this.#parts.chain.deciding.follow(null);
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
    this.#reader.log.dropAfter(epochOf(this.#parts.account.state));
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
    const { state } = this.#parts.account;
    // Once the decision is in force: the server should not keep what nobody may have any more.
    if (state !== null) setImmediate(() => void this.#dropUnnamed(state));
  }

  /** Takes boxes off the server that a decision of this computer has replaced, if the server answers. */
  async #dropUnnamed(before: ClinicState): Promise<void> {
    const { state } = this.#parts.account;
    if (state === null || this.#server === null) return;
    await this.#boxes.dropUnnamed(this.#server, before, state).catch(() => undefined);
  }

  async #meet(server: ClinicServer): Promise<Meeting> {
    const { rows, account } = this.#parts;
    const { log, standing } = server.greeting;
    // A broken chain may end before the account was shared.
    if (account.standing.kind === 'broken') return this.#fetchAnew(server);
    if (log !== account.state?.shared?.log) return 'contradicted';
    // Whether it was removed, only a signed decision says.
    if (standing === 'removed') return this.#fetch(server);
    let { head } = server.greeting;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      // What is told of a head before ours may be out of date.
      if (head.seq < rows.head().seq) head = (await server.greet(CALL_MS)).head;
      const mine = rows.head();
      const common = Math.min(head.seq, mine.seq);
      const isSame = head.seq > mine.seq || (rows.linkOf(common)?.equals(head.link) ?? false);
      if (!isSame) return this.#fetchAnew(server);
      if (head.seq >= mine.seq) return this.#fetch(server);
      const outcome = await this.#putBack(server, head);
      if (outcome === 'broken') return this.#fetchAnew(server);
      if (outcome === 'moved') continue;
      this.#parts.onPutBack(head.seq, mine.seq);
      return this.#fetch(server);
    }
    return 'contradicted';
  }

  /**
   * Gives the server the rows back that it forgot, byte for byte.
   * @returns `moved` when somebody was faster, `broken` when another program has changed a row here
   */
  async #putBack(server: ClinicServer, from: Position): Promise<'done' | 'moved' | 'broken'> {
    const { rows, account } = this.#parts;
    let after = from;
    for (;;) {
      const [row] = rows.rowsAfter(after.seq, 1);
      if (row === undefined) break;
      if (!follows(row, after)) return 'broken';
      if ((await server.append(after, row.body, [], CALL_MS)) === 'moved') return 'moved';
      after = row;
    }
    if (account.state !== null) await this.#boxes.bringAll(server, account.state);
    return 'done';
  }

  /** Takes the rows after those that are here. */
  async #fetch(server: ClinicServer): Promise<Meeting> {
    const { rows: store, chain, account, beyond } = this.#parts;
    for (;;) {
      // Another program has written: what is here says nothing about rows that follow.
      if (account.standing.kind === 'broken') return this.#fetchAnew(server);
      const log = store.head();
      const { state } = account;
      if (!(await this.#hasKeyFor(server, state))) return 'contradicted';
      const rows = await server.rowsAfter(log.seq, MOST_AT_ONCE, CALL_MS);
      if (this.#finishUnsure(rows[0], log)) continue;
      const reading = await readRows(rows, log, state, this.#reader.log);
      if (reading.stopped === 'broken' && reading.rows.length === 0) return this.#fetchAnew(server);
      const after = reading.rows.at(-1)?.state ?? state;
      const isRemoved = this.#isRemoved(after);
      const boxes = isRemoved ? [] : await this.#boxes.missing(server, after);
      const also = (): void => this.#keepRows(reading.rows);
      if (reading.rows.length + boxes.length > 0)
        chain.take({ entries: entriesOf(reading.rows), state: after, boxes, also });
      if (isRemoved) return 'removed';
      if (reading.stopped === 'later')
        return beyond.obey(server, rows.slice(reading.rows.length), after);
      if (reading.stopped === null && rows.length < MOST_AT_ONCE) return 'same';
    }
  }

  /** Takes this computer's share of the log's key that a state names, and no other key. */
  async #hasKeyFor(server: ClinicServer, state: ClinicState | null): Promise<boolean> {
    const { log, keep } = this.#reader;
    const epoch = epochOf(state);
    log.dropAfter(epoch);
    if (log.epoch >= epoch) return true;
    const key = await newestKey(server, state, { reader: this.#reader, boxes: this.#boxes });
    if (key === null) return false;
    log.add(epoch, key);
    this.#parts.decisions.together(keep);
    return true;
  }

  /** A decision of this computer whose answer was lost, and which the server took after all. */
  #finishUnsure(row: LogRow | undefined, after: Position): boolean {
    // The server may be about to write what it got.
    if (row === undefined) return false;
    const unsure = this.#unsure;
    this.#unsure = null;
    if (unsure?.body.equals(row.body) !== true) return false;
    if (!follows(row, after)) return false;
    this.#sent = row;
    try {
      unsure.finish();
    } catch {
      // The session of whoever decided has ended: it is taken as a decision from elsewhere.
      this.#sent = null;
    }
    return this.head.seq === row.seq;
  }

  /** Takes the server's whole log, as what is here is broken or went on differently. */
  async #fetchAnew(server: ClinicServer): Promise<Meeting> {
    const { rows: store, chain, account, decisions } = this.#parts;
    const reader = this.#reader;
    const anew = await readAnew(server, { reader, boxes: this.#boxes });
    if (typeof anew === 'string') return anew;
    const { read, state, keys } = anew;
    // Another founder, or none: it is not this clinic.
    const isSame = state !== null && state.clinic === account.state?.clinic;
    if (!isSame || state.shared?.log !== server.greeting.log) return 'contradicted';
    const lost = lostBy(decisions, read);
    const isRemoved = this.#isRemoved(state);
    const boxes = isRemoved ? [] : await this.#boxes.missing(server, state, keys);
    const also = (): void => {
      store.clear();
      this.#keepRows(read);
      reader.log.become(keys);
      reader.keep();
      if (lost.length > 0) this.#parts.onLost(lost);
    };
    chain.takeAnew({ entries: entriesOf(read), state, boxes, also }, lost.length === 0);
    return isRemoved ? 'removed' : 'same';
  }

  #keepRows(read: readonly ReadRow[]): void {
    for (const { row } of read) this.#parts.rows.append(row);
  }

  #isRemoved(state: ClinicState | null): boolean {
    return state?.shared?.removed[this.#reader.id] !== undefined;
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
