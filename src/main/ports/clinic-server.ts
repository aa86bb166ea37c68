import type { Position } from '../account/entry.js';
import type {
  EventSearch,
  FoundEvent,
  HeardBeat,
  OwnBeat,
  OwnItem,
  TrailItem,
  TrailItemKind,
  TrailTip,
} from './clinic-trails.js';

export * from './clinic-trails.js';

/*
 * The clinic's server, as one workstation sees it. It keeps, orders and counts; nothing that it says is
 * believed. Whoever implements this must pass `test/support/conformance/clinic-server.ts`.
 */

/** Where the server may answer. They are tried in this order, and a standby is passed over. */
export interface ServerPlace {
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  readonly database: string;
}

export interface ServerLogin {
  readonly user: string;
  readonly password: string;
}

/**
 * Why there is no answer. `unreachable`: nobody is there; `untrusted`: its certificate does not hold, and it
 * cannot prove that it knows the login either; `refused`: it does not accept the login; `standby`: it only
 * copies another server; `foreign`: it is no server of a clinic, or of another version; `silent`: it did not
 * answer in time; `full`: it has no connection left; `broken`: it answered with an error.
 */
export type AwayReason =
  'unreachable' | 'untrusted' | 'refused' | 'standby' | 'foreign' | 'silent' | 'full' | 'broken';

/** The server did not do what it was asked. The connection is gone then. */
export class ServerAwayError extends Error {
  override readonly name = 'ServerAwayError';

  constructor(
    readonly why: AwayReason,
    options?: ErrorOptions,
  ) {
    super(`The clinic's server is away: ${why}.`, options);
  }
}

/** One row of the log, sealed. `link`: SHA-256 of the link before and the body. */
export interface LogRow {
  /** Counts from 1. */
  readonly seq: number;
  readonly link: Buffer;
  readonly body: Buffer;
}

/** The longest body of a row, in bytes. */
export const LONGEST_ROW = 131_072;
/** The longest box, in bytes. */
export const LONGEST_BOX = 4_194_304;
/** How many rows, boxes, marks, beats or items one call may carry or bring. */
export const MOST_AT_ONCE = 500;
/** A sealed text under a name that says nothing, 32 bytes. The first box of a name stays until it is dropped. */
export interface NamedBox {
  readonly name: Buffer;
  readonly box: Buffer;
}

/** A number that only grows, under a name of 16 bytes; each workstation has its own part of it. */
export interface Mark {
  readonly name: Buffer;
  /** 0 to 2^53 - 1. */
  readonly value: number;
}

export interface MarkTotal {
  readonly name: Buffer;
  /** The sum of all parts. */
  readonly total: number;
  /** The greatest part. */
  readonly highest: number;
}

/** How the server knows the caller. */
export type ServerStanding = 'enrolling' | 'enrolled' | 'removed';

export interface ServerGreeting {
  /** The name of this log: a UUID, made when the account was shared. */
  readonly log: string;
  readonly head: Position;
  readonly standing: ServerStanding;
  /** The server's clock, in milliseconds since 1970. */
  readonly nowMs: number;
  /** How many connections the server allows in all. */
  readonly mostConnections: number;
}

export interface BeatAnswer {
  readonly greeting: ServerGreeting;
  /**
   * Another computer uses this workstation's login: the last beat was of a run that is neither this one nor the
   * one before it. This beat was not kept.
   */
  readonly isCopy: boolean;
  /** When such a beat of another computer was last turned away; `null` for never. */
  readonly copiedAtMs: number | null;
  /** How many other workstations have the same `whose`; 0 for `null`. */
  readonly elsewhere: number;
  /** Of one other workstation, by chance. */
  readonly other: HeardBeat | null;
}

/** What a new workstation brings to its place: see `open`. */
export interface EnrolmentPlace {
  /** The workstation's id: a UUID. */
  readonly workstation: string;
  /** The SCRAM verifier of the password that comes from the code: PostgreSQL's own form. */
  readonly verifier: string;
  /** Sealed under the code. At most {@link LONGEST_BOX}. */
  readonly sealed: Buffer;
  /** 1 to 24. */
  readonly hours: number;
}

/**
 * One open connection. Each call settles within `boundMs`, or rejects with {@link ServerAwayError}: then the
 * connection is destroyed, and `onGone` is called once.
 */
export interface ClinicServer {
  /** As it was when the connection was opened. */
  readonly greeting: ServerGreeting;
  /** Whether the bell was heard to ring; without it somebody must ask. */
  readonly hasBell: boolean;
  /** Asks anew. */
  greet(boundMs: number): Promise<ServerGreeting>;
  /**
   * Appends a row if the log still ends at `after`; the boxes come with it. The same call again, after a lost
   * answer, says `appended` once more.
   */
  append(
    after: Position,
    body: Buffer,
    boxes: readonly NamedBox[],
    boundMs: number,
  ): Promise<'appended' | 'moved'>;
  /** In order; a removed workstation gets those until its removal. At most {@link MOST_AT_ONCE}. */
  rowsAfter(seq: number, most: number, boundMs: number): Promise<readonly LogRow[]>;
  /** Those that are there. */
  boxes(names: readonly Buffer[], boundMs: number): Promise<readonly NamedBox[]>;
  /** Puts boxes there; one that is there already stays. */
  bringBoxes(boxes: readonly NamedBox[], boundMs: number): Promise<void>;
  dropBoxes(names: readonly Buffer[], boundMs: number): Promise<void>;
  /** Raises this workstation's part of each mark, and never lowers it. */
  raise(marks: readonly Mark[], boundMs: number): Promise<readonly MarkTotal[]>;
  /**
   * Uses a number up.
   * @returns true for exactly one caller for each number, and never for a lesser one after it
   */
  spend(mark: Mark, boundMs: number): Promise<boolean>;
  /** Makes the place of a new workstation. Rejects when there is one with that id. */
  openEnrolment(place: EnrolmentPlace, boundMs: number): Promise<void>;
  /** What was sealed for the caller, who is enrolling; `null` when its time is over. */
  enrolmentPackage(boundMs: number): Promise<Buffer | null>;
  /** As `append`, and makes the caller a workstation: its password is the verifier's from then on. */
  enrol(
    after: Position,
    body: Buffer,
    verifier: string,
    boundMs: number,
  ): Promise<'appended' | 'moved'>;
  /** As `greet`, and keeps what this workstation says of itself until its next beat. */
  beat(beat: OwnBeat, boundMs: number): Promise<BeatAnswer>;
  /**
   * What the workstations of the clinic said last, this one too, in the order of `change`.
   * @param after only what changed after this number; 0 for all
   * @param whose only where this one is signed in; `null` for all
   * @returns at most {@link MOST_AT_ONCE}
   */
  beats(after: number, whose: Buffer | null, boundMs: number): Promise<readonly HeardBeat[]>;
  /**
   * Brings items of this workstation's trail, in their order; one that is there already stays. A workstation that
   * was removed may do this too, with at most {@link MOST_LATE_BYTES} in all.
   */
  bringTrail(items: readonly OwnItem[], boundMs: number): Promise<void>;
  /** @param of this workstation's own, also after its removal; or those of all */
  trailTips(of: 'own' | 'all', boundMs: number): Promise<readonly TrailTip[]>;
  /** Items of one trail, oldest first. At most {@link MOST_AT_ONCE}. */
  trailItems(
    place: { readonly workstation: string; readonly kind: TrailItemKind; readonly after: number },
    most: number,
    boundMs: number,
  ): Promise<readonly TrailItem[]>;
  /** Events of all workstations, newest first; those of one time in an order that is always the same. */
  trailPage(search: EventSearch, boundMs: number): Promise<readonly FoundEvent[]>;
  /** Deletes this workstation's own events up to this number, and the heads up to that one. */
  dropTrail(events: number, heads: number, boundMs: number): Promise<void>;
  /** Sends a workstation away, or takes a place back. It may still read the rows until now. */
  remove(workstation: string, boundMs: number): Promise<void>;
  /** Something was appended, perhaps; a bell can be missed, and can lie. */
  onBell(listener: () => void): void;
  onGone(listener: (why: ServerAwayError) => void): void;
  /** At once: the socket is destroyed, and whoever waits is rejected. */
  close(): void;
}

/** Opens connections to the clinic's server. */
export interface ServerConnector {
  /** @returns within `boundMs` for each address; rejects with {@link ServerAwayError} */
  connect(place: ServerPlace, login: ServerLogin, boundMs: number): Promise<ClinicServer>;
}

/** Makes the clinic's part of a database, with a login that is used once and kept nowhere. */
export interface ServerFounder {
  /**
   * @param first the first workstation: its id, and the verifier of its password
   * @returns rejects with {@link ServerAwayError} or {@link FoundingError}; then at most an unused database is
   *   left
   */
  found(
    place: ServerPlace,
    owner: ServerLogin,
    first: { readonly log: string; readonly workstation: string; readonly verifier: string },
    boundMs: number,
  ): Promise<void>;
  /** The SQL that does the same, for whoever runs the database. Holds no secret but the verifier. */
  script(first: {
    readonly log: string;
    readonly workstation: string;
    readonly verifier: string;
  }): string;
}

/**
 * Why the database cannot be the clinic's. `notAllowed`: the login may not make roles and schemas; `tooOld`:
 * PostgreSQL before 15; `inUse`: another clinic's account, or something else, is in it; `connections`: too few
 * connections; `sharedServer`: PostgreSQL 15 with other databases on it.
 */
export type FoundingProblem = 'notAllowed' | 'tooOld' | 'inUse' | 'sharedServer';

export class FoundingError extends Error {
  override readonly name = 'FoundingError';

  constructor(
    readonly why: FoundingProblem,
    options?: ErrorOptions,
  ) {
    super(`The database cannot be the clinic's: ${why}.`, options);
  }
}

/** The database's name of a workstation's login. @param workstation a UUID */
export function loginOf(workstation: string): string {
  return `w_${workstation.replaceAll('-', '')}`;
}
