import { KEY_BYTES } from '../../keys/sealing.js';
import { commitmentTo, firstKeyInfo, handOver, keyAfter } from '../../keys/trail-seal.js';
import type { TrailProofs, TrailSegment } from '../../ports/index.js';
import type { Problems } from './problems.js';
import type { Turns } from './turns.js';

/** The most steps from one key to another: more events than any trail has. */
const MOST_STEPS = 5_000_000;

interface Opened {
  readonly segment: TrailSegment;
  /** `null` when it cannot be opened. */
  readonly firstKey: Buffer | null;
}

/** The segments of a trail, and the key of each event. The events are asked for in their order. */
export class SegmentKeys {
  readonly #segments: readonly Opened[];
  readonly #turns: Turns;
  #at: { index: number; id: number; key: Buffer } | null = null;

  constructor(
    segments: readonly TrailSegment[],
    {
      workstation,
      open,
      problems,
      turns,
    }: {
      readonly workstation: string;
      readonly open: TrailProofs['openFirstKey'] | null;
      readonly problems: Problems;
      readonly turns: Turns;
    },
  ) {
    this.#turns = turns;
    let expected = 1;
    const begins = segments[0]?.after ?? 0;
    if (begins > 0) problems.add('keyMissing', 1, begins);
    for (const { number, after } of segments) {
      if (number !== expected) problems.add('keyMissing', after + 1);
      expected = number + 1;
    }
    this.#segments = segments.map((segment) => {
      if (open === null) return { segment, firstKey: null };
      const info = firstKeyInfo(workstation, segment);
      const kept = segment.firstKey;
      const opened = kept.length === KEY_BYTES ? Buffer.from(kept) : open(info, kept);
      const isRight = opened !== null && commitmentTo(opened).equals(segment.commitment);
      const firstKey = isRight ? opened : null;
      if (firstKey === null) problems.add('keyUnreadable', segment.after + 1);
      return { segment, firstKey };
    });
  }

  get all(): readonly TrailSegment[] {
    return this.#segments.map(({ segment }) => segment);
  }

  /** Overwrites the first keys in memory. */
  forget(): void {
    for (const { firstKey } of this.#segments) firstKey?.fill(0);
    this.#at?.key.fill(0);
    this.#at = null;
  }

  /** Whether a number lies between what one segment sealed and the beginning of the next. */
  isForeign(id: number): boolean {
    return this.#segments.some(
      ({ segment: { number, sealed, after } }) => number > 1 && sealed < id && id <= after,
    );
  }

  /** The last number that is sealed before the segment that begins after `id`; `id` itself otherwise. */
  skipForeign(id: number): number {
    return this.#segments.reduce(
      (at, { segment: { number, sealed, after } }) => (number > 1 && sealed === at ? after : at),
      id,
    );
  }

  /** @returns the key of an event, to be used at once; `null` when there is none */
  async keyOf(id: number): Promise<Buffer | null> {
    return this.#keyIn(this.#indexOf(id), id);
  }

  /**
   * Whether the segment before hands over to this one; `null` when there is none, or its key is not known.
   */
  async isHandedOver(segment: TrailSegment): Promise<boolean | null> {
    const index = this.#segments.findIndex((one) => one.segment === segment);
    if (segment.proof === null || index < 1) return null;
    const key = await this.#keyIn(index - 1, segment.sealed + 1);
    return key === null ? null : handOver(key, segment).equals(segment.proof);
  }

  /** @returns -1 for none */
  #indexOf(id: number): number {
    return this.#segments.filter(({ segment }) => segment.after < id).length - 1;
  }

  async #keyIn(index: number, id: number): Promise<Buffer | null> {
    const opened = this.#segments[index];
    if (opened === undefined || opened.firstKey === null) return null;
    const begin = { index, id: opened.segment.after + 1, key: opened.firstKey };
    let at = this.#at?.index === index && this.#at.id <= id ? this.#at : begin;
    if (id - at.id > MOST_STEPS || id < at.id) return null;
    let { key } = at;
    for (let step = at.id; step < id; step += 1) {
      key = keyAfter(key);
      const rest = this.#turns.rest();
      if (rest !== undefined) await rest;
    }
    at = { index, id, key };
    this.#at = at;
    return key;
  }
}
