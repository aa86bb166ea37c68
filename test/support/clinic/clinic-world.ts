import type { Position } from '../../../src/main/account/entry.js';
import type { LogRow, NamedBox, ServerGreeting } from '../../../src/main/ports/index.js';
import { linkAfter } from '../fakes/virtual-server-rules.js';
import { VirtualServer } from '../fakes/virtual-server.js';
import { type ClinicImage, DESKS } from './clinic-image.js';
import { VirtualDesk } from './virtual-desk.js';

/** What is wrong on the way between one workstation and the server, or with what the server says to it. */
export interface Trouble {
  mood: 'works' | 'cut' | 'hangs';
  delayMs: number;
  /** It hears no bell. */
  muted: boolean;
  /** It is shown an old end of the log. */
  withheld: boolean;
  /** It is told that it was removed. */
  saidRemoved: boolean;
  /** Boxes come under the names of others. */
  swapped: boolean;
  /** Rows are changed on the way. */
  garbled: boolean;
  /** It is led to the other server. */
  astray: boolean;
}

const NONE: Trouble = {
  ...{ mood: 'works', delayMs: 0, muted: false, withheld: false, saidRemoved: false },
  ...{ swapped: false, garbled: false, astray: false },
};

/** A server that remembers every row that anybody ever appended. */
class TracedServer extends VirtualServer {
  /** Who hears no bell. */
  readonly deaf = new Set<string>();
  readonly #known: Set<string>;

  constructor(nowMs: () => number, known: Set<string>) {
    super(nowMs);
    this.#known = known;
  }

  override append(
    me: string,
    after: Position,
    body: Buffer,
    boxes: readonly NamedBox[],
  ): 'appended' | 'moved' {
    this.#known.add(linkAfter(after, body).toString('base64'));
    const callers = [...this.callers].filter(({ workstation }) => this.deaf.has(workstation));
    for (const caller of callers) this.callers.delete(caller);
    try {
      return super.append(me, after, body, boxes);
    } finally {
      for (const caller of callers) this.callers.add(caller);
    }
  }
}

/** A clinic of {@link DESKS} workstations, a network, and a server that does what it should not. */
export class ClinicWorld {
  readonly desks: readonly VirtualDesk[];
  readonly server: TracedServer;
  /** Another one with the same logins, after a fork. */
  readonly other: TracedServer;
  /** The links of all rows that anybody ever appended. */
  readonly links = new Set<string>();
  readonly troubles: Trouble[];
  /** Since when the way between a workstation and the server is as it should be; `null` while it is not. */
  readonly soundSince: (number | null)[];
  /** When the server last really did something for a workstation. */
  readonly heardMs: number[];
  /** When its computer woke last, or its app was started. */
  readonly wokeMs: number[] = Array.from({ length: DESKS }, () => 0);
  /** When the server was last restored from a backup, or went on differently. */
  wentBackMs = Number.NEGATIVE_INFINITY;
  #backup: ((into?: VirtualServer) => void) | null = null;
  #passedMs = 0;

  constructor(image: ClinicImage, seed: number) {
    for (const { link } of image.desks[0]?.rows ?? []) this.links.add(link.toString('base64'));
    const nowMs = (): number => this.desks[0]?.clock.now().wallMs ?? 0;
    this.server = new TracedServer(() => nowMs(), this.links);
    this.other = new TracedServer(() => nowMs(), this.links);
    for (const server of [this.server, this.other]) {
      server.log = image.log;
      image.restore(server);
    }
    this.troubles = Array.from({ length: DESKS }, () => ({ ...NONE }));
    this.soundSince = Array.from({ length: DESKS }, () => 0);
    this.heardMs = Array.from({ length: DESKS }, () => 0);
    this.desks = image.desks.map((one, index) => {
      const desk = new VirtualDesk(one, this.server);
      desk.random = chances(seed * DESKS + index);
      desk.time = this;
      desk.line.beforeCall = () => (this.heardMs[index] = this.#passedMs);
      return desk;
    });
  }

  /** Time that really passed, in milliseconds. */
  get passedMs(): number {
    return this.#passedMs;
  }

  /** A computer has slept, or its app begins anew. */
  woke(index: number): void {
    this.wokeMs[index % DESKS] = this.#passedMs;
  }

  desk(index: number): VirtualDesk {
    const desk = this.desks[index % DESKS];
    if (desk === undefined) throw new Error('There is no such workstation.');
    return desk;
  }

  /** Time passes for all, and what falls due happens at its own moment, one workstation after the other. */
  async run(ms: number): Promise<void> {
    let leftMs = ms;
    // What was begun just now goes on first.
    await this.desk(0).settle();
    for (;;) {
      for (const desk of this.#awake) if (desk.clock.nextDueMs === 0) await desk.runDue();
      const due = this.#awake.map(({ clock }) => clock.nextDueMs ?? Number.POSITIVE_INFINITY);
      const stepMs = Math.min(leftMs, ...due);
      if (stepMs === 0 && leftMs === 0) return;
      for (const desk of this.desks)
        if (desk.isAsleep || desk.isOff) desk.clock.sleep(stepMs);
        else desk.clock.stop(stepMs);
      this.#passedMs += stepMs;
      leftMs -= stepMs;
    }
  }

  /** All computers sleep. */
  sleep(ms: number): void {
    for (const { clock } of this.desks) clock.sleep(ms);
    this.#passedMs += ms;
  }

  /** Changes what is wrong with the way of one workstation. */
  trouble(index: number, change: Partial<Trouble>): void {
    const trouble = Object.assign(this.troubles[index % DESKS] ?? { ...NONE }, change);
    const { id, line } = this.desk(index);
    const server = trouble.astray ? this.other : this.server;
    if (line.server !== server) {
      const { mood } = line;
      line.mood = 'cut';
      line.server = server;
      line.mood = mood;
    }
    line.mood = trouble.mood;
    line.delayMs = trouble.delayMs;
    if (trouble.muted) this.#mutedOnce.add(index % DESKS);
    for (const each of [this.server, this.other])
      if (trouble.muted) each.deaf.add(id);
      else each.deaf.delete(id);
    line.lies = {};
    if (trouble.withheld) this.#withhold(index, change.withheld === true);
    if (trouble.saidRemoved)
      line.lies.greeting = (truth) => ({ ...truth, standing: 'removed' as const });
    if (trouble.swapped) line.lies.boxes = swapped;
    if (trouble.garbled) line.lies.rows = (truth) => truth.map(garbled);
    this.reconsider(index);
  }

  /** Whether the way of a workstation is sound may be otherwise now. */
  reconsider(index: number): void {
    const { mood, delayMs, ...others } = this.troubles[index % DESKS] ?? NONE;
    const desk = this.desk(index);
    const isAwake = desk.app !== null && !desk.isAsleep && !desk.isOff;
    const isFit = desk.store.writable && desk.ownKeychain.mood === 'works';
    // Whoever hears no bell hears of it a little later.
    const isHonest = !Object.values({ ...others, muted: false }).some(Boolean);
    const isSound = isAwake && isFit && mood === 'works' && delayMs <= 50 && isHonest;
    const at = index % DESKS;
    if (!isSound) this.soundSince[at] = null;
    else this.soundSince[at] ??= this.#passedMs;
  }

  /** Whether it hears no bell, or may have missed one just before. */
  isDeaf(index: number): boolean {
    return this.troubles[index % DESKS]?.muted === true || this.#mutedOnce.has(index % DESKS);
  }

  /** The numbers of a workstation's events that the server has. */
  eventsOf(workstation: string): readonly number[] {
    const numbers: number[] = [];
    this.server.trails.edit((items) => {
      for (const item of items)
        if (item.workstation === workstation && item.kind === 'event') numbers.push(item.number);
      return items;
    });
    return numbers.sort((one, other) => one - other);
  }

  backup(): void {
    this.#backup = this.server.snapshot();
  }

  /** Yesterday's backup is restored, if there is one. */
  restore(): void {
    if (this.#backup === null) return;
    this.#backup();
    this.wentBackMs = this.#passedMs;
  }

  /** The server is copied, and some are led to the copy from now on. */
  fork(indexes: readonly number[]): void {
    this.server.snapshot()(this.other);
    for (const index of indexes) this.trouble(index, { astray: true });
    this.wentBackMs = this.#passedMs;
  }

  /** No more trouble of any kind. */
  heal(): void {
    this.server.hasBell = true;
    this.server.standby = false;
    for (const index of this.desks.keys()) this.trouble(index, NONE);
  }

  get #awake(): readonly VirtualDesk[] {
    return this.desks.filter(({ isAsleep, isOff }) => !isAsleep && !isOff);
  }

  #withhold(index: number, begins: boolean): void {
    const { line } = this.desk(index);
    const held = this.#held[index % DESKS];
    const head = begins || held === undefined ? lastOf(line.server) : held;
    this.#held[index % DESKS] = head;
    line.lies.greeting = (truth: ServerGreeting) =>
      truth.head.seq > head.seq ? { ...truth, head } : truth;
    line.lies.rows = (truth) => truth.filter(({ seq }) => seq <= head.seq);
  }

  readonly #held: Position[] = [];
  readonly #mutedOnce = new Set<number>();
}

function lastOf({ rows }: VirtualServer): Position {
  return rows.at(-1) ?? { seq: 0, link: Buffer.alloc(32) };
}

function swapped(truth: readonly NamedBox[]): readonly NamedBox[] {
  return truth.map(({ name }, at) => ({ name, box: truth.at(at - 1)?.box ?? Buffer.alloc(0) }));
}

/** With the link that fits, as a server that lies would make it. */
function garbled(row: LogRow): LogRow {
  const body = Buffer.from(row.body);
  body[body.length - 1] = (body.at(-1) ?? 0) ^ 1;
  return { ...row, body };
}

/** The same seed gives the same numbers from 0 to 1 (mulberry32). */
export function chances(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
