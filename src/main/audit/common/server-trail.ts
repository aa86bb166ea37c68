import {
  type ClinicServer,
  type Clock,
  type CopiedRow,
  type CopyFault,
  MOST_AT_ONCE,
  type StoredHead,
  type TrailCopy,
  type TrailCut,
  type TrailItem,
  type TrailItemKind,
  type TrailSegment,
} from '../../ports/index.js';
import { closedRow, type OfTrail, readCut, readHead, readRow, readSegment } from '../trail-text.js';
import type { ItemKeys } from './item-keys.js';

const CALL_MS = 5_000;
/** What a workstation has said of its trail may still be on its way to the server. */
const PAUSE_MS = 1_000;
const MOST_PAUSES = 5;

export interface ServerTrailParts {
  readonly server: ClinicServer;
  readonly keys: ItemKeys;
  readonly clock: Pick<Clock, 'after'>;
  readonly workstation: string;
  /** The last event that its workstation is known to have written. */
  readonly known: number;
  /** How many events the server said to have. */
  readonly events: number;
}

/**
 * One workstation's trail as the clinic's server keeps it. Nothing that the server says is believed: what does not
 * open, or comes in another order, is told as such, and the trail's own links, seals and signatures prove the rest.
 */
export class ServerTrail implements TrailCopy {
  readonly #parts: ServerTrailParts;
  readonly #faults = new Set<CopyFault>();
  #segments: readonly OfTrail<TrailSegment>[] = [];
  #heads: readonly OfTrail<StoredHead>[] = [];
  #cuts: readonly OfTrail<TrailCut>[] = [];
  /** The last event that is read: what comes meanwhile is for the next time. */
  #last: number;
  /** The rows that were read last, of which some may be asked for again. */
  #page: readonly CopiedRow[] = [];
  #pageAfter = 0;
  workstation = '';

  private constructor(parts: ServerTrailParts) {
    this.#parts = parts;
    this.#last = parts.events;
  }

  /** Reads all but the events. @returns rejects with `ServerAwayError` */
  static async open(parts: ServerTrailParts): Promise<ServerTrail> {
    const trail = new ServerTrail(parts);
    await trail.#readProofs();
    return trail;
  }

  async rows(after: number, most: number): Promise<readonly CopiedRow[]> {
    const rows: CopiedRow[] = [];
    for (let at = after; rows.length < most;) {
      const page = await this.#pageAt(at);
      if (page.length === 0) break;
      rows.push(...page.slice(0, most - rows.length));
      at = rows.at(-1)?.id ?? at;
    }
    return rows;
  }

  segments(): readonly TrailSegment[] {
    return this.#segments;
  }

  heads(after: number, most: number): readonly StoredHead[] {
    const from = this.#heads.findIndex(({ id }) => id > after);
    return from === -1 ? [] : this.#heads.slice(from, from + most);
  }

  cuts(): readonly TrailCut[] {
    return this.#cuts;
  }

  /** The key of the next event never leaves its computer. */
  state(): undefined {
    return undefined;
  }

  /** The server's own rules prove nothing. */
  isGuarded(): boolean {
    return true;
  }

  faults(): readonly CopyFault[] {
    return [...this.#faults];
  }

  async #readProofs(): Promise<void> {
    const { known, clock } = this.#parts;
    this.#cuts = await this.#all('cut', readCut, () => true);
    const cutAt = Math.max(0, ...this.#cuts.map(({ events }) => events));
    for (let pauses = 0; ; pauses += 1) {
      this.#heads = await this.#all('head', readHead, ({ id }, number) => id === number);
      const least = Math.max(known, ...this.#heads.map(({ events }) => events));
      if (Math.max(this.#last, cutAt) >= least || pauses === MOST_PAUSES) break;
      await new Promise<void>((resume) => void clock.after(PAUSE_MS, resume));
      this.#last = await this.#lastNow();
    }
    this.#segments = await this.#all(
      'segment',
      readSegment,
      (segment, number) => segment.number === number,
    );
    this.workstation = this.#segments[0]?.trail ?? '';
    const parts = [...this.#segments, ...this.#heads, ...this.#cuts];
    if (parts.some(({ trail }) => trail !== this.workstation)) this.#faults.add('otherComputer');
  }

  async #lastNow(): Promise<number> {
    const { server, workstation } = this.#parts;
    const tips = await server.trailTips('all', CALL_MS);
    const tip = tips.find((one) => one.workstation === workstation && one.kind === 'event');
    return tip?.last ?? 0;
  }

  /** The items of one kind that open, in the order of their numbers. */
  async #all<Item>(
    kind: TrailItemKind,
    read: (content: string) => Item | null,
    isIts: (item: Item, number: number) => boolean,
  ): Promise<readonly Item[]> {
    const all: Item[] = [];
    for (let after = 0; ;) {
      const items = await this.#items(kind, after, MOST_AT_ONCE);
      const last = items.at(-1);
      if (last === undefined) return all;
      // The first that is left may come after a cut; in between none may be missing.
      if (after > 0 && items[0]?.number !== after + 1) this.#faults.add('proofsLost');
      if (last.number - (items[0]?.number ?? 0) !== items.length - 1)
        this.#faults.add('proofsLost');
      for (const { number, content } of await this.#open(items)) {
        const item = content === null ? null : read(content);
        if (item !== null && isIts(item, number)) all.push(item);
        else this.#faults.add('proofsLost');
      }
      after = last.number;
    }
  }

  async #pageAt(after: number): Promise<readonly CopiedRow[]> {
    const last = this.#page.at(-1)?.id ?? 0;
    if (after < this.#pageAfter || after >= last) {
      const items = await this.#items('event', after, MOST_AT_ONCE);
      const here = items.filter(({ number }) => number <= this.#last);
      this.#page = (await this.#open(here)).map(({ number, content }) => rowOf(content, number));
      this.#pageAfter = after;
    }
    return this.#page.filter(({ id }) => id > after);
  }

  /** In the order of their numbers, each once. */
  async #items(kind: TrailItemKind, after: number, most: number): Promise<readonly TrailItem[]> {
    const { server, workstation } = this.#parts;
    const given = await server.trailItems({ workstation, kind, after }, most, CALL_MS);
    const isSorted = given.every(
      ({ number }, index) => number > (given[index - 1]?.number ?? after),
    );
    if (isSorted) return given;
    this.#faults.add('unsorted');
    const once = new Map(given.map((item) => [item.number, item]));
    return [...once.values()]
      .filter(({ number }) => number > after)
      .sort((one, other) => one.number - other.number);
  }

  async #open(
    items: readonly TrailItem[],
  ): Promise<readonly { readonly number: number; readonly content: string | null }[]> {
    const { server, keys, workstation } = this.#parts;
    const sealed = items.map((item) => ({ ...item, workstation }));
    const contents = await keys.open(server, sealed);
    return items.map(({ number }, index) => ({ number, content: contents[index] ?? null }));
  }
}

/** @returns a closed row for what does not open, or is another event */
export function rowOf(content: string | null, number: number): CopiedRow {
  const row = content === null ? null : readRow(content);
  return row?.id === number ? row : closedRow(number);
}
