import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BadgeReading, PAUSE_MS, STALL_MS } from '../../../src/main/windows/input/badge-reading.js';

interface Press {
  readonly key: string;
  /** The time since the key before, in milliseconds. */
  readonly afterMs: number;
}

interface Typed {
  /** What reached the field: characters, and names of other keys. */
  readonly field: readonly string[];
  readonly badges: readonly string[];
  /** Keys of a reader after the end of its badge. */
  readonly dropped: readonly string[];
}

/** Types into a reading as the windows do: they tell it of pauses. */
function type(presses: readonly Press[]): Typed {
  const reading = new BadgeReading();
  const field: string[] = [];
  const badges: string[] = [];
  const dropped: string[] = [];
  const take = ({
    released,
    badge,
  }: Pick<ReturnType<BadgeReading['key']>, 'released' | 'badge'>): void => {
    field.push(...released);
    if (badge !== null) badges.push(badge.toString('latin1'));
  };
  const rest = (ms: number): void => {
    if (ms > (reading.pauseMs ?? Infinity)) take(reading.pause());
  };
  let atMs = 0;
  for (const { key, afterMs } of presses) {
    rest(afterMs);
    atMs += afterMs;
    const read = reading.key(key, atMs);
    take(read);
    if (read.key === 'pass') field.push(key);
    if (read.key === 'drop' && read.badge === null) dropped.push(key);
  }
  rest(1_000);
  return { field, badges, dropped };
}

const atOnce = (text: string, end?: string): readonly Press[] =>
  [...Array.from(text), ...(end === undefined ? [] : [end])].map((key, at) => ({
    key,
    afterMs: at === 0 ? 500 : 8,
  }));

const OF_A_BADGE = Array.from('0123456789abcxyzABCXYZ;=:?%^+-');
const badge = (shortest: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...OF_A_BADGE), { minLength: shortest, maxLength: 40 })
    .map((all) => all.join(''));
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...OF_A_BADGE) },
  fc.constantFrom('Enter', 'Tab', ' ', 'é', 'Backspace', '.', 'Dead'),
);

describe('what a reader types', () => {
  it('is a badge and reaches no field, with Enter or Tab at its end', () => {
    fc.assert(
      fc.property(badge(6), fc.constantFrom('Enter', 'Tab'), (text, end) => {
        expect(type(atOnce(text, end))).toEqual({ field: [], badges: [text], dropped: [] });
      }),
    );
  });

  it('is a badge without an end from eight characters', () => {
    fc.assert(
      fc.property(badge(8), (text) => {
        expect(type(atOnce(text))).toEqual({ field: [], badges: [text], dropped: [] });
      }),
    );
    expect(type(atOnce('1234567'))).toEqual({
      field: Array.from('1234567'),
      badges: [],
      dropped: [],
    });
  });

  it('may be held up for a moment, once no person can have typed so much', () => {
    const heldUpAfter = (text: string): readonly Press[] => [
      ...atOnce(text),
      { key: '9', afterMs: STALL_MS },
      { key: 'Enter', afterMs: STALL_MS },
    ];
    expect(type(heldUpAfter('123456'))).toEqual({ field: [], badges: ['1234569'], dropped: [] });
    expect(type(heldUpAfter('12345'))).toEqual({
      field: [...Array.from('123459'), 'Enter'],
      badges: [],
      dropped: [],
    });
  });

  it('leaves nothing behind its end for a field', () => {
    const pressed = [...atOnce('12345678', 'Enter'), { key: 'Enter', afterMs: 8 }];
    expect(type(pressed)).toEqual({ field: [], badges: ['12345678'], dropped: ['Enter'] });
    // Whoever types next is heard again.
    expect(type([...pressed, { key: 'a', afterMs: 200 }]).field).toEqual(['a']);
  });

  it('is no badge when it is longer, or has other characters in it', () => {
    for (const text of ['1'.repeat(41), `${'1'.repeat(50)}2`, 'Ward 12 345678', '123.45678901'])
      expect(type(atOnce(text, 'Enter'))).toEqual({
        field: [...Array.from(text), 'Enter'],
        badges: [],
        dropped: [],
      });
  });

  it('two taps are two badges', () => {
    const { badges } = type([...atOnce('12345678', 'Enter'), ...atOnce('abcdef', 'Enter')]);
    expect(badges).toEqual(['12345678', 'abcdef']);
  });
});

describe('what people type', () => {
  it('arrives whole and in order, however fast they are', () => {
    const presses = fc.array(
      fc.record({ key, afterMs: fc.integer({ min: PAUSE_MS + 1, max: 400 }) }),
    );
    fc.assert(
      fc.property(presses, (typed) => {
        expect(type(typed)).toEqual({
          field: typed.map((one) => one.key),
          badges: [],
          dropped: [],
        });
      }),
    );
  });

  it('may have a few keys that come at once', () => {
    const few = fc
      .array(fc.constantFrom(...OF_A_BADGE), { minLength: 1, maxLength: 5 })
      .map((keys) => keys.map((one, at) => ({ key: one, afterMs: at === 0 ? 80 : 10 })));
    fc.assert(
      fc.property(fc.array(few), (bursts) => {
        const typed = bursts.flat();
        expect(type(typed)).toEqual({
          field: typed.map((one) => one.key),
          badges: [],
          dropped: [],
        });
      }),
    );
  });

  it('each key goes to the field, to a badge, or was of a badge: none is lost, none comes twice', () => {
    const presses = fc.array(
      fc.record({ key, afterMs: fc.constantFrom(5, 20, 34, 36, 60, 90, 150) }),
      {
        maxLength: 120,
      },
    );
    fc.assert(
      fc.property(presses, (typed) => {
        const { field, badges, dropped } = type(typed);
        // The Enter or Tab that ends a badge is the only key without a trace.
        const ends = typed.length - field.length - badges.join('').length - dropped.length;
        expect(ends).toBeGreaterThanOrEqual(0);
        expect(ends).toBeLessThanOrEqual(badges.length);
        let at = 0;
        for (const { key: pressed } of typed) if (pressed === field[at]) at += 1;
        expect(at).toBe(field.length);
      }),
    );
  });
});

it('holds nothing, and keeps no bytes, after a release', () => {
  const reading = new BadgeReading();
  for (const one of '12345') reading.key(one, 0);
  expect(reading.pauseMs).toBe(PAUSE_MS);
  expect(reading.release()).toEqual(Array.from('12345'));
  expect(reading.pauseMs).toBeNull();
  expect(reading.release()).toEqual([]);
});

it('keys that come faster than any reader types have waited, and are no badge', () => {
  const queued = (end?: string) => atOnce('12345678', end).map((one) => ({ ...one, afterMs: 1 }));
  const field = Array.from('12345678');
  expect(type(queued('Enter'))).toEqual({ field: [...field, 'Enter'], badges: [], dropped: [] });
  expect(type(queued())).toEqual({ field, badges: [], dropped: [] });
});
