import { expect, it } from 'vitest';
import { readEntry, START, writeEntry } from '../../../src/main/account/entry.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import { FIRST_DESK } from '../../support/fakes/chain-computers.js';
import {
  FOUNDER,
  memberBy,
  oneOfEach,
  PRACTITIONER,
  sampleClinic,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';

/* What a version of the app makes of entries that a later one wrote. */

const by = memberBy(FOUNDER);
const RESET = { kind: 'twoFactor.reset', memberId: PRACTITIONER };

function written(change: unknown, place: object = {}): ReturnType<typeof writeEntry> {
  const body = { clinic: by.key, at: 1_000, by, trail: null, ...place };
  // What this version does not know has no type here.
  return writeEntry({ ...body, change: change as SignedChange }, START, seedNamed(FOUNDER));
}

it('of a kind that this version does not know it is told only whether it may be passed over', () => {
  const promoted = { ...RESET, kind: 'member.promoted' };
  for (const [more, mayPass] of [
    [{}, false],
    [{ mayPass: false }, false],
    [{ mayPass: true }, true],
  ] as const)
    expect(written({ ...promoted, ...more }).change).toEqual({ kind: 'later', mayPass });
  // Of a known kind it has that kind's form, whatever else it says.
  expect(() => written({ ...RESET, mayPass: true })).toThrow('cannot be read');
  expect(() => written({ ...promoted, mayPass: 'yes' })).toThrow('cannot be read');
});

it('may name the computer on which it was decided', () => {
  const entry = written(RESET, { on: FIRST_DESK });
  expect(readEntry(entry, START)).toMatchObject({ on: FIRST_DESK, change: RESET });
  expect(readEntry(written(RESET), START)).not.toHaveProperty('on');
});

it.each(['badge.set', 'badge.removed', 'language.chosen', 'guide.read'] as const)(
  '%s is written so that an earlier version passes over it',
  (kind) => {
    const change = oneOfEach(sampleClinic(), by)[kind];
    expect(written(change).change).toEqual(change);
    // To an earlier version it is a kind that it does not know.
    expect(written({ ...change, kind: `${kind}.unknown` }).change).toEqual({
      kind: 'later',
      mayPass: true,
    });
    expect(() => written({ ...change, mayPass: undefined })).toThrow('cannot be read');
  },
);
