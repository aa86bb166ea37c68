import type { SeedKeys } from '../keys/seed-keys.js';
import type { EventColumns, SegmentHeader, SignedPosition } from '../keys/trail-seal.js';

/*
 * The proofs of the audit trail: what is kept beside the events, and what a check of them needs from
 * elsewhere. `keys/trail-seal.ts` says how they are made.
 */

/** An event with its proofs, exactly as it is stored. */
export interface SealedRow extends EventColumns {
  /** `null` when another program wrote the row. */
  readonly link: Buffer | null;
  readonly seal: Buffer | null;
}

/** How far the trail has come. */
export interface TrailState {
  readonly events: number;
  readonly link: Buffer;
  /** The key of the next event. */
  readonly key: Buffer;
}

export interface TrailSegment extends SegmentHeader {
  /** The first key, sealed for administrators; in the clear before there is a clinic. */
  readonly firstKey: Buffer;
  /** `null` for the first segment, and where the key of the one before was lost. */
  readonly proof: Buffer | null;
}

interface Signed {
  /** The public signing key, in base 64. */
  readonly key: string;
  readonly signature: Buffer;
}

/** A member's signature of how far the trail had come. */
export interface TrailHead extends Omit<SignedPosition, 'workstation'>, Signed {}

export interface StoredHead extends TrailHead {
  /** Later ones have greater ids. */
  readonly id: number;
}

/** An administrator's signature under the removal of all events up to one. */
export interface TrailCut extends TrailHead {
  /** To the first key of the segment that the last removed event belongs to. */
  readonly commitment: Buffer;
}

/** An event of a copy. */
export interface CopiedRow extends SealedRow {
  /** It did not open: nothing is known of it but its number. */
  readonly isClosed?: true;
}

/**
 * What was found wrong with a copy while it was read: `unsorted`: events came in another order than their
 * numbers'; `proofsLost`: signatures or keys are missing, or do not open; `otherComputer`: a part of another
 * trail.
 */
export type CopyFault = 'unsorted' | 'proofsLost' | 'otherComputer';

/** Everything that is kept of a trail. Events are read page by page. */
export interface TrailCopy {
  readonly workstation: string;
  /** At most `most` rows after the number `after`, oldest first; fewer only at the end. */
  rows(after: number, most: number): readonly CopiedRow[] | Promise<readonly CopiedRow[]>;
  segments(): readonly TrailSegment[];
  /** At most `most` signatures after the id `after`, oldest first. */
  heads(after: number, most: number): readonly StoredHead[];
  cuts(): readonly TrailCut[];
  /** `null` when it is missing; `undefined` in a copy that never has it. */
  state(): TrailState | null | undefined;
  /** Whether the database still has its rules against changing the trail. */
  isGuarded(): boolean;
  /** Asked when everything was read. */
  faults?(): readonly CopyFault[];
}

/** Keeps the proofs. Methods throw when the database fails. */
export interface TrailStore extends TrailCopy {
  rows(after: number, most: number): readonly SealedRow[];
  /** The last event and its link, or `null` before the first. */
  head(): Pick<TrailState, 'events' | 'link'> | null;
  /**
   * Seals the first keys for administrators' new key.
   * @param open as {@link TrailProofs.openFirstKey}, with the key until now
   * @param holder the new public key, in base 64
   */
  reseal(open: TrailProofs['openFirstKey'], holder: string): void;
  addHead(head: TrailHead): void;
  /** Keeps a head in memory, and writes it with the next event. */
  addHeadLater(head: TrailHead): void;
  addCut(cut: TrailCut): void;
  /**
   * Deletes at most `most` of the events that a cut has removed.
   * @returns how many it deleted
   */
  sweep(most: number): number;
  /** How many events are older than this, and the last one of them. */
  olderThan(atMs: number): { readonly count: number; readonly last: number };
}

/** Signs how far the trail has come, at the beginning and at the end of each session. */
export interface TrailSigner {
  /**
   * Signs and stores, in the caller's transaction.
   * @throws when the database fails
   */
  sessionBegins(memberId: string, keys: SeedKeys): void;
  /**
   * Signs now, and stores with the next event: the end of a session waits for no write more. Never throws.
   * @param keys `null` when there are none to sign with
   */
  sessionEnds(memberId: string, keys: SeedKeys | null): void;
}

/** Where the trail was known to be, from a place that whoever edits its tables cannot change. */
export interface TrailAnchor {
  readonly events: number;
  readonly link: Buffer;
  /** Milliseconds since 1970, or `null`. */
  readonly at: number | null;
}

/** A public signing key of a member, and the part of the trail in which it counted. */
export interface TrailKeyOwner {
  readonly memberId: string;
  /** In base 64. */
  readonly key: string;
  readonly isAdministrator: boolean;
  /** The member got it after this event. */
  readonly from: number;
  /** The member, the key or the role ended after this event; `null` while they last. */
  readonly until: number | null;
}

/** What a check of the trail needs beside its own tables. */
export interface TrailProofs {
  /** From the clinic's signed decisions. */
  readonly owners: readonly TrailKeyOwner[];
  /** From the clinic's signed decisions: each says how far the trail had come. */
  readonly anchors: readonly TrailAnchor[];
  /** What this computer's keychain remembers, if it does. */
  readonly remembered?: TrailAnchor | null;
  /**
   * Opens the first key of a segment.
   * @param info what it was sealed as
   * @returns `null` when it does not open
   */
  openFirstKey(info: Buffer, sealed: Buffer): Buffer | null;
}
