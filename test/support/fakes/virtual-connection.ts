import {
  type BeatAnswer,
  type ClinicServer,
  type FoundEvent,
  type HeardBeat,
  type LogRow,
  type MarkTotal,
  type NamedBox,
  ServerAwayError,
  type ServerGreeting,
  type TrailItem,
  type TrailTip,
} from '../../../src/main/ports/clinic-server.js';
import type { Caller, VirtualServer } from './virtual-server.js';

/**
 * How the line behaves: `cut` is noticed at once; with `hangs` nothing comes back, and a connection seems to
 * be open.
 */
export type LineMood = 'works' | 'cut' | 'hangs';

/** What a server that lies makes of its answers. */
export interface Lies {
  greeting?: (truth: ServerGreeting) => ServerGreeting;
  rows?: (truth: readonly LogRow[]) => readonly LogRow[];
  boxes?: (truth: readonly NamedBox[]) => readonly NamedBox[];
  totals?: (truth: readonly MarkTotal[]) => readonly MarkTotal[];
  spent?: (truth: boolean) => boolean;
  appended?: (truth: 'appended' | 'moved') => 'appended' | 'moved';
  enrolmentPackage?: (truth: Buffer | null) => Buffer | null;
  beat?: (truth: BeatAnswer) => BeatAnswer;
  beats?: (truth: readonly HeardBeat[]) => readonly HeardBeat[];
  tips?: (truth: readonly TrailTip[]) => readonly TrailTip[];
  items?: (truth: readonly TrailItem[]) => readonly TrailItem[];
  page?: (truth: readonly FoundEvent[]) => readonly FoundEvent[];
}

/** What a connection needs of the line that it is on. */
interface OwnLine {
  readonly server: VirtualServer;
  readonly lies: Lies;
  readonly mood: LineMood;
  answer<T>(name: string, boundMs: number, work: () => T): Promise<T>;
  forget(connection: VirtualConnection): void;
}

/** One open connection of a virtual line. */
export class VirtualConnection implements ClinicServer, Caller {
  readonly hasBell: boolean;
  readonly #bell: (() => void)[] = [];
  readonly #gone: ((why: ServerAwayError) => void)[] = [];
  readonly #endOf = new Map<symbol, (why: ServerAwayError) => void>();
  /** Rung before anybody listened. */
  #missed = false;
  #over: ServerAwayError | null = null;

  constructor(
    readonly line: OwnLine,
    readonly workstation: string,
    readonly greeting: ServerGreeting,
  ) {
    this.hasBell = line.server.hasBell;
  }

  async greet(boundMs: number): Promise<ServerGreeting> {
    const truth = await this.#ask('greet', boundMs, (server, me) => server.greet(me));
    return this.line.lies.greeting?.(truth) ?? truth;
  }

  append: ClinicServer['append'] = async (after, body, boxes, boundMs) => {
    const truth = await this.#ask('append', boundMs, (server, me) =>
      server.append(me, after, body, boxes),
    );
    return this.line.lies.appended?.(truth) ?? truth;
  };

  rowsAfter: ClinicServer['rowsAfter'] = async (seq, most, boundMs) => {
    const truth = await this.#ask('rows', boundMs, (server, me) => server.rowsAfter(me, seq, most));
    return this.line.lies.rows?.(truth) ?? truth;
  };

  boxes: ClinicServer['boxes'] = async (names, boundMs) => {
    const truth = await this.#ask('boxes', boundMs, (server, me) => server.boxes(me, names));
    return this.line.lies.boxes?.(truth) ?? truth;
  };

  bringBoxes: ClinicServer['bringBoxes'] = (boxes, boundMs) =>
    this.#ask('bringBoxes', boundMs, (server, me) => server.bringBoxes(me, boxes));

  dropBoxes: ClinicServer['dropBoxes'] = (names, boundMs) =>
    this.#ask('dropBoxes', boundMs, (server, me) => server.dropBoxes(me, names));

  raise: ClinicServer['raise'] = async (marks, boundMs) => {
    const truth = await this.#ask('raise', boundMs, (server, me) => server.raise(me, marks));
    return this.line.lies.totals?.(truth) ?? truth;
  };

  spend: ClinicServer['spend'] = async (mark, boundMs) => {
    const truth = await this.#ask('spend', boundMs, (server, me) => server.spend(me, mark));
    return this.line.lies.spent?.(truth) ?? truth;
  };

  openEnrolment: ClinicServer['openEnrolment'] = (place, boundMs) =>
    this.#ask('openEnrolment', boundMs, (server, me) => server.openEnrolment(me, place));

  async enrolmentPackage(boundMs: number): Promise<Buffer | null> {
    const truth = await this.#ask('enrolmentPackage', boundMs, (server, me) =>
      server.enrolmentPackage(me),
    );
    const { enrolmentPackage } = this.line.lies;
    return enrolmentPackage === undefined ? truth : enrolmentPackage(truth);
  }

  enrol: ClinicServer['enrol'] = (after, body, verifier, boundMs) =>
    this.#ask('enrol', boundMs, (server, me) => server.enrol(me, after, body, verifier));

  beat: ClinicServer['beat'] = async (beat, boundMs) => {
    const truth = await this.#ask('beat', boundMs, (server, me) => server.said.beat(me, beat));
    const { greeting, beat: lie } = this.line.lies;
    const told = { ...truth, greeting: greeting?.(truth.greeting) ?? truth.greeting };
    return lie?.(told) ?? told;
  };

  beats: ClinicServer['beats'] = async (after, whose, boundMs) => {
    const truth = await this.#ask('beats', boundMs, (server, me) =>
      server.said.beats(me, after, whose),
    );
    return this.line.lies.beats?.(truth) ?? truth;
  };

  bringTrail: ClinicServer['bringTrail'] = (items, boundMs) =>
    this.#ask('bringTrail', boundMs, (server, me) => server.trails.bringTrail(me, items));

  trailTips: ClinicServer['trailTips'] = async (of, boundMs) => {
    const truth = await this.#ask('trailTips', boundMs, (server, me) =>
      server.trails.trailTips(me, of),
    );
    return this.line.lies.tips?.(truth) ?? truth;
  };

  trailItems: ClinicServer['trailItems'] = async (place, most, boundMs) => {
    const truth = await this.#ask('trailItems', boundMs, (server, me) =>
      server.trails.trailItems(me, place, most),
    );
    return this.line.lies.items?.(truth) ?? truth;
  };

  trailPage: ClinicServer['trailPage'] = async (search, boundMs) => {
    const truth = await this.#ask('trailPage', boundMs, (server, me) =>
      server.trails.trailPage(me, search),
    );
    return this.line.lies.page?.(truth) ?? truth;
  };

  dropTrail: ClinicServer['dropTrail'] = (events, heads, boundMs) =>
    this.#ask('dropTrail', boundMs, (server, me) => server.trails.dropTrail(me, events, heads));

  remove: ClinicServer['remove'] = (workstation, boundMs) =>
    this.#ask('remove', boundMs, (server, me) => server.remove(me, workstation));

  onBell(listener: () => void): void {
    this.#bell.push(listener);
    if (!this.#missed) return;
    this.#missed = false;
    queueMicrotask(listener);
  }

  onGone(listener: (why: ServerAwayError) => void): void {
    this.#gone.push(listener);
  }

  close(): void {
    this.#end(new ServerAwayError('unreachable'));
  }

  ring(): void {
    if (!this.hasBell || this.line.mood !== 'works' || this.#over !== null) return;
    if (this.#bell.length === 0) this.#missed = true;
    queueMicrotask(() => {
      if (this.#over === null) for (const listener of this.#bell) listener();
    });
  }

  cutOff(): void {
    this.#lose(new ServerAwayError('unreachable'));
  }

  async #ask<T>(
    name: string,
    boundMs: number,
    work: (server: VirtualServer, me: string) => T,
  ): Promise<T> {
    if (this.#over !== null) throw this.#over;
    const waiter = Symbol(name);
    const ended = new Promise<never>((_resolve, reject) => {
      this.#endOf.set(waiter, reject);
    });
    try {
      const { server } = this.line;
      const answer = this.line.answer(name, boundMs, () => work(server, this.workstation));
      return await Promise.race([answer, ended]);
    } catch (error) {
      const why = error instanceof ServerAwayError ? error : new ServerAwayError('broken');
      this.#lose(why);
      throw why;
    } finally {
      this.#endOf.delete(waiter);
    }
  }

  #lose(why: ServerAwayError): void {
    if (this.#over !== null) return;
    this.#end(why);
    for (const listener of this.#gone) listener(why);
  }

  #end(why: ServerAwayError): void {
    if (this.#over !== null) return;
    this.#over = why;
    this.line.forget(this);
    for (const reject of [...this.#endOf.values()]) reject(why);
  }
}
