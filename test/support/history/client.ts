import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Position, START } from '../../../src/main/account/entry.js';
import type {
  ClinicServer,
  LogRow,
  ServerConnector,
  ServerLogin,
  ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { type Call, follows, linkOf } from './calls.js';

const CONNECT_MS = 3_000;
const CALL_MS = 5_000;
const MOST_ROWS = 500;
/** Few names, so that clients often have to do with each other. */
const NAMES = Array.from({ length: 4 }, (_, index) => Buffer.alloc(16, index + 1));

/** One workstation, as far as the server sees it: it appends, spends and counts, and notes what it was told. */
export class HistoryClient {
  readonly calls: Call[] = [];
  /** The bodies of rows that it had, and that the server went on without, as it lists them. */
  readonly lost = new Set<string>();
  /** How many rows it gave back to a server that had forgotten them. */
  putBack = 0;
  /** How often it found that a server went on differently. */
  forks = 0;
  #rows: LogRow[] = [];
  #raised = 0;
  #spent = 0;
  #number = 0;

  constructor(
    readonly index: number,
    private readonly connector: ServerConnector,
    private readonly place: ServerPlace,
    private readonly login: ServerLogin,
  ) {}

  get head(): Position {
    return this.#rows.at(-1) ?? START;
  }

  /** Goes on until it is told to stop, whatever the server does. */
  async live(goesOn: () => boolean): Promise<void> {
    while (goesOn()) {
      let server: ClinicServer | null = null;
      try {
        server = await this.connector.connect(this.place, this.login, CONNECT_MS);
        await this.#meet(server);
        while (goesOn()) await this.#call(server);
      } catch {
        // The server is away: it is tried again soon.
        await sleep(20 + Math.random() * 200);
      } finally {
        server?.close();
      }
    }
  }

  /** Compares with a server that works, and gives it back what it forgot. */
  async settle(): Promise<void> {
    for (;;)
      try {
        const server = await this.connector.connect(this.place, this.login, CONNECT_MS);
        await this.#meet(server);
        server.close();
        return;
      } catch {
        await sleep(100);
      }
  }

  /** As `account/shared-log.ts` does it. */
  async #meet(server: ClinicServer): Promise<void> {
    for (;;) {
      const { head } = await server.greet(CALL_MS);
      const mine = this.head;
      const own = head.seq === 0 ? START.link : this.#rows[head.seq - 1]?.link;
      const isSame = head.seq > mine.seq || own?.equals(head.link) === true;
      if (!isSame) await this.#takeAnew(server);
      else if (head.seq < mine.seq) {
        if (!(await this.#giveBack(server, head.seq))) continue;
      } else if (!(await this.#pull(server))) await this.#takeAnew(server);
      return;
    }
  }

  async #giveBack(server: ClinicServer, from: number): Promise<boolean> {
    for (const row of this.#rows.slice(from)) {
      const after = this.#rows[row.seq - 2] ?? START;
      if ((await server.append(after, row.body, [], CALL_MS)) === 'moved') return false;
      this.putBack += 1;
    }
    return true;
  }

  /** @returns whether what is new follows what is here */
  async #pull(server: ClinicServer): Promise<boolean> {
    for (;;) {
      const rows = await server.rowsAfter(this.head.seq, MOST_ROWS, CALL_MS);
      for (const row of rows) {
        if (!follows(row, this.head)) return false;
        this.#rows.push(row);
      }
      if (rows.length < MOST_ROWS) return true;
    }
  }

  async #takeAnew(server: ClinicServer): Promise<void> {
    this.forks += 1;
    const before = this.#rows;
    this.#rows = [];
    try {
      if (!(await this.#pull(server))) throw new Error('The server’s log has a gap.');
    } catch (error) {
      this.#rows = before;
      throw error;
    }
    const kept = new Set(this.#rows.map(({ body }) => body.toString('hex')));
    for (const { body } of before)
      if (!kept.has(body.toString('hex'))) this.lost.add(body.toString('hex'));
  }

  async #call(server: ClinicServer): Promise<void> {
    const chance = Math.random();
    if (chance < 0.6) await this.#append(server);
    else if (chance < 0.8) await this.#spend(server);
    else await this.#raise(server);
  }

  async #append(server: ClinicServer): Promise<void> {
    const body = Buffer.concat([Buffer.from(`${this.index} ${this.#next()} `), randomBytes(12)]);
    const after = this.head;
    const about = { kind: 'append', body: body.toString('hex'), seq: after.seq + 1 } as const;
    const answer = await this.#noted(about, () => server.append(after, body, [], CALL_MS));
    if (answer === 'moved') {
      if (!(await this.#pull(server))) throw new Error('It went on differently.');
      return;
    }
    this.#rows.push({ seq: after.seq + 1, link: linkOf(after, body), body });
  }

  async #spend(server: ClinicServer): Promise<void> {
    const name = NAMES[Math.floor(Math.random() * NAMES.length)] ?? Buffer.alloc(16);
    // As steps of an authenticator app: near each other, and not always rising.
    this.#spent += Math.floor(Math.random() * 4);
    const value = 1 + this.#spent + Math.floor(Math.random() * 3);
    const about = { kind: 'spend', name: name.toString('hex'), value } as const;
    await this.#noted(about, () => server.spend({ name, value }, CALL_MS));
  }

  async #raise(server: ClinicServer): Promise<void> {
    const name = Buffer.from(NAMES[Math.floor(Math.random() * NAMES.length)] ?? Buffer.alloc(16));
    name[15] = 0xff;
    this.#raised += 1;
    const about = { kind: 'raise', name: name.toString('hex'), value: this.#raised } as const;
    await this.#noted(about, async () => {
      const [total] = await server.raise([{ name, value: this.#raised }], CALL_MS);
      return total?.total ?? Number.NaN;
    });
  }

  /** Notes when a call began and ended, and what came of it; `unknown` when nothing came. */
  async #noted<Answer extends Call['answer']>(
    about: Omit<Call, 'client' | 'beginMs' | 'endMs' | 'answer'>,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    const call: Call = {
      ...{ ...about, client: this.index, beginMs: performance.now() },
      ...{ endMs: Number.POSITIVE_INFINITY, answer: 'unknown' },
    };
    this.calls.push(call);
    const answer = await work();
    call.endMs = performance.now();
    call.answer = answer;
    return answer;
  }

  #next(): number {
    return (this.#number += 1);
  }
}
