import { describe, expect, it } from 'vitest';
import {
  freshItemKey,
  type ItemPlace,
  keyNumberOf,
  openItem,
  openItemKey,
  sealItem,
} from '../../../../src/main/audit/common/item-box.js';
import { SeedKeys } from '../../../../src/main/keys/seed-keys.js';

const PLACE: ItemPlace = { log: 'log', workstation: 'room', kind: 'event', number: 7 };
const ELSEWHERE: readonly Partial<ItemPlace>[] = [
  { log: 'another log' },
  { workstation: 'office' },
  { number: 8 },
];

const administrators = SeedKeys.fresh();
const holder = administrators.publicKeys.opening;

describe('a key of items', () => {
  const fresh = freshItemKey({ ...PLACE, number: 3 }, holder);

  it('opens for administrators, with former keys among them', () => {
    const keys = [SeedKeys.fresh(), administrators];
    expect(openItemKey(keys, { ...PLACE, number: 3 }, fresh.box)).toEqual(fresh.key);
  });

  it('opens for nobody else', () => {
    expect(openItemKey([], { ...PLACE, number: 3 }, fresh.box)).toBeNull();
    expect(openItemKey([SeedKeys.fresh()], { ...PLACE, number: 3 }, fresh.box)).toBeNull();
  });

  it.each(ELSEWHERE)('does not open in another place: %o', (change) => {
    const place = { ...PLACE, number: 3, ...change };
    expect(openItemKey([administrators], place, fresh.box)).toBeNull();
  });
});

describe('an item', () => {
  const itemKey = freshItemKey({ ...PLACE, number: 3 }, holder);
  const box = sealItem(itemKey, PLACE, 'signed in');

  it('opens where it was put, and names its key', () => {
    expect(openItem(itemKey.key, PLACE, box)).toBe('signed in');
    expect(keyNumberOf(box)).toBe(3);
  });

  it.each([...ELSEWHERE, { kind: 'head' as const }])('does not open elsewhere: %o', (change) => {
    expect(openItem(itemKey.key, { ...PLACE, ...change }, box)).toBeNull();
  });

  it('does not open once a bit of it was changed', () => {
    for (const at of [8, box.length >> 1, box.length - 1]) {
      const changed = Buffer.from(box);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(openItem(itemKey.key, PLACE, changed)).toBeNull();
    }
  });

  it('that is too short is of no key', () => {
    expect(keyNumberOf(box.subarray(0, 7))).toBe(0);
    expect(openItem(itemKey.key, PLACE, box.subarray(0, 7))).toBeNull();
  });
});
