import type { SealedRow, TrailAnchor } from '../../ports/index.js';
import type { Problems } from './problems.js';

/** Compares the trail with the places where it was known to be. */
export class Anchors {
  readonly #byEvent = new Map<number, TrailAnchor[]>();
  readonly #problems: Problems;
  readonly #start: number;
  readonly #fitting: TrailAnchor[] = [];
  #fitsTo: number;

  /** @param start the event after which the trail begins */
  constructor(anchors: readonly TrailAnchor[], start: number, problems: Problems) {
    this.#problems = problems;
    this.#start = start;
    this.#fitsTo = start;
    for (const anchor of anchors) {
      if (anchor.events <= start) continue;
      const before = this.#byEvent.get(anchor.events);
      if (before === undefined) this.#byEvent.set(anchor.events, [anchor]);
      else before.push(anchor);
    }
  }

  /** The last event that the trail was known to have. */
  get last(): number {
    let last = this.#fitsTo;
    for (const event of this.#byEvent.keys()) last = Math.max(last, event);
    return last;
  }

  /** The last event at which the trail is the one that was known. */
  get fitsTo(): number {
    return this.#fitsTo;
  }

  /** @param isSound whether the row has the right proofs; what is wrong with it otherwise is told anyway */
  see({ id, link }: SealedRow, isSound: boolean): void {
    const here = this.#byEvent.get(id);
    if (here === undefined) return;
    const others = here.filter((anchor) => link === null || !anchor.link.equals(link));
    for (const anchor of others)
      if (isSound) this.#problems.add('rewritten', this.#fittingBefore(anchor) + 1, id);
    if (others.length > 0) return;
    this.#fitsTo = id;
    this.#fitting.push(...here);
  }

  /** The last event of what was known before an anchor. A later signature may be under other events. */
  #fittingBefore({ at }: TrailAnchor): number {
    const before = this.#fitting.filter((one) => at === null || one.at === null || one.at <= at);
    return before.at(-1)?.events ?? this.#start;
  }
}
