import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type ClinicServer,
  type EventSearch,
  type EventTags,
  LONGEST_ITEM,
  MOST_AT_ONCE,
  MOST_LATE_BYTES,
  type OwnItem,
  type TrailItemKind,
  type TrailTip,
} from '../../../src/main/ports/clinic-server.js';
import { type Bench, BOUND_MS, whyAway } from './clinic-world.js';

/** Only for the order in which tips are compared. */
const inOrder = (tips: readonly TrailTip[]): string[] =>
  tips.map(({ workstation, kind, last }) => `${workstation} ${kind} ${last}`).sort();

export function newItem(kind: TrailItemKind, number: number, changed: Partial<OwnItem> = {}) {
  const tags =
    kind === 'event'
      ? { atMs: 1_000 + number, event: randomBytes(16), member: null, by: null }
      : null;
  return { kind, number, box: randomBytes(50), tags, ...changed } satisfies OwnItem;
}

function numbered(kind: TrailItemKind, count: number): OwnItem[] {
  return Array.from({ length: count }, (_none, index) => newItem(kind, index + 1));
}

/** As it comes back. */
function plain({ kind, number, box }: OwnItem) {
  return { kind, number, box };
}

export const EVERYTHING: EventSearch = {
  events: null,
  member: null,
  workstation: null,
  sinceMs: null,
  before: null,
  most: 100,
};

export function itKeepsTrails(at: () => Bench): void {
  async function second(): Promise<{ workstation: string; other: ClinicServer }> {
    const { clinic, server } = at();
    const { workstation, login } = await clinic.enrolled(server);
    return { workstation, other: await clinic.connect(login) };
  }

  const itemsOf = (
    workstation: string,
    kind: TrailItemKind,
    { after = 0, most = 100 }: { after?: number; most?: number } = {},
  ) => at().server.trailItems({ workstation, kind, after }, most, BOUND_MS);

  describe('a trail', () => {
    it('is given back item by item, by kind and number', async () => {
      const { clinic, server } = at();
      const { workstation } = clinic.first;
      const events = numbered('event', 5);
      const others = [newItem('key', 1), newItem('segment', 1), newItem('head', 3)];
      await server.bringTrail([...others, newItem('cut', 1), ...events], BOUND_MS);
      expect(await itemsOf(workstation, 'event')).toEqual(events.map(plain));
      expect(await itemsOf(workstation, 'event', { after: 3 })).toEqual(events.slice(3).map(plain));
      expect(await itemsOf(workstation, 'event', { most: 2 })).toEqual(
        events.slice(0, 2).map(plain),
      );
      for (const item of others)
        expect(await itemsOf(workstation, item.kind)).toEqual([plain(item)]);
      expect(await itemsOf(randomUUID(), 'event')).toEqual([]);
    });

    it('keeps the first item of a number', async () => {
      const { clinic, server } = at();
      const item = newItem('event', 1);
      const forged = newItem('event', 1);
      await server.bringTrail([item, forged], BOUND_MS);
      await server.bringTrail([forged, newItem('event', 2)], BOUND_MS);
      const kept = await itemsOf(clinic.first.workstation, 'event');
      expect(kept.map(({ number }) => number)).toEqual([1, 2]);
      expect(kept[0]?.box).toEqual(item.box);
      const page = await server.trailPage(EVERYTHING, BOUND_MS);
      expect(page.map(({ box }) => box)).toContainEqual(item.box);
      expect(page).toHaveLength(2);
    });

    it('is its workstation’s own', async () => {
      const { clinic, server } = at();
      const { workstation, other } = await second();
      const [mine, hers] = [newItem('event', 1), newItem('event', 1)];
      await server.bringTrail([mine], BOUND_MS);
      await other.bringTrail([hers], BOUND_MS);
      await other.dropTrail(1, 1, BOUND_MS);
      expect(await itemsOf(clinic.first.workstation, 'event')).toEqual([plain(mine)]);
      expect(await itemsOf(workstation, 'event')).toEqual([]);
    });

    it('has tips, of its own and of all', async () => {
      const { clinic, server } = at();
      const { workstation: theirs, other } = await second();
      expect(await server.trailTips('all', BOUND_MS)).toEqual([]);
      await server.bringTrail([...numbered('event', 3), newItem('key', 1)], BOUND_MS);
      await other.bringTrail([newItem('segment', 7)], BOUND_MS);
      const { workstation } = clinic.first;
      const own: TrailTip[] = [
        { workstation, kind: 'event', last: 3 },
        { workstation, kind: 'key', last: 1 },
      ];
      const hers: TrailTip[] = [{ workstation: theirs, kind: 'segment', last: 7 }];
      expect(inOrder(await server.trailTips('own', BOUND_MS))).toEqual(inOrder(own));
      expect(inOrder(await other.trailTips('own', BOUND_MS))).toEqual(inOrder(hers));
      expect(inOrder(await other.trailTips('all', BOUND_MS))).toEqual(inOrder([...own, ...hers]));
    });

    it('is dropped up to a number, and brought again no more than that', async () => {
      const { clinic, server } = at();
      const { workstation } = clinic.first;
      await server.bringTrail([...numbered('event', 6), ...numbered('head', 6)], BOUND_MS);
      await server.bringTrail([newItem('segment', 1), newItem('key', 1)], BOUND_MS);
      await server.dropTrail(4, 2, BOUND_MS);
      const numbers = async (kind: TrailItemKind): Promise<number[]> =>
        (await itemsOf(workstation, kind)).map(({ number }) => number);
      expect(await numbers('event')).toEqual([5, 6]);
      expect(await numbers('head')).toEqual([3, 4, 5, 6]);
      expect(await numbers('segment')).toEqual([1]);
      expect(await numbers('key')).toEqual([1]);
      expect(await server.trailPage(EVERYTHING, BOUND_MS)).toHaveLength(2);
    });

    it('takes the longest item, and the most at once', async () => {
      const { clinic, server } = at();
      const long = newItem('event', 1, { box: randomBytes(LONGEST_ITEM) });
      await server.bringTrail([long], BOUND_MS);
      await server.bringTrail(numbered('head', MOST_AT_ONCE), BOUND_MS);
      const { workstation } = clinic.first;
      expect((await itemsOf(workstation, 'event'))[0]?.box.equals(long.box)).toBe(true);
      await server.bringTrail([newItem('head', MOST_AT_ONCE + 1)], BOUND_MS);
      const heads = await itemsOf(workstation, 'head', { most: MOST_AT_ONCE + 1 });
      expect(heads).toHaveLength(MOST_AT_ONCE);
    });

    it('takes no items of another form, nor those beside them', async () => {
      const { clinic } = at();
      const tags = { atMs: 1, event: randomBytes(16), member: null, by: null };
      const event = (changed: Partial<EventTags>): OwnItem[] => [
        newItem('event', 1, { tags: { ...tags, ...changed } }),
      ];
      const refused: readonly (readonly OwnItem[])[] = [
        numbered('head', MOST_AT_ONCE + 1),
        [newItem('key', 1, { box: randomBytes(LONGEST_ITEM + 1) })],
        [newItem('key', 1, { box: Buffer.alloc(0) })],
        [newItem('key', 0)],
        [newItem('event', -1)],
        [newItem('key', Number.MAX_SAFE_INTEGER + 1)],
        [newItem('event', 1, { tags: null })],
        [newItem('key', 1, { tags })],
        event({ atMs: -1 }),
        event({ event: randomBytes(17) }),
        event({ member: randomBytes(3) }),
        event({ by: randomBytes(3) }),
      ];
      for (const items of refused) {
        const server = await clinic.connectAgain();
        const brought = server.bringTrail([newItem('key', 9), ...items], BOUND_MS);
        expect(await whyAway(brought)).toBe('broken');
      }
      const again = await clinic.connectAgain();
      expect(await again.trailTips('all', BOUND_MS)).toEqual([]);
    });
  });

  describe('the trail of a workstation that was removed', () => {
    it('is completed by it, and read by the others', async () => {
      const { server } = at();
      const { workstation, other } = await second();
      await other.bringTrail([newItem('event', 1)], BOUND_MS);
      await server.remove(workstation, BOUND_MS);
      expect(inOrder(await other.trailTips('own', BOUND_MS))).toEqual([`${workstation} event 1`]);
      await other.bringTrail([newItem('event', 2)], BOUND_MS);
      expect(await itemsOf(workstation, 'event')).toHaveLength(2);
      expect(inOrder(await server.trailTips('all', BOUND_MS))).toEqual([`${workstation} event 2`]);
      expect(await server.trailPage({ ...EVERYTHING, workstation }, BOUND_MS)).toHaveLength(2);
    });

    it('does not fill the disk', async () => {
      const { clinic, server } = at();
      const { workstation, login } = await clinic.enrolled(server);
      const other = await clinic.connect(login);
      await server.remove(workstation, BOUND_MS);
      const box = Buffer.alloc(LONGEST_ITEM, 1);
      const most = MOST_LATE_BYTES / LONGEST_ITEM;
      const items = Array.from({ length: most }, (_none, index) =>
        newItem('head', index + 1, { box }),
      );
      await other.bringTrail(items, BOUND_MS);
      // What is there already costs nothing.
      await other.bringTrail(items.slice(0, 9), BOUND_MS);
      expect(await whyAway(other.bringTrail([newItem('event', 1)], BOUND_MS))).toBe('broken');
      const tips = await server.trailTips('all', BOUND_MS);
      expect(inOrder(tips)).toEqual([`${workstation} head ${most}`]);
    });
  });
}
