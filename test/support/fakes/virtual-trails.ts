import {
  type EventPlace,
  type EventSearch,
  type EventTags,
  type FoundEvent,
  LONGEST_ITEM,
  MOST_AT_ONCE,
  MOST_EVENT_NAMES,
  MOST_LATE_BYTES,
  type OwnItem,
  type TrailItem,
  type TrailItemKind,
  type TrailTip,
} from '../../../src/main/ports/clinic-server.js';
import { check, type Keeper } from './virtual-server-rules.js';

export interface KeptItem extends OwnItem {
  readonly workstation: string;
}

/** The audit trails of the workstations, as the virtual server keeps them. */
export class VirtualTrails {
  /** By workstation, kind and number. */
  #items = new Map<string, KeptItem>();

  constructor(private readonly server: Keeper) {}

  get bytes(): readonly Buffer[] {
    return [...this.#items.values()].flatMap(({ box, tags }) => [box, ...namesOf(tags)]);
  }

  /** What whoever runs the server does to its tables. */
  edit(change: (items: readonly KeptItem[]) => readonly KeptItem[]): void {
    const items = change([...this.#items.values()]);
    this.#items = new Map(items.map((item) => [nameOf(item.workstation, item), item]));
  }

  /** @returns what restores it */
  snapshot(): () => void {
    const items = new Map(this.#items);
    return () => {
      this.#items = new Map(items);
    };
  }

  bringTrail(me: string, items: readonly OwnItem[]): void {
    const place = this.server.place(me, ['enrolled', 'removed']);
    check(items.length <= MOST_AT_ONCE && items.every(isItem));
    const fresh = new Map<string, KeptItem>();
    for (const item of items) {
      const name = nameOf(me, item);
      if (this.#items.has(name) || fresh.has(name)) continue;
      fresh.set(name, { ...item, workstation: me, box: Buffer.from(item.box) });
    }
    if (place.standing === 'removed') {
      const bytes = [...fresh.values()].reduce((sum, { box }) => sum + box.length, 0);
      check(place.lateBytes + bytes <= MOST_LATE_BYTES);
      place.lateBytes += bytes;
    }
    for (const [name, item] of fresh) this.#items.set(name, item);
  }

  trailTips(me: string, of: 'own' | 'all'): readonly TrailTip[] {
    this.server.place(me, of === 'own' ? ['enrolled', 'removed'] : ['enrolled']);
    const tips = new Map<string, TrailTip>();
    for (const { workstation, kind, number } of this.#items.values()) {
      const last = Math.max(number, tips.get(`${workstation} ${kind}`)?.last ?? 0);
      if (of === 'all' || workstation === me)
        tips.set(`${workstation} ${kind}`, { workstation, kind, last });
    }
    return [...tips.values()];
  }

  trailItems(
    me: string,
    of: { readonly workstation: string; readonly kind: TrailItemKind; readonly after: number },
    most: number,
  ): readonly TrailItem[] {
    this.server.place(me, ['enrolled']);
    return [...this.#items.values()]
      .filter(({ workstation, kind }) => workstation === of.workstation && kind === of.kind)
      .filter(({ number }) => number > of.after)
      .sort((one, other) => one.number - other.number)
      .slice(0, Math.min(most, MOST_AT_ONCE))
      .map(({ kind, number, box }) => ({ kind, number, box }));
  }

  trailPage(me: string, search: EventSearch): readonly FoundEvent[] {
    this.server.place(me, ['enrolled']);
    const names = [...(search.events ?? []), search.member];
    check(names.every((name) => name === null || name.length === 16));
    check((search.events?.length ?? 0) <= MOST_EVENT_NAMES);
    return [...this.#items.values()]
      .flatMap(({ workstation, number, box, tags }) =>
        tags !== null && isWanted(workstation, tags, search)
          ? [{ atMs: tags.atMs, workstation, number, box }]
          : [],
      )
      .filter((event) => search.before === null || newestFirst(search.before, event) < 0)
      .sort(newestFirst)
      .slice(0, Math.min(search.most, MOST_AT_ONCE));
  }

  dropTrail(me: string, events: number, heads: number): void {
    this.server.place(me, ['enrolled']);
    for (const [name, { workstation, kind, number }] of this.#items)
      if (workstation === me && number <= { ...NONE, event: events, head: heads }[kind])
        this.#items.delete(name);
  }
}

const NONE: Readonly<Record<TrailItemKind, number>> = {
  key: 0,
  segment: 0,
  event: 0,
  head: 0,
  cut: 0,
};

function nameOf(workstation: string, { kind, number }: TrailItem): string {
  return `${workstation} ${kind} ${number}`;
}

function namesOf(tags: EventTags | null): readonly Buffer[] {
  return [tags?.event, tags?.member, tags?.by].flatMap((name) => name ?? []);
}

function isItem({ kind, number, box, tags }: OwnItem): boolean {
  if ((kind === 'event') !== (tags !== null)) return false;
  const counts = tags === null ? [number] : [number, tags.atMs];
  return (
    number > 0 &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    namesOf(tags).every(({ length }) => length === 16) &&
    box.length > 0 &&
    box.length <= LONGEST_ITEM
  );
}

function isWanted(workstation: string, tags: EventTags, search: EventSearch): boolean {
  const { events, member } = search;
  return (
    (events === null || events.some((name) => name.equals(tags.event))) &&
    (member === null || [tags.member, tags.by].some((name) => name?.equals(member) === true)) &&
    (search.workstation === null || search.workstation === workstation) &&
    (search.sinceMs === null || tags.atMs >= search.sinceMs)
  );
}

function newestFirst(one: EventPlace, other: EventPlace): number {
  if (one.atMs !== other.atMs) return other.atMs - one.atMs;
  if (one.workstation !== other.workstation) return one.workstation < other.workstation ? 1 : -1;
  return other.number - one.number;
}
