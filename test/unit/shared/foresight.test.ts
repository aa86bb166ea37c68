import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foresee, KEPT_DAYS, type PauseDays } from '../../../src/shared/policy/foresight.js';

const TODAY = 20_000;

/** A session: its day, its longest pause in seconds, and whether that pause ended it. */
type SessionLine = readonly [day: number, longestSeconds: number, timedOut?: 'timed out'];
/** The pauses of one length of a person on a day. */
type PauseLine = readonly [day: number, person: string, seconds: number, times: number];

function kept(sessions: readonly SessionLine[], pauses: readonly PauseLine[] = []): PauseDays {
  return {
    sessions: sessions.map(([day, longestSeconds, end]) => ({
      ...{ day, longestSeconds, timedOut: end === 'timed out' },
    })),
    pauses: pauses.map(([day, person, seconds, times]) => ({ day, person, seconds, times })),
  };
}

/*
 * A made-up week, counted by hand for 5 minutes (300 s) with a warning of 60 s: 240 s to 299 s warns, 300 s
 * ends. Today is day 20 000, so the week begins with day 19 994.
 */
const SESSIONS: readonly SessionLine[] = [
  [20_000, 310], // ends: 1
  [20_000, 299],
  [20_000, 0],
  [19_999, 300, 'timed out'], // ends: 2
  [19_999, 120],
  [19_998, 900], // ends: 3
  [19_997, 240],
  [19_996, 180, 'timed out'], // not known: 1
  [19_995, 301], // ends: 4
  [19_994, 60], // ten sessions so far
  [19_993, 1_000], // the week before
];
const PAUSES: readonly PauseLine[] = [
  // Today: two people.
  [20_000, 'a', 250, 6], // 6
  [20_000, 'a', 299, 5], // 11 in all: more than ten
  [20_000, 'b', 240, 10], // ten are not more than ten
  [20_000, 'c', 239, 20], // too short for a warning
  [20_000, 'd', 300, 12], // too long: the session would have ended
  [20_000, 'e', 241, 11], // more than ten
  // Yesterday: three people, the most of all days.
  [19_999, 'a', 290, 11],
  [19_999, 'f', 250, 12],
  [19_999, 'g', 260, 11],
  // The day before: ten and one make no eleven of one person.
  [19_998, 'a', 250, 10],
  [19_998, 'b', 250, 1],
  // The week before: four people.
  ...['p', 'q', 'r', 's'].map((person): PauseLine => [19_993, person, 250, 11]),
];

const FIVE_MINUTES = { timeoutSeconds: 300, leadSeconds: 60 };

describe('what another timeout would have done', () => {
  it('is what a recount of a made-up week by hand says', () => {
    expect(foresee(kept(SESSIONS, PAUSES), TODAY, FIVE_MINUTES)).toEqual({
      ...{ span: 'week', sessions: 10, ending: 4, unknown: 1, warned: 3, few: false },
    });
  });

  it('is another one for each timeout and each warning', () => {
    const record = kept(SESSIONS, PAUSES);
    // 310, 900, 301 s are longer than 5:01; the sessions that timed out at 180 s and 300 s are not known.
    expect(foresee(record, TODAY, { timeoutSeconds: 301, leadSeconds: 60 })).toMatchObject({
      ...{ ending: 3, unknown: 2 },
    });
    // From 239 s on, c was warned too: a, c and e today, as many as yesterday, and with b’s ten no more.
    expect(foresee(record, TODAY, { timeoutSeconds: 300, leadSeconds: 61 }).warned).toBe(3);
    // From 250 s on, e is not warned, and a’s eleven are: one person today, three yesterday.
    expect(foresee(record, TODAY, { timeoutSeconds: 300, leadSeconds: 50 }).warned).toBe(3);
    // From 290 s on: five times a today, eleven times a yesterday.
    expect(foresee(record, TODAY, { timeoutSeconds: 300, leadSeconds: 10 }).warned).toBe(1);
  });

  it('looks back on all that is kept when the last week has less than five sessions', () => {
    const quiet = kept([
      ...SESSIONS.filter(([day]) => day < 19_996),
      ...Array.from({ length: 7 }, (): SessionLine => [TODAY - KEPT_DAYS + 1, 400]),
    ]);
    expect(foresee(quiet, TODAY, FIVE_MINUTES)).toMatchObject({
      ...{ span: 'all', sessions: 10, ending: 9, few: false },
    });
  });

  it('says that less than five sessions say little, and that there is none', () => {
    const four = kept(SESSIONS.slice(0, 4));
    expect(foresee(four, TODAY, FIVE_MINUTES)).toMatchObject({ sessions: 4, ending: 2, few: true });
    expect(foresee(kept([]), TODAY, FIVE_MINUTES)).toEqual({
      ...{ span: 'all', sessions: 0, ending: 0, unknown: 0, warned: 0, few: true },
    });
  });

  const day = fc.integer({ min: TODAY - KEPT_DAYS + 1, max: TODAY });
  const seconds = fc.integer({ min: 30, max: 2_000 });
  const anyRecord = fc.record({
    sessions: fc.array(fc.record({ day, longestSeconds: seconds, timedOut: fc.boolean() })),
    pauses: fc.array(
      fc.record({
        ...{ day, person: fc.constantFrom('a', 'b'), seconds },
        times: fc.integer({ min: 1, max: 30 }),
      }),
    ),
  });

  it('a longer timeout never ends more sessions, and each session counts once at the most', () => {
    fc.assert(
      fc.property(anyRecord, seconds, seconds, (record, one, other) => {
        const of = (timeoutSeconds: number) =>
          foresee(record, TODAY, { timeoutSeconds, leadSeconds: 30 });
        const shorter = of(Math.min(one, other));
        const longer = of(Math.max(one, other));
        expect(longer.ending).toBeLessThanOrEqual(shorter.ending);
        expect(shorter.ending + shorter.unknown).toBeLessThanOrEqual(shorter.sessions);
        expect(longer.sessions).toBe(shorter.sessions);
      }),
    );
  });

  it('an earlier warning never warns fewer people', () => {
    fc.assert(
      fc.property(anyRecord, seconds, seconds, seconds, (record, timeoutSeconds, one, other) => {
        const of = (leadSeconds: number) =>
          foresee(record, TODAY, { timeoutSeconds, leadSeconds }).warned;
        expect(of(Math.max(one, other))).toBeGreaterThanOrEqual(of(Math.min(one, other)));
      }),
    );
  });
});
