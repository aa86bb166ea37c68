import {
  type ClinicServer,
  type Clock,
  type Position,
  ServerAwayError,
  type ServerGreeting,
} from '../ports/index.js';
import type { LineBeats } from './link-beats.js';
import type { Log } from './link-log.js';
import type { Finding } from './link-machine.js';

/** A server that does not answer for so long is gone, even if its connection seems to be open. In milliseconds. */
const ANSWER_BOUND_MS = 5_000;

/**
 * The server is asked with the session's looks, in milliseconds: each of those that are furthest apart
 * (`session/schedule.ts`) must find that it is time.
 */
const LOOK_MS = 19_000;
/** And so often while nobody is signed in. */
const REST_MS = 60_000;
/** And so often where its bell is not heard. */
const POLL_MS = 1_000;
/** The bell is a hint that anybody may give: at most five in a second are followed. */
const BELL_MS = 200;

export interface LineParts {
  readonly server: ClinicServer;
  readonly log: Log;
  readonly beats: LineBeats;
  readonly clock: Clock;
  /** The server answered, and this workstation has all that it says is decided. */
  readonly onContact: () => void;
  /** May also come after {@link Line.close}, as may the next: whoever closed it knows. */
  readonly onMet: (meeting: Finding) => void;
  readonly onLost: (error: unknown) => void;
}

/** One open connection: keeps this workstation's log up to date over it, until it is lost or closed. */
export class Line {
  readonly #parts: LineParts;
  #isMet = false;
  #isOver = false;
  #asking: Promise<void> | null = null;
  #askedBootMs: number;
  /** When it was last said how this workstation is, and whether that must be said anew. */
  #saidBootMs = Number.NEGATIVE_INFINITY;
  #hasNews = false;
  #pulledBootMs = Number.NEGATIVE_INFINITY;
  #isPulling = false;
  #hasRung = false;
  #cancelAsk: () => void = () => undefined;
  #cancelPull: (() => void) | null = null;

  constructor(parts: LineParts) {
    this.#parts = parts;
    this.#askedBootMs = this.#nowMs;
    parts.server.onGone((error) => this.#parts.onLost(error));
    parts.server.onBell(() => this.#ring());
  }

  get server(): ClinicServer {
    return this.#parts.server;
  }

  /** Compares the logs, and takes what is new. Never rejects. */
  async meet(): Promise<void> {
    const { server } = this.#parts;
    try {
      const finding = await this.#compare();
      if (this.#isOver) return;
      if (finding === 'same') {
        this.#mustHaveAllOf(server.greeting);
        this.#parts.onContact();
      }
      this.#isMet = true;
      this.#askedBootMs = this.#nowMs;
      this.#parts.onMet(finding);
      if (this.#parts.beats.isStale) this.beat();
      else this.#askLater();
      if (this.#hasRung) this.#ring();
    } catch (error) {
      this.#parts.onLost(error);
    }
  }

  /** Asks the server, if that was not done for a while. Never rejects. */
  async refresh(boundMs = ANSWER_BOUND_MS): Promise<void> {
    if (!this.#isOver && this.#nowMs - this.#askedBootMs >= LOOK_MS) await this.#ask(boundMs);
    else await this.#asking;
  }

  /** Says at once how this workstation is. */
  beat(): void {
    this.#hasNews = true;
    if (this.#isMet && !this.#isOver) void this.#ask(ANSWER_BOUND_MS);
  }

  close(): void {
    this.#isOver = true;
    this.#cancelAsk();
    this.#cancelPull?.();
    this.#parts.server.close();
  }

  get #nowMs(): number {
    return this.#parts.clock.now().bootMs;
  }

  /** Two computers with one identity must not both decide, so that is found out before the logs meet. */
  async #compare(): Promise<Finding> {
    const { server, log, beats } = this.#parts;
    if (server.greeting.standing === 'enrolled') {
      this.#saidBootMs = this.#nowMs;
      if ((await beats.first(server, ANSWER_BOUND_MS)) === 'copied') return 'copied';
    }
    const meeting = await log.meet(server);
    if (meeting !== 'same') return meeting;
    return (await beats.isWithheldBy(server, ANSWER_BOUND_MS)) ? 'withheld' : meeting;
  }

  /** Whoever asks meanwhile gets the same answer. */
  #ask(boundMs: number): Promise<void> {
    this.#asking ??= this.#greet(boundMs).finally(() => {
      this.#asking = null;
      if (this.#hasNews) this.beat();
      else this.#askLater();
    });
    return this.#asking;
  }

  async #greet(boundMs: number): Promise<void> {
    this.#askedBootMs = this.#nowMs;
    const { server, log, beats, onContact, onMet } = this.#parts;
    try {
      const before = log.head;
      const greeting = await this.#say(boundMs);
      if (greeting === 'copied') {
        onMet('copied');
        return;
      }
      // It forgot something, or never was the one it was: a new connection compares all of it.
      if (greeting.standing === 'enrolled' && isBehind(greeting.head, before))
        throw new ServerAwayError('broken');
      // A pull that was under way already may bring too little.
      for (let pulls = 0; pulls < 2 && log.head.seq < greeting.head.seq; pulls += 1)
        if (!(await this.#take())) return;
      const isWithheld = await beats.isWithheldBy(server, ANSWER_BOUND_MS);
      if (this.#isOver) return;
      this.#mustHaveAllOf(greeting);
      if (isWithheld) onMet('withheld');
      else onContact();
    } catch (error) {
      this.#parts.onLost(error);
    }
  }

  /** Says how this workstation is, where that is due; else asks for no more than the server's own greeting. */
  async #say(boundMs: number): Promise<ServerGreeting | 'copied'> {
    const { server, beats } = this.#parts;
    const pauseMs = beats.isFree ? REST_MS : LOOK_MS;
    const isPoll = !server.hasBell && this.#nowMs - this.#saidBootMs < pauseMs;
    if (isPoll && !this.#hasNews) return server.greet(boundMs);
    this.#hasNews = false;
    this.#saidBootMs = this.#nowMs;
    return (await beats.beat(server, boundMs)) ?? server.greet(boundMs);
  }

  /** The server is asked when nobody else has asked until then. */
  #askLater(): void {
    this.#cancelAsk();
    if (this.#isOver) return;
    const { clock, server } = this.#parts;
    const pauseMs = server.hasBell ? REST_MS : POLL_MS;
    this.#cancelAsk = clock.after(pauseMs, () => void this.#ask(ANSWER_BOUND_MS));
  }

  #ring(): void {
    this.#hasRung = true;
    if (!this.#isMet || this.#isOver || this.#isPulling || this.#cancelPull !== null) return;
    const waitMs = Math.max(0, this.#pulledBootMs + BELL_MS - this.#nowMs);
    this.#cancelPull = this.#parts.clock.after(waitMs, () => void this.#pull());
  }

  async #pull(): Promise<void> {
    this.#cancelPull = null;
    this.#pulledBootMs = this.#nowMs;
    this.#hasRung = false;
    this.#isPulling = true;
    try {
      await this.#take();
    } catch (error) {
      this.#parts.onLost(error);
    }
    this.#isPulling = false;
    // It rang again, perhaps for something that came too late for this pull.
    if (this.#rangMeanwhile) this.#ring();
  }

  /** A getter, because TypeScript would take the property for what it was before the pull. */
  get #rangMeanwhile(): boolean {
    return this.#hasRung;
  }

  /** Takes what is new. @returns whether the log goes on as the server's */
  async #take(): Promise<boolean> {
    const { log, onMet } = this.#parts;
    const meeting = await log.pull();
    if (meeting !== 'same') onMet(meeting);
    return meeting === 'same';
  }

  /** Without a signed decision a workstation is not removed, whatever the server says: that is a refusal. */
  #mustHaveAllOf({ standing, head }: ServerGreeting): void {
    if (standing !== 'enrolled') throw new ServerAwayError('refused');
    if (this.#parts.log.head.seq < head.seq) throw new ServerAwayError('broken');
  }
}

/** Whether a log that ends at `head` cannot contain `ours`. */
function isBehind(head: Position, ours: Position): boolean {
  return head.seq < ours.seq || (head.seq === ours.seq && !head.link.equals(ours.link));
}
