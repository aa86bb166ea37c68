/*
 * Who is where: what the workstations of a clinic say of themselves, as whoever may read it sees it. Each beat
 * was signed by its workstation.
 */

/** The session of a workstation, as its beat says. Only administrators and its own member can read it. */
export interface BeatSession {
  readonly memberId: string;
  /** How many decisions were in force there when it began: a later order to sign out ends it. */
  readonly signedInSeq: number;
  /** These are of that workstation's clock, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly lastActivityMs: number;
  /** When it ends if nobody touches the computer after `lastActivityMs`. */
  readonly idleEndMs: number;
  /** When it ends in any case. */
  readonly longestEndMs: number;
}

/** What a workstation said of itself last. */
export interface WorkstationBeat {
  readonly workstation: string;
  /** When the server heard of it, in milliseconds since 1970, by this computer's clock. */
  readonly heardMs: number;
  /** When it was said, by that workstation's clock. */
  readonly atMs: number;
  /** The version of the app. */
  readonly version: string;
  /** How many decisions are in force there. */
  readonly seq: number;
  /** How far its audit trail has come; `null` before the first event. */
  readonly trail: { readonly events: number; readonly link: Buffer } | null;
  /** Nobody is signed in there since then, in milliseconds since 1970 by its clock; `null` while somebody is. */
  readonly freeSinceMs: number | null;
  /** `null` while nobody is signed in, and for whoever may not read it. */
  readonly session: BeatSession | null;
}

/** How long what was said still counts, in milliseconds: one beat may be lost, and the next be late. */
const COUNTS_MS = { signedIn: 45_000, free: 130_000 };

/** Whether a workstation was heard of so recently that what it said still counts. */
export function isReached(
  { heardMs, freeSinceMs }: Pick<WorkstationBeat, 'heardMs' | 'freeSinceMs'>,
  nowMs: number,
): boolean {
  return nowMs - heardMs <= (freeSinceMs === null ? COUNTS_MS.signedIn : COUNTS_MS.free);
}

/** Where else a member is signed in. */
export interface ElsewhereFact {
  readonly workstation: string;
  /** Milliseconds since 1970. */
  readonly sinceMs: number;
  readonly heardMs: number;
}

/** Who is where in a clinic with several workstations. */
export interface Presence {
  /**
   * Where else the member is signed in who is signed in here, as far as it is known: asked again with each beat.
   */
  readonly elsewhere: readonly ElsewhereFact[];
  /**
   * What all workstations said last. Only while an administrator is signed in.
   * @returns `away` without the server: then it is what was heard before
   */
  everybody(): Promise<{
    readonly contact: 'connected' | 'away';
    readonly beats: readonly WorkstationBeat[];
  }>;
}
