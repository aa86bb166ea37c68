import type { Clock } from '../../../src/main/ports/index.js';
import {
  type ClinicServer,
  type LogRow,
  type MarkTotal,
  type NamedBox,
  ServerAwayError,
  type ServerConnector,
  type ServerGreeting,
  type ServerLogin,
  type ServerPlace,
} from '../../../src/main/ports/clinic-server.js';
import { NODE_TIMERS } from '../../../src/main/ports/within.js';
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
}

/** One workstation's way to the {@link VirtualServer}, with the faults of a network. */
export class VirtualLine implements ServerConnector {
  /** What the server says over this line instead of the truth. */
  lies: Lies = {};
  /** Called before each call, with its name: a test changes the world in between. */
  beforeCall: (name: string) => void = () => undefined;
  /** The next call that may write is done, and its answer lost with the connection. */
  losesNextAnswer = false;
  /** How long every answer takes, in milliseconds. */
  delayMs = 0;
  readonly #connections = new Set<VirtualConnection>();
  #mood: LineMood = 'works';

  constructor(
    /** A test may lead it to another one. */
    public server: VirtualServer,
    readonly clock: Pick<Clock, 'after'> = NODE_TIMERS,
  ) {}

  get mood(): LineMood {
    return this.#mood;
  }

  set mood(mood: LineMood) {
    this.#mood = mood;
    if (mood === 'cut') for (const connection of [...this.#connections]) connection.cutOff();
  }

  /** How many connections this workstation believes to have. */
  get open(): number {
    return this.#connections.size;
  }

  async connect(_place: ServerPlace, login: ServerLogin, boundMs: number): Promise<ClinicServer> {
    const opened = await this.answer('connect', boundMs, () => {
      const workstation = this.server.signIn(login);
      return { workstation, greeting: this.server.greet(workstation) };
    });
    const { workstation } = opened;
    const greeting = this.lies.greeting?.(opened.greeting) ?? opened.greeting;
    const connection = new VirtualConnection(this, workstation, greeting);
    this.#connections.add(connection);
    this.server.callers.add(connection);
    return connection;
  }

  forget(connection: VirtualConnection): void {
    this.#connections.delete(connection);
    this.server.callers.delete(connection);
  }

  /** @returns what `work` gives, as late as this line is; rejects with {@link ServerAwayError} */
  answer<T>(name: string, boundMs: number, work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const cancel = this.clock.after(boundMs, () => reject(new ServerAwayError('silent')));
      const settle = (): void => {
        if (this.#mood === 'hangs') return;
        cancel();
        try {
          if (this.#mood === 'cut') throw new ServerAwayError('unreachable');
          this.beforeCall(name);
          const done = work();
          if (this.losesNextAnswer && WRITES.has(name)) {
            this.losesNextAnswer = false;
            throw new ServerAwayError('unreachable');
          }
          resolve(done);
        } catch (error) {
          reject(error instanceof ServerAwayError ? error : new ServerAwayError('broken'));
        }
      };
      if (this.delayMs > 0) this.clock.after(this.delayMs, settle);
      else queueMicrotask(settle);
    });
  }
}

const WRITES: ReadonlySet<string> = new Set([
  ...['append', 'enrol', 'bringBoxes', 'dropBoxes', 'raise', 'spend', 'openEnrolment', 'remove'],
]);

class VirtualConnection implements ClinicServer, Caller {
  readonly hasBell: boolean;
  readonly #bell: (() => void)[] = [];
  readonly #gone: ((why: ServerAwayError) => void)[] = [];
  readonly #endOf = new Map<symbol, (why: ServerAwayError) => void>();
  /** Rung before anybody listened. */
  #missed = false;
  #over: ServerAwayError | null = null;

  constructor(
    readonly line: VirtualLine,
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
