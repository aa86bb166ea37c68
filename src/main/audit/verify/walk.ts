import { eventHash, FIRST_LINK, isSealed, linkAfter, segmentLink } from '../../keys/trail-seal.js';
import type { CopiedRow, SealedRow, TrailCopy } from '../../ports/index.js';
import type { Problems } from './problems.js';
import type { SegmentKeys } from './segment-keys.js';
import type { Turns } from './turns.js';

/** How many events are read at once. */
const PAGE = 100;
/** Keys of at most so many missing events are kept, to find the events again elsewhere. */
export const MOST_KEPT_KEYS = 64;

/** A row whose proofs do not fit, or an event that is missing. */
export interface Suspect {
  readonly id: number;
  /** `null` for a missing event. */
  readonly row: SealedRow | null;
  /** The key of the event with this number, if it is known. */
  readonly key: Buffer | null;
  /** The link on which the event with this number builds, if it is known. */
  readonly base: Buffer | null;
  /** Whether the row stands where the app never wrote one. */
  readonly isOutside: boolean;
}

export interface WalkParts {
  readonly copy: TrailCopy;
  readonly keys: SegmentKeys;
  readonly problems: Problems;
  readonly turns: Turns;
  /** The event after which the trail begins, and its link. */
  readonly start: { readonly events: number; readonly link: Buffer };
  /** The last event that there can be, as far as anything says so. */
  readonly lastKnown: number;
  /** Whether there may be more after it: in a copy without the state of its trail. */
  readonly isOpenEnded: boolean;
  /** Called with each row that stands in its place in the trail. */
  readonly onRow: (row: SealedRow, isSound: boolean) => void;
}

export interface Walked {
  /** How many events have the right proofs. */
  readonly sound: number;
  readonly first: SealedRow | null;
  /** The last row that stands in its place. */
  readonly last: SealedRow | null;
  /** The last one with the right proofs. */
  readonly lastSound: SealedRow | null;
  readonly suspects: readonly Suspect[];
}

/** Reads all events from the oldest to the newest, and checks the proofs of each. */
export class Walk {
  readonly #parts: WalkParts;
  readonly #suspects: Suspect[] = [];
  #sound = 0;
  #first: SealedRow | null = null;
  #last: SealedRow | null = null;
  #lastSound: SealedRow | null = null;
  /** The number of the last event, missing ones included. */
  #id: number;
  /** The link of the last event; `null` when it is not known. */
  #link: Buffer | null;

  constructor(parts: WalkParts) {
    this.#parts = parts;
    this.#id = parts.start.events;
    this.#link = parts.start.events === 0 ? FIRST_LINK : parts.start.link;
  }

  async run(): Promise<Walked> {
    const { copy, start, turns } = this.#parts;
    let after = start.events;
    for (;;) {
      const page = await copy.rows(after, PAGE);
      for (const row of page) {
        await this.#see(row);
        const rest = turns.rest();
        if (rest !== undefined) await rest;
      }
      after = page.at(-1)?.id ?? after;
      if (page.length < PAGE) break;
    }
    return {
      sound: this.#sound,
      first: this.#first,
      last: this.#last,
      lastSound: this.#lastSound,
      suspects: this.#suspects,
    };
  }

  async #see(row: CopiedRow): Promise<void> {
    const { copy, keys, problems, onRow } = this.#parts;
    const isClosed = row.isClosed === true;
    if (!isClosed && row.workstation !== copy.workstation) problems.add('otherComputer', row.id);
    const expected = keys.skipForeign(this.#id) + 1;
    const isBeyond = row.id > expected && (await this.#isBeyond(row));
    if (keys.isForeign(row.id) || isBeyond) {
      this.#suspects.push({ id: row.id, row, key: null, base: null, isOutside: true });
      return;
    }
    if (row.id > expected) await this.#missed(expected, row.id - 1);
    if (isClosed) {
      problems.add('unreadable', row.id);
      this.#goOn(row, null);
      return;
    }
    const key = await keys.keyOf(row.id);
    const hash = eventHash(row);
    const base = this.#baseOf(row.id);
    const fits = base === null ? null : row.link?.equals(linkAfter(base, hash)) === true;
    const isSound = key === null ? row.link !== null && fits !== false : isSealed(key, hash, row);
    if (isSound) {
      this.#sound += 1;
      this.#lastSound = row;
    } else this.#suspect(row.id, row, key, base);
    // With its seal right and its link wrong, somebody who had the keys made it.
    if (isSound && fits === false) problems.add('rewritten', row.id);
    // Without a seal that fits, its link may be anything. Without keys, there is nothing better.
    this.#goOn(row, isSound || key === null ? row.link : null);
    this.#first ??= row;
    onRow(row, isSound);
  }

  /** Whether there is no event with this number, as far as anything says so. */
  async #isBeyond(row: SealedRow): Promise<boolean> {
    const { keys, lastKnown, isOpenEnded } = this.#parts;
    if (row.id <= lastKnown) return false;
    const key = isOpenEnded ? await keys.keyOf(row.id) : null;
    return key === null || !isSealed(key, eventHash(row), row);
  }

  #goOn(row: SealedRow, link: Buffer | null): void {
    this.#id = row.id;
    this.#link = link;
    this.#last = row;
  }

  /** The link on which an event builds; `null` when it is not known. */
  #baseOf(id: number): Buffer | null {
    const { all } = this.#parts.keys;
    if (this.#link === null || !all.some(({ after }) => after < id)) return null;
    return all
      .filter(({ after }) => after === id - 1)
      .reduce((link, segment) => segmentLink(link, segment), this.#link);
  }

  async #missed(from: number, to: number): Promise<void> {
    const { keys, problems } = this.#parts;
    problems.add('missing', from, to);
    this.#link = null;
    if (to - from >= MOST_KEPT_KEYS) return;
    for (let id = from; id <= to; id += 1) {
      this.#suspect(id, null, await keys.keyOf(id), null);
    }
  }

  #suspect(id: number, row: SealedRow | null, key: Buffer | null, base: Buffer | null): void {
    // A copy: the key is replaced while the walk goes on.
    const own = key === null ? null : Buffer.from(key);
    this.#suspects.push({ id, row, key: own, base, isOutside: false });
  }
}
