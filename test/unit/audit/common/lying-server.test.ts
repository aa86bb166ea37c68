import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommonAuditWorld, wrongIn } from '../../../support/common-audit.js';
import type { KeptItem } from '../../../support/fakes/virtual-trails.js';

/* What whoever runs the clinic's server does to the common audit is found, and said in words. */

// Time passes until something happens, also on a slow computer.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: CommonAuditWorld;
let putBack: () => void;

beforeAll(async () => {
  world = await CommonAuditWorld.openUsed();
});
afterAll(() => world.close());
// One clinic for all tests: what was done to the server is put back.
beforeEach(async () => {
  putBack = await world.remember();
});
afterEach(() => putBack());

/** Somebody who runs the server changes what it keeps of Room 2's trail. */
function editRoom2(change: (items: readonly KeptItem[]) => readonly KeptItem[]): void {
  const { id } = world.at(1);
  world.server.trails.edit((all) => [
    ...all.filter(({ workstation }) => workstation !== id),
    ...change(all.filter(({ workstation }) => workstation === id)),
  ]);
}

function itemOf(items: readonly KeptItem[], kind: KeptItem['kind'], number: number): KeptItem {
  const item = items.find((one) => one.kind === kind && one.number === number);
  if (item === undefined) throw new Error(`There is no ${kind} ${number}.`);
  return item;
}

const isEvent = ({ kind, number }: KeptItem, wanted: number): boolean =>
  kind === 'event' && number === wanted;

describe('whoever runs the server cannot', () => {
  it.each<[string, (items: readonly KeptItem[]) => readonly KeptItem[], RegExp]>([
    [
      'change an event',
      (items) =>
        items.map((item) => {
          const box = Buffer.from(item.box);
          box.writeUInt8(box.readUInt8(40) ^ 1, 40);
          return isEvent(item, 3) ? { ...item, box } : item;
        }),
      /^Event 3 does not open/,
    ],
    ['drop one', (items) => items.filter((item) => !isEvent(item, 3)), /^Event 3 is missing/],
    [
      'cut off the end',
      (items) => items.filter(({ kind, number }) => kind !== 'event' || number < 5),
      /newest .* missing/i,
    ],
    [
      'show an event once more, under another number',
      (items) => [
        ...items,
        {
          ...itemOf(items, 'event', 3),
          number: items.filter(({ kind }) => kind === 'event').length + 1,
        },
      ],
      /does not open/,
    ],
    [
      'give an event what belongs to another one',
      (items) => {
        const { box } = itemOf(items, 'event', 2);
        return items.map((item) => (isEvent(item, 3) ? { ...item, box } : item));
      },
      /^Event 3 does not open/,
    ],
    [
      'exchange the key',
      (items) => {
        const { box } = itemOf([...otherItems()], 'key', 1);
        return items.map((item) => (item.kind === 'key' ? { ...item, box } : item));
      },
      /do not open/,
    ],
    [
      'take a signature away',
      (items) => items.filter(({ kind, number }) => kind !== 'head' || number !== 1),
      /has no signature of its member/,
    ],
    [
      'make one up that events were removed',
      (items) => [
        ...items.filter(({ kind, number }) => kind !== 'event' || number > 4),
        { ...itemOf(items, 'head', 1), kind: 'cut' as const },
      ],
      /missing on the server, or do not open/,
    ],
    [
      'take the record of the key away',
      (items) => items.filter(({ kind }) => kind !== 'segment'),
      /The record of the key for events from 1 on is missing/,
    ],
  ])('%s', async (_what, change, sentence) => {
    editRoom2(change);
    const verdict = await world.verify();
    expect(verdict.isComplete).toBe(false);
    expect(Object.keys(wrongIn(verdict))).toEqual(['Room 2']);
    expect(wrongIn(verdict)['Room 2']?.join('\n')).toMatch(sentence);
  });

  function* otherItems(): Iterable<KeptItem> {
    const all: KeptItem[] = [];
    world.server.trails.edit((items) => {
      all.push(...items.filter(({ workstation }) => workstation === world.at(2).id));
      return items;
    });
    yield* all;
  }

  it('exchange events of two workstations', async () => {
    const [one, other] = [world.at(1).id, world.at(2).id];
    world.server.trails.edit((items) =>
      items.map((item) => {
        if (item.kind !== 'event' || item.number !== 3) return item;
        const workstation = item.workstation === one ? other : one;
        return [one, other].includes(item.workstation) ? { ...item, workstation } : item;
      }),
    );
    const wrong = wrongIn(await world.verify());
    expect(Object.keys(wrong)).toEqual(['Room 2', 'Room 3']);
    for (const texts of Object.values(wrong)) expect(texts.join()).toMatch(/Event 3 does not open/);
  });

  it('give events in another order, or twice', async () => {
    world.first.line.lies.items = (truth) =>
      truth[0]?.kind === 'event' ? [...truth].reverse() : truth;
    const wrong = wrongIn(await world.verify());
    for (const name of ['Reception 1', 'Room 2', 'Room 3'])
      expect(wrong[name]).toEqual(['The server gave events twice, or in another order.']);
  });

  it('hide a whole workstation', async () => {
    world.at(1).happens('clinicApp.opened');
    await world.sent();
    world.server.trails.edit((items) =>
      items.filter(({ workstation }) => workstation !== world.first.id),
    );
    expect(wrongIn(await world.verify())['Reception 1']?.join()).toMatch(/All events are missing/);
  });

  it('hide what does not open: it is shown as such', async () => {
    editRoom2((items) =>
      items.map((item) => (isEvent(item, 3) ? { ...item, box: Buffer.alloc(80, 1) } : item)),
    );
    const { entries } = await world.page();
    expect(entries.filter(({ title }) => title === 'An entry that does not open')).toMatchObject([
      { workstation: 'Room 2', alarming: true, place: { id: 3 }, member: null },
    ]);
  });
});
