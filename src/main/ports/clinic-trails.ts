/*
 * What a clinic's server keeps beside the log: what the workstations say of themselves, and their audit trails.
 */

/** The longest beat, in bytes. */
export const LONGEST_BEAT = 8_192;
/** The longest item of a trail, in bytes. */
export const LONGEST_ITEM = 65_536;
/** How much a workstation may bring of its trail after it was removed, in bytes. */
export const MOST_LATE_BYTES = 16_777_216;
/** How many names of events one search may have. */
export const MOST_EVENT_NAMES = 200;

/** What a workstation says of itself. The server passes it on, and forgets it when it is restarted. */
export interface OwnBeat {
  /** This run of the app: 16 bytes, by chance. */
  readonly run: Buffer;
  /** The run before, as this computer remembers it; `null` for none. */
  readonly runBefore: Buffer | null;
  /** A name of 16 bytes for whoever is signed in; `null` while nobody is. */
  readonly whose: Buffer | null;
  /** Signed and sealed. At most {@link LONGEST_BEAT}. */
  readonly body: Buffer;
}

export interface HeardBeat {
  readonly workstation: string;
  /** When it came, by the server's clock, in milliseconds since 1970. */
  readonly heardMs: number;
  /** Later ones, of whichever workstation, have greater numbers. */
  readonly change: number;
  readonly body: Buffer;
}

/**
 * What a trail on the server consists of. `event`, `segment`, `head` and `cut` are those of `ports/trail.ts`; a
 * `key` opens the others, for administrators.
 */
export type TrailItemKind = 'key' | 'segment' | 'event' | 'head' | 'cut';

export interface TrailItem {
  readonly kind: TrailItemKind;
  /** Counts from 1 for each kind. */
  readonly number: number;
  /** Sealed. At most {@link LONGEST_ITEM}. */
  readonly box: Buffer;
}

/** By what an event is found. The names have 16 bytes and say nothing. */
export interface EventTags {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly event: Buffer;
  /** Whom it happened to. */
  readonly member: Buffer | null;
  /** Who did it. */
  readonly by: Buffer | null;
}

/** An item as a workstation brings it; events have tags. */
export interface OwnItem extends TrailItem {
  readonly tags: EventTags | null;
}

/** How much of one kind there is of a workstation's trail. */
export interface TrailTip {
  readonly workstation: string;
  readonly kind: TrailItemKind;
  /** The greatest number. */
  readonly last: number;
}

/** Where a page of events ends: what follows is older. */
export interface EventPlace {
  readonly atMs: number;
  readonly workstation: string;
  readonly number: number;
}

export interface EventSearch {
  /** One of these events, at most {@link MOST_EVENT_NAMES}; or `null` for each. */
  readonly events: readonly Buffer[] | null;
  /** Whom it happened to, or who did it. */
  readonly member: Buffer | null;
  readonly workstation: string | null;
  /** Milliseconds since 1970. */
  readonly sinceMs: number | null;
  readonly before: EventPlace | null;
  /** At most `MOST_AT_ONCE`. */
  readonly most: number;
}

export interface FoundEvent extends EventPlace {
  readonly box: Buffer;
}
