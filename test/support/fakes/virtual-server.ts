import { type Position, START } from '../../../src/main/account/entry.js';
import {
  type EnrolmentPlace,
  FoundingError,
  type LogRow,
  LONGEST_BOX,
  LONGEST_ROW,
  loginOf,
  type Mark,
  type MarkTotal,
  MOST_AT_ONCE,
  type NamedBox,
  ServerAwayError,
  type ServerFounder,
  type ServerGreeting,
  type ServerLogin,
  type ServerPlace,
  type ServerStanding,
} from '../../../src/main/ports/clinic-server.js';
import { VirtualBeats } from './virtual-beats.js';
import {
  check,
  checkBoxes,
  hex,
  isMark,
  isVerifier,
  linkAfter,
  type Place,
  verifierWith,
} from './virtual-server-rules.js';
import { VirtualTrails } from './virtual-trails.js';

const HOUR_MS = 3_600_000;
/** Connections of one login. */
const MOST_OF_ONE = 5;

/** A connection, as the server sees it. */
export interface Caller {
  readonly workstation: string;
  ring(): void;
  cutOff(): void;
}

/**
 * The clinic's server in memory, with the rules of the real one: what it keeps, and what each caller may do.
 * Workstations reach it over a {@link VirtualLine} each, which has the faults.
 */
export class VirtualServer implements ServerFounder {
  /** `null` until somebody founds it. */
  log: string | null = null;
  mostConnections = 100;
  /** Whether connections hear the bell: behind some poolers they do not. */
  hasBell = true;
  /** Only copies another server. */
  standby = false;
  readonly callers = new Set<Caller>();
  readonly said = new VirtualBeats(this);
  readonly trails = new VirtualTrails(this);
  #rows: LogRow[] = [];
  #boxes = new Map<string, Buffer>();
  #marks = new Map<string, Map<string, number>>();
  #places = new Map<string, Place>();

  /** @param nowMs the server's clock */
  constructor(readonly nowMs: () => number = () => Date.now()) {}

  found(
    _place: ServerPlace,
    _owner: ServerLogin,
    first: { readonly log: string; readonly workstation: string; readonly verifier: string },
  ): Promise<void> {
    if (this.log !== null) return Promise.reject(new FoundingError('inUse'));
    this.log = first.log;
    this.#places.set(first.workstation, {
      verifier: first.verifier,
      standing: 'enrolled',
      sealed: null,
      untilMs: Number.POSITIVE_INFINITY,
      ...{ removedAt: null, lateBytes: 0 },
    });
    return Promise.resolve();
  }

  script(first: { readonly log: string; readonly workstation: string }): string {
    return `-- ${first.log} ${loginOf(first.workstation)}`;
  }

  get rows(): readonly LogRow[] {
    return this.#rows;
  }

  /** Everything that it keeps, for a search. */
  get bytes(): Buffer {
    const packages = [...this.#places.values()].map(({ sealed }) => sealed ?? Buffer.alloc(0));
    return Buffer.concat([
      ...this.#rows.map(({ body }) => body),
      ...this.#boxes.values(),
      ...packages,
      ...this.said.bytes,
      ...this.trails.bytes,
    ]);
  }

  standingOf(workstation: string): ServerStanding | null {
    return this.#places.get(workstation)?.standing ?? null;
  }

  /** A backup. @returns what restores it, here or on another server; whoever is connected there is cut off */
  snapshot(): (into?: VirtualServer) => void {
    const rows = [...this.#rows];
    const boxes = new Map(this.#boxes);
    const marks = [...this.#marks].map(([name, parts]) => [name, new Map(parts)] as const);
    const places = [...this.#places].map(([id, place]) => [id, { ...place }] as const);
    return (into = this) => {
      into.#rows = [...rows];
      into.#boxes = new Map(boxes);
      into.#marks = new Map(marks.map(([name, parts]) => [name, new Map(parts)]));
      into.#places = new Map(places.map(([id, place]) => [id, { ...place }]));
      into.cutOff();
    };
  }

  /** The server stops, and starts again: every connection is gone. */
  cutOff(): void {
    for (const caller of [...this.callers]) caller.cutOff();
  }

  /** @throws {ServerAwayError} */
  signIn({ user, password }: ServerLogin): string {
    const found = [...this.#places].find(([id]) => loginOf(id) === user);
    if (found === undefined) throw new ServerAwayError('refused');
    const [workstation, place] = found;
    const { verifier, untilMs } = place;
    if (verifierWith(password, verifier) !== verifier || untilMs <= this.nowMs())
      throw new ServerAwayError('refused');
    if (this.standby) throw new ServerAwayError('standby');
    const own = [...this.callers].filter((caller) => caller.workstation === workstation);
    if (this.callers.size >= this.mostConnections || own.length >= MOST_OF_ONE)
      throw new ServerAwayError('full');
    return workstation;
  }

  greet(me: string): ServerGreeting {
    const { standing, removedAt } = this.place(me, ['enrolling', 'enrolled', 'removed']);
    const head = removedAt ?? this.#head();
    const { log, mostConnections } = this;
    if (log === null) throw new ServerAwayError('foreign');
    return { log, head, standing, nowMs: this.nowMs(), mostConnections };
  }

  append(
    me: string,
    after: Position,
    body: Buffer,
    boxes: readonly NamedBox[],
  ): 'appended' | 'moved' {
    this.place(me, ['enrolled']);
    check(body.length > 0 && body.length <= LONGEST_ROW);
    checkBoxes(boxes);
    return this.#append(after, body, boxes);
  }

  rowsAfter(me: string, seq: number, most: number): readonly LogRow[] {
    const { removedAt } = this.place(me, ['enrolling', 'enrolled', 'removed']);
    const last = removedAt?.seq ?? this.#rows.length;
    return this.#rows
      .filter((row) => row.seq > seq && row.seq <= last)
      .slice(0, Math.min(most, MOST_AT_ONCE));
  }

  boxes(me: string, names: readonly Buffer[]): readonly NamedBox[] {
    this.place(me, ['enrolling', 'enrolled']);
    check(names.length <= MOST_AT_ONCE);
    return [...new Set(names.map(hex))].flatMap((name) => {
      const box = this.#boxes.get(name);
      return box === undefined ? [] : [{ name: Buffer.from(name, 'hex'), box }];
    });
  }

  bringBoxes(me: string, boxes: readonly NamedBox[]): void {
    this.place(me, ['enrolled']);
    checkBoxes(boxes);
    this.#keep(boxes);
  }

  dropBoxes(me: string, names: readonly Buffer[]): void {
    this.place(me, ['enrolled']);
    check(names.length <= MOST_AT_ONCE);
    for (const name of names) this.#boxes.delete(hex(name));
  }

  raise(me: string, marks: readonly Mark[]): readonly MarkTotal[] {
    this.place(me, ['enrolled']);
    check(marks.length <= MOST_AT_ONCE && marks.every(isMark));
    for (const { name, value } of marks) {
      const parts = this.#parts(name);
      parts.set(me, Math.max(parts.get(me) ?? 0, value));
    }
    return [...new Set(marks.map(({ name }) => hex(name)))].map((name) => {
      const parts = [...(this.#marks.get(name)?.values() ?? [])];
      const sum = parts.reduce((total, part) => total + part, 0);
      const total = Math.min(sum, Number.MAX_SAFE_INTEGER);
      return { name: Buffer.from(name, 'hex'), total, highest: Math.max(...parts) };
    });
  }

  spend(me: string, mark: Mark): boolean {
    this.place(me, ['enrolled']);
    check(isMark(mark));
    const parts = this.#parts(mark.name);
    if ([...parts.values()].some((part) => part >= mark.value)) return false;
    parts.set(me, mark.value);
    return true;
  }

  openEnrolment(me: string, place: EnrolmentPlace): void {
    this.place(me, ['enrolled']);
    const { workstation, verifier, sealed, hours } = place;
    check(!this.#places.has(workstation) && sealed.length <= LONGEST_BOX && isVerifier(verifier));
    check(Number.isInteger(hours) && hours >= 1 && hours <= 24);
    this.#places.set(workstation, {
      verifier,
      standing: 'enrolling',
      sealed,
      untilMs: this.nowMs() + hours * HOUR_MS,
      ...{ removedAt: null, lateBytes: 0 },
    });
  }

  enrolmentPackage(me: string): Buffer | null {
    const place = this.#places.get(me);
    if (place?.standing !== 'enrolling') throw new ServerAwayError('refused');
    return place.untilMs > this.nowMs() ? place.sealed : null;
  }

  enrol(me: string, after: Position, body: Buffer, verifier: string): 'appended' | 'moved' {
    const place = this.place(me, ['enrolling', 'enrolled']);
    check(body.length > 0 && body.length <= LONGEST_ROW && isVerifier(verifier));
    if (place.standing === 'enrolled') {
      // Only the same call again, after a lost answer.
      if (this.#rows[after.seq]?.link.equals(linkAfter(after, body)) === true) return 'appended';
      throw new ServerAwayError('refused');
    }
    const outcome = this.#append(after, body, []);
    if (outcome === 'moved') return outcome;
    Object.assign(place, { verifier, standing: 'enrolled', sealed: null });
    place.untilMs = Number.POSITIVE_INFINITY;
    return outcome;
  }

  remove(me: string, workstation: string): void {
    this.place(me, ['enrolled']);
    const place = this.#places.get(workstation);
    if (place === undefined || place.standing === 'removed') return;
    place.sealed = null;
    place.standing = 'removed';
    place.removedAt = this.#head();
    for (const parts of this.#marks.values()) parts.delete(workstation);
    this.said.remove(workstation);
  }

  place(me: string, allowed: readonly ServerStanding[]): Place {
    const place = this.#places.get(me);
    if (place === undefined || !allowed.includes(place.standing))
      throw new ServerAwayError('refused');
    if (place.untilMs <= this.nowMs()) throw new ServerAwayError('refused');
    return place;
  }

  #head(): Position {
    const last = this.#rows.at(-1);
    return last === undefined ? START : { seq: last.seq, link: last.link };
  }

  #append(after: Position, body: Buffer, boxes: readonly NamedBox[]): 'appended' | 'moved' {
    const head = this.#head();
    const link = linkAfter(after, body);
    if (head.seq !== after.seq || !head.link.equals(after.link))
      return this.#rows[after.seq]?.link.equals(link) === true ? 'appended' : 'moved';
    this.#rows.push({ seq: head.seq + 1, link, body: Buffer.from(body) });
    this.#keep(boxes);
    for (const caller of this.callers) caller.ring();
    return 'appended';
  }

  #keep(boxes: readonly NamedBox[]): void {
    for (const { name, box } of boxes)
      if (!this.#boxes.has(hex(name))) this.#boxes.set(hex(name), Buffer.from(box));
  }

  #parts(name: Buffer): Map<string, number> {
    const parts = this.#marks.get(hex(name)) ?? new Map<string, number>();
    this.#marks.set(hex(name), parts);
    return parts;
  }
}
