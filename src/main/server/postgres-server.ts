import type { Client } from 'pg';
import {
  type BeatAnswer,
  type ClinicServer,
  type EnrolmentPlace,
  type EventSearch,
  type FoundEvent,
  type HeardBeat,
  type LogRow,
  type Mark,
  type MarkTotal,
  type NamedBox,
  type OwnBeat,
  type OwnItem,
  ServerAwayError,
  type ServerGreeting,
  type TrailItem,
  type TrailTip,
} from '../ports/clinic-server.js';
import type { Clock, Position } from '../ports/index.js';
import { within } from '../ports/within.js';
import {
  readBeatAnswer,
  readBeats,
  readBoxes,
  readEvents,
  readGreeting,
  readItems,
  readPackage,
  readRows,
  readTips,
  readTotals,
  readYesOrNo,
} from './answers.js';
import { BoundedSession } from './bounded-session.js';
import { columnsOf, numberOfKind, valuesOf } from './trail-values.js';

/** How long the bell may take to be heard. In milliseconds. */
const BELL_MS = 2000;
const BELL = 'clinic_row';
/** What is said with a ring that only tries the bell. */
const TRIAL = 'trial';

const GREET = 'SELECT * FROM clinic_v1.greet()';

/** The clinic's server on PostgreSQL: each call is one function of `clinic.sql`. */
export class PostgresServer implements ClinicServer {
  readonly #bell: (() => void)[] = [];
  /** Whether the server's process that logged in is the one that answers, and whether it was heard to ring. */
  #isOne = false;
  #heard = false;
  #onRing: () => void = () => undefined;
  /** Rung before anybody listened. */
  #missed = false;

  private constructor(
    private readonly session: BoundedSession,
    readonly greeting: ServerGreeting,
  ) {}

  /**
   * @param client logged in
   * @returns rejects with {@link ServerAwayError} within about `boundMs`, and the connection is gone then
   */
  static async open(
    client: Client,
    boundMs: number,
    clock: Pick<Clock, 'after'>,
  ): Promise<PostgresServer> {
    const session = new BoundedSession(client, clock);
    const endMs = performance.now() + boundMs;
    const left = (): number => Math.max(0, endMs - performance.now());
    let server: PostgresServer | null = null;
    const early: string[] = [];
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel !== BELL) return;
      if (server === null) early.push(payload);
      else server.#rung(payload);
    });
    try {
      const backend = backendOf(client);
      // First the bell, then the head: what is appended in between is not missed.
      await session.run(listenAs(backend), left());
      const greeting = readGreeting(await session.query(GREET, [], left()));
      server = new PostgresServer(session, greeting);
      for (const payload of early) server.#rung(payload);
      await server.#tryBell(backend, Math.min(BELL_MS, left()), left(), clock);
      return server;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get hasBell(): boolean {
    return this.#isOne && this.#heard;
  }

  async greet(boundMs: number): Promise<ServerGreeting> {
    return this.#ask(GREET, [], boundMs, readGreeting);
  }

  async append(
    after: Position,
    body: Buffer,
    boxes: readonly NamedBox[],
    boundMs: number,
  ): Promise<'appended' | 'moved'> {
    const text = 'SELECT clinic_v1.append($1, $2, $3, $4, $5) AS answer';
    const values = [after.seq, after.link, body, ...columns(boxes)];
    return (await this.#ask(text, values, boundMs, readYesOrNo)) ? 'appended' : 'moved';
  }

  rowsAfter(seq: number, most: number, boundMs: number): Promise<readonly LogRow[]> {
    return this.#ask('SELECT * FROM clinic_v1.rows($1, $2)', [seq, most], boundMs, readRows);
  }

  boxes(names: readonly Buffer[], boundMs: number): Promise<readonly NamedBox[]> {
    return this.#ask('SELECT * FROM clinic_v1.boxes($1)', [names], boundMs, readBoxes);
  }

  async bringBoxes(boxes: readonly NamedBox[], boundMs: number): Promise<void> {
    await this.session.query('SELECT clinic_v1.bring_boxes($1, $2)', columns(boxes), boundMs);
  }

  async dropBoxes(names: readonly Buffer[], boundMs: number): Promise<void> {
    await this.session.query('SELECT clinic_v1.drop_boxes($1)', [names], boundMs);
  }

  raise(marks: readonly Mark[], boundMs: number): Promise<readonly MarkTotal[]> {
    const values = [marks.map(({ name }) => name), marks.map(({ value }) => value)];
    return this.#ask('SELECT * FROM clinic_v1.raise($1, $2)', values, boundMs, readTotals);
  }

  spend({ name, value }: Mark, boundMs: number): Promise<boolean> {
    const text = 'SELECT clinic_v1.spend($1, $2) AS answer';
    return this.#ask(text, [name, value], boundMs, readYesOrNo);
  }

  async openEnrolment(place: EnrolmentPlace, boundMs: number): Promise<void> {
    const { workstation, verifier, sealed, hours } = place;
    const text = 'SELECT clinic_v1.open_enrolment($1, $2, $3, $4)';
    await this.session.query(text, [workstation, verifier, sealed, hours], boundMs);
  }

  enrolmentPackage(boundMs: number): Promise<Buffer | null> {
    return this.#ask('SELECT clinic_v1.enrolment_package() AS answer', [], boundMs, readPackage);
  }

  async enrol(
    after: Position,
    body: Buffer,
    verifier: string,
    boundMs: number,
  ): Promise<'appended' | 'moved'> {
    const text = 'SELECT clinic_v1.enrol($1, $2, $3, $4) AS answer';
    const values = [after.seq, after.link, body, verifier];
    return (await this.#ask(text, values, boundMs, readYesOrNo)) ? 'appended' : 'moved';
  }

  beat({ run, runBefore, whose, body }: OwnBeat, boundMs: number): Promise<BeatAnswer> {
    const text = 'SELECT * FROM clinic_v1.beat($1, $2, $3, $4)';
    return this.#ask(text, [run, runBefore, whose, body], boundMs, readBeatAnswer);
  }

  beats(after: number, whose: Buffer | null, boundMs: number): Promise<readonly HeardBeat[]> {
    return this.#ask('SELECT * FROM clinic_v1.beats($1, $2)', [after, whose], boundMs, readBeats);
  }

  async bringTrail(items: readonly OwnItem[], boundMs: number): Promise<void> {
    const text = 'SELECT clinic_v1.bring_trail($1, $2, $3, $4, $5, $6, $7)';
    await this.session.query(text, columnsOf(items), boundMs);
  }

  trailTips(of: 'own' | 'all', boundMs: number): Promise<readonly TrailTip[]> {
    return this.#ask('SELECT * FROM clinic_v1.trail_tips($1)', [of === 'all'], boundMs, readTips);
  }

  trailItems(
    { workstation, kind, after }: Parameters<ClinicServer['trailItems']>[0],
    most: number,
    boundMs: number,
  ): Promise<readonly TrailItem[]> {
    const text = 'SELECT * FROM clinic_v1.trail_items($1, $2, $3, $4)';
    const values = [workstation, numberOfKind(kind), after, most];
    return this.#ask(text, values, boundMs, (answer) => readItems(kind, answer));
  }

  trailPage(search: EventSearch, boundMs: number): Promise<readonly FoundEvent[]> {
    const text = 'SELECT * FROM clinic_v1.trail_page($1, $2, $3, $4, $5, $6, $7, $8)';
    return this.#ask(text, valuesOf(search), boundMs, readEvents);
  }

  /** Some at a time: what is dropped stays so, and what is left is asked for again. */
  async dropTrail(events: number, heads: number, boundMs: number): Promise<void> {
    const text = 'SELECT clinic_v1.drop_trail($1, $2) AS answer';
    const endMs = performance.now() + boundMs;
    for (let isAll = false; !isAll;) {
      const leftMs = Math.max(0, endMs - performance.now());
      isAll = await this.#ask(text, [events, heads], leftMs, readYesOrNo);
    }
  }

  async remove(workstation: string, boundMs: number): Promise<void> {
    await this.session.query('SELECT clinic_v1.remove($1)', [workstation], boundMs);
  }

  onBell(listener: () => void): void {
    this.#bell.push(listener);
    if (!this.#missed) return;
    this.#missed = false;
    queueMicrotask(listener);
  }

  onGone(listener: (why: ServerAwayError) => void): void {
    this.session.onLoss(listener);
  }

  close(): void {
    this.session.close();
  }

  /** A form that is not known ends the connection, as an error does. */
  async #ask<T>(
    text: string,
    values: readonly unknown[],
    boundMs: number,
    read: (answer: readonly unknown[]) => T,
  ): Promise<T> {
    const answer = await this.session.query(text, values, boundMs);
    try {
      return read(answer);
    } catch (error) {
      throw this.session.lose(error);
    }
  }

  /** Rings, and waits until it is heard, where it can be. Each ring wakes everybody, so one that was heard will do. */
  async #tryBell(
    backend: number,
    waitMs: number,
    boundMs: number,
    clock: Pick<Clock, 'after'>,
  ): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      this.#onRing = resolve;
    });
    const ring = this.#heard ? '' : ', pg_notify($2, $3)';
    const values = this.#heard ? [backend] : [backend, BELL, TRIAL];
    const text = `SELECT pg_backend_pid() = $1 AS answer${ring}`;
    this.#isOne = await this.#ask(text, values, boundMs, readYesOrNo);
    if (this.#isOne && !this.#heard)
      await this.session.whileOpen(within(heard, waitMs, () => undefined, clock));
  }

  #rung(payload: string): void {
    this.#heard = true;
    this.#onRing();
    // Another connection tries its bell.
    if (payload !== '') return;
    if (this.#bell.length === 0) this.#missed = true;
    for (const listener of this.#bell) listener();
  }
}

/** The number of the server's process, as it was told at the login: 0 when it was not. */
function backendOf(client: Client): number {
  return 'processID' in client && Number.isInteger(client.processID) ? Number(client.processID) : 0;
}

/**
 * Hears the bell, if the process that answers is the one that logged in. A pooler has numbers of its own. In
 * transaction mode it gives each statement to a process that happens to be free: one's own ring is heard there, as
 * the same process sends it and answers, and nobody else's ever is.
 */
function listenAs(backend: number): string {
  return `DO $$ BEGIN IF pg_backend_pid() = ${backend} THEN LISTEN ${BELL}; END IF; END $$`;
}

/** As two arrays, which go to one function. */
function columns(boxes: readonly NamedBox[]): [readonly Buffer[], readonly Buffer[]] {
  return [boxes.map(({ name }) => name), boxes.map(({ box }) => box)];
}
