import { randomUUID } from 'node:crypto';
import { Beyond } from '../../../src/main/account/beyond.js';
import {
  changeSchema,
  type SignedChange,
  type SignedChangeOf,
} from '../../../src/main/account/changes.js';
import type { SharedState } from '../../../src/main/account/clinic-state.js';
import {
  type Entry,
  type Position,
  START,
  type StoredEntry,
} from '../../../src/main/account/entry.js';
import { without } from '../../../src/main/account/judge-computers.js';
import { KeptForLater } from '../../../src/main/account/kept-for-later.js';
import { LogKeys, type LogReader, nextLogKey } from '../../../src/main/account/log-keys.js';
import { rowLink } from '../../../src/main/account/row-reader.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { type Meeting, SharedLog } from '../../../src/main/account/shared-log.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import {
  type AccountNow,
  type Appliers,
  type ClinicServer,
  type Decision,
  loginOf,
  type Member,
  type NamedBox,
  type Outcome,
  type Remembered,
} from '../../../src/main/ports/index.js';
import { keysOf } from './member-seeds.js';
import type { MemoryAccount } from './memory-account.js';
import { MemoryLog } from './memory-log.js';
import { VirtualLine } from './virtual-line.js';
import type { VirtualServer } from './virtual-server.js';

export const PLACE = {
  addresses: [{ host: 'server.clinic.example', port: 5432 }],
  database: 'clinic',
};
export const BOUND_MS = 5_000;

const KINDS = changeSchema.options.map(({ shape }) => shape.kind.value);

/** What makes a computer this workstation. */
export interface DeskIdentity {
  readonly id: string;
  readonly keys: SeedKeys;
  readonly password: string;
}

export function freshIdentity(): DeskIdentity {
  return { id: randomUUID(), keys: SeedKeys.fresh(), password: randomUUID() };
}

interface DeskParts {
  readonly server: VirtualServer;
  readonly identity: DeskIdentity;
  readonly account: MemoryAccount;
  readonly rows: MemoryLog;
  /** Keys of the log, as this computer keeps them. */
  readonly kept: ReadonlyMap<number, Buffer>;
  /** What this computer remembers outside of its database. */
  readonly remembered: Remembered | null;
}

/** One computer of a clinic with several: its account over stores in memory, its log, its line to the server. */
export class Desk {
  readonly identity: DeskIdentity;
  readonly account: MemoryAccount;
  readonly rows: MemoryLog;
  readonly server: VirtualServer;
  readonly line: VirtualLine;
  readonly log: SharedLog;
  readonly beyond: Beyond;
  /** Keys of the log in memory. */
  readonly logKeys: LogKeys;
  /** Which rows the server got back. */
  readonly putBack: (readonly [number, number])[] = [];
  /** Decisions that are in force nowhere any more, as they were told. */
  readonly lost: StoredEntry[] = [];
  /** Which decisions were felt by the rooms of this app, in the order. */
  readonly felt: SignedChange['kind'][] = [];
  /** Which decisions came from elsewhere and were new here. */
  readonly taken: Entry['change']['kind'][] = [];
  /** Orders to sign out that are obeyed although a decision before them is not understood. */
  readonly ordered: SignedChangeOf<'session.ended'>[] = [];
  kept: ReadonlyMap<number, Buffer>;
  remembered: Remembered | null;
  connection: ClinicServer | null = null;

  constructor({ server, identity, account, rows, kept, remembered }: DeskParts) {
    this.server = server;
    this.identity = identity;
    this.account = account;
    this.rows = rows;
    this.kept = kept;
    this.remembered = remembered;
    this.line = new VirtualLine(server);
    this.logKeys = new LogKeys(copied(kept));
    account.decisions.database = [rows, this];
    const { chain, decisions } = account;
    chain.onDecided((at) => {
      this.remembered = at;
    });
    // Each kind gets the same applier, which the types cannot express through a union.
    chain.register(
      Object.fromEntries(
        KINDS.map((kind) => [kind, () => void this.felt.push(kind)]),
      ) as unknown as Appliers<SignedChange['kind']>,
    );
    const keep = (): void => {
      this.kept = this.logKeys.export();
    };
    const { id, keys } = identity;
    const reader = (): LogReader => ({ id, keys, log: this.logKeys, keep });
    chain.deciding.keepForLater(new KeptForLater(rows, reader));
    chain.onTaken((entries) => this.taken.push(...entries.map(({ change: { kind } }) => kind)));
    this.beyond = new Beyond({ reader, onOrder: (order) => this.ordered.push(order) });
    this.log = new SharedLog({
      ...{ chain, account, decisions, rows, reader, beyond: this.beyond },
      onPutBack: (from, to) => this.putBack.push([from, to]),
      onLost: (lost) => this.lost.push(...lost),
    });
  }

  /** The app starts again on what is kept: memory is gone. It is not in contact. */
  async restarted(): Promise<Desk> {
    this.disconnect();
    const { server, identity, rows, kept, remembered } = this;
    const account = this.account.restarted();
    const desk = new Desk({ server, identity, account, rows, kept, remembered });
    await desk.start();
    return desk;
  }

  /** A backup of this computer's database. @returns what restores it; start again after that */
  backup(): () => void {
    const { decisions, local } = this.account;
    const parts = [decisions, local, this.rows, this].map((part) => part.snapshot());
    return () => {
      for (const restore of parts) restore();
    };
  }

  /** Of what is kept beside the stores in the same database: the keys of the log. */
  snapshot(): () => void {
    const { kept } = this;
    return () => {
      this.kept = kept;
    };
  }

  /** Reads the chain, and compares it with what this computer remembers. */
  async start(): Promise<void> {
    const { chain } = this.account;
    await chain.check();
    this.remembered ??= chain.head;
    chain.compare(this.remembered);
  }

  get id(): string {
    return this.identity.id;
  }

  get state(): NonNullable<MemoryAccount['state']> {
    const { state } = this.account;
    if (state === null) throw new Error('There is no clinic here.');
    return state;
  }

  get facts(): SharedState {
    const { shared } = this.state;
    if (shared === null) throw new Error('The account is not shared.');
    return shared;
  }

  get standing(): MemoryAccount['standing'] {
    return this.account.standing;
  }

  /** In contact with the server, whatever its log says. Rejects with `ServerAwayError`. */
  async connect(): Promise<Meeting> {
    this.disconnect();
    this.connection = await this.open(this.identity.password);
    this.connection.onGone(() => {
      this.log.part();
      this.connection = null;
    });
    return this.log.meet(this.connection);
  }

  disconnect(): void {
    this.connection?.close();
    this.connection = null;
    this.log.part();
  }

  /** Somebody who is signed in here decides. */
  decide(
    member: Member,
    change: SignedChange,
    ...boxes: readonly Buffer[]
  ): Promise<Outcome<never>> {
    return this.commit(member, () => ({ change, boxes }));
  }

  /** The same, on the account as it is then. */
  commit<Code extends string = never>(
    member: Member,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
  ): Promise<Outcome<Code>> {
    return this.account.chain.commit(authorOf(member), decide);
  }

  /** Takes another computer out, with new keys of the log. */
  remove(member: Member, other: Desk): Promise<Outcome<never>> {
    return this.commit(member, () => {
      const workstations = without(this.facts.workstations, other.id);
      const { keys, box, key } = nextLogKey({ ...this.facts, workstations });
      return {
        change: { kind: 'workstation.removed', workstation: other.id, keys },
        boxes: [box],
        also: () => {
          this.logKeys.add(keys.epoch, key);
          this.kept = this.logKeys.export();
        },
      };
    });
  }

  /** A connection, which nothing follows. */
  open(password: string): Promise<ClinicServer> {
    return this.line.connect(PLACE, { user: loginOf(this.id), password }, BOUND_MS);
  }

  /** Sends a decision to the server past the chain, and keeps its row. */
  async send(
    connection: ClinicServer,
    entry: Pick<StoredEntry, 'body' | 'signature'>,
    boxes: readonly Buffer[],
  ): Promise<void> {
    const after: Position = this.rows.rows.at(-1) ?? START;
    const body = this.logKeys.sealRow(entry);
    await connection.append(after, body, this.named(boxes), BOUND_MS);
    this.rows.append({ seq: after.seq + 1, link: rowLink(after.link, body), body });
  }

  named(boxes: readonly Buffer[]): readonly NamedBox[] {
    const { logKeys } = this;
    return boxes.map((box) => ({ name: logKeys.boxName(hashOf(box)), box: logKeys.sealBox(box) }));
  }
}

export function authorOf(member: Member): { readonly memberId: string; readonly keys: SeedKeys } {
  return { memberId: member.id, keys: keysOf(member) };
}

function copied(keys: ReadonlyMap<number, Buffer>): ReadonlyMap<number, Buffer> {
  return new Map([...keys].map(([epoch, key]) => [epoch, Buffer.from(key)]));
}
