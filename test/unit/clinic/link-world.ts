import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { Link, type LinkParts } from '../../../src/main/clinic/link.js';
import type { LineBeats } from '../../../src/main/clinic/link-beats.js';
import type { Log, Meeting } from '../../../src/main/clinic/link-log.js';
import type { LinkState } from '../../../src/main/clinic/link-machine.js';
import { type Position, START } from '../../../src/main/account/entry.js';
import { scramVerifier } from '../../../src/main/keys/scram.js';
import {
  type ClinicServer,
  type LogRow,
  loginOf,
  ServerAwayError,
  type ServerGreeting,
  type ServerPlace,
} from '../../../src/main/ports/index.js';
import type { VirtualClock } from '../../support/fakes/virtual-clock.js';
import { VirtualLine } from '../../support/fakes/virtual-line.js';
import { VirtualServer } from '../../support/fakes/virtual-server.js';

export const PLACE: ServerPlace = {
  addresses: [{ host: 'server.example', port: 5_432 }],
  database: 'clinic',
};
const OWNER = { user: 'owner', password: 'owner' };
const PASSWORD = 'password';
/** Made once: a verifier is slow to make. */
const VERIFIER = scramVerifier(PASSWORD);

/** What a signed decision in a row would say, to this test's {@link SimpleLog}. */
export const REMOVED = Buffer.from('removed');
export const LATER = Buffer.from('later');

const CALL_MS = 10_000;

/** Lets all work go on that waits for no time. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((next) => setImmediate(next));
}

/** Time passes, and each timer's work is done before the next one. */
export async function pass(clock: VirtualClock, ms: number): Promise<void> {
  await settled();
  await clock.run(ms, settled);
  await settled();
}

/** A log whose rows are plain: compares, puts back and takes as the real one. */
export class SimpleLog implements Log {
  rows: LogRow[] = [];
  pulls = 0;
  /** Thrown by the next pull. */
  trouble: Error | null = null;
  /** Awaited between the answer with the rows and their taking. */
  checks: () => Promise<void> = () => Promise.resolve();
  /** What `fetchBox` finds. */
  boxes = new Set<string>();
  #server: ClinicServer | null = null;
  #pulling: Promise<Meeting> | null = null;

  get head(): Position {
    const last = this.rows.at(-1);
    return last === undefined ? START : { seq: last.seq, link: last.link };
  }

  get isOnline(): boolean {
    return this.#server !== null;
  }

  async meet(server: ClinicServer): Promise<Meeting> {
    this.#server = server;
    const theirs = await server.rowsAfter(0, 500, CALL_MS);
    const common = this.rows.filter(
      (row, index) => theirs[index]?.link.equals(row.link) === true,
    ).length;
    if (common < Math.min(this.rows.length, theirs.length)) return 'contradicted';
    for (const [index, row] of this.rows.entries())
      if (index >= theirs.length)
        await server.append(this.rows[index - 1] ?? START, row.body, [], CALL_MS);
    return this.#take(theirs.slice(common));
  }

  pull(): Promise<Meeting> {
    this.#pulling ??= this.#pull().finally(() => (this.#pulling = null));
    return this.#pulling;
  }

  async #pull(): Promise<Meeting> {
    this.pulls += 1;
    const { trouble } = this;
    this.trouble = null;
    if (trouble !== null) throw trouble;
    if (this.#server === null) throw new ServerAwayError('unreachable');
    return this.#take(await this.#server.rowsAfter(this.head.seq, 500, CALL_MS));
  }

  part(): void {
    this.#server = null;
  }

  fetchBox(hash: string): Promise<'here' | 'missing'> {
    if (this.#server === null) return Promise.reject(new ServerAwayError('unreachable'));
    return Promise.resolve(this.boxes.has(hash) ? 'here' : 'missing');
  }

  markName(purpose: string, subject: string): Buffer {
    return createHmac('sha256', 'key').update(`${purpose} ${subject}`).digest().subarray(0, 16);
  }

  async #take(rows: readonly LogRow[]): Promise<Meeting> {
    await this.checks();
    for (const row of rows) {
      if (row.seq !== this.head.seq + 1) continue;
      if (row.body.equals(LATER)) return 'outdated';
      this.rows.push(row);
    }
    return this.rows.some(({ body }) => body.equals(REMOVED)) ? 'removed' : 'same';
  }
}

/** What a workstation says, in plain words. */
export class SimpleBeats implements LineBeats {
  isFree = true;
  isStale = false;
  isWithheld = false;
  /** Whether there is something to say. */
  speaks = true;
  run = randomBytes(16);

  first(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null> {
    return this.beat(server, boundMs);
  }

  async beat(server: ClinicServer, boundMs: number): Promise<ServerGreeting | 'copied' | null> {
    if (!this.speaks) return null;
    const beat = { run: this.run, runBefore: null, whose: null, body: Buffer.from('here I am') };
    const { isCopy, greeting } = await server.beat(beat, boundMs);
    return isCopy ? 'copied' : greeting;
  }

  isWithheldBy(): Promise<boolean> {
    return Promise.resolve(this.isWithheld);
  }
}

/** A clinic's server with one workstation that is enrolled. */
export interface LinkWorld {
  readonly server: VirtualServer;
  readonly workstation: string;
  /** Appends a row from elsewhere. */
  append(body: Buffer): void;
}

export async function foundClinic(clock: VirtualClock): Promise<LinkWorld> {
  const server = new VirtualServer(() => clock.now().wallMs);
  const workstation = randomUUID();
  const first = { log: randomUUID(), workstation, verifier: VERIFIER };
  await server.found(PLACE, OWNER, first);
  const elsewhere = await enrolMore(server, workstation);
  const append = (body: Buffer): void => {
    server.append(elsewhere, server.rows.at(-1) ?? START, body, []);
  };
  append(Buffer.from('first'));
  return { server, workstation, append };
}

/** One more workstation of the clinic. @returns its id */
export function enrolMore(server: VirtualServer, by: string): Promise<string> {
  const workstation = randomUUID();
  server.openEnrolment(by, { workstation, verifier: VERIFIER, sealed: Buffer.from('x'), hours: 1 });
  const after = server.rows.at(-1) ?? START;
  server.enrol(workstation, after, Buffer.from(`enrolled ${workstation}`), VERIFIER);
  return Promise.resolve(workstation);
}

/** A workstation's link, and what it told. */
export class LinkedDesk {
  readonly line: VirtualLine;
  readonly log = new SimpleLog();
  readonly beats = new SimpleBeats();
  readonly link: Link;
  readonly states: LinkState[] = [];
  /** Each call to the server, by name. */
  readonly calls: string[] = [];
  contacts = 0;
  /** Whether the keychain gives the login. */
  hasLogin = true;
  random = 1;

  constructor(
    readonly clock: VirtualClock,
    server: VirtualServer,
    workstation: string,
    parts: Partial<LinkParts> = {},
  ) {
    this.line = new VirtualLine(server, clock);
    this.line.beforeCall = (name) => this.calls.push(name);
    const login = { user: loginOf(workstation), password: PASSWORD };
    this.link = new Link({
      connector: this.line,
      clock,
      log: this.log,
      beats: this.beats,
      login: () => Promise.resolve(this.hasLogin ? { place: PLACE, login } : null),
      random: () => this.random,
      onContact: () => (this.contacts += 1),
      onChange: (state) => this.states.push(state),
      ...parts,
    });
  }

  get why(): string | null {
    const { state } = this.link;
    return 'why' in state ? state.why : null;
  }

  async start(): Promise<void> {
    this.link.start();
    await settled();
  }

  pass(ms: number): Promise<void> {
    return pass(this.clock, ms);
  }

  /** How often the server was asked this. */
  asked(name: string): number {
    return this.calls.filter((call) => call === name).length;
  }
}
