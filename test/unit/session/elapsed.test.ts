import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/main/ports/index.js';
import {
  type ActivityRecord,
  beginRecord,
  type Elapsed,
  GAP_MS,
  look,
  noteActivity,
  restoreRecord,
  type StoredActivity,
} from '../../../src/main/session/elapsed.js';
import { instant } from '../../support/fakes/builders.js';

/** Looks at these moments; `readings` are `[ms since the start, idle seconds of the OS]`. */
function watch(readings: readonly (readonly [number, number | null])[]): {
  record: ActivityRecord;
  elapsed: Elapsed;
} {
  let seen = look(beginRecord(instant()), sample(instant(), 0));
  for (const [ms, seconds] of readings) seen = look(seen.record, sample(instant(ms), seconds));
  return seen;
}

function sample(now: Instant, seconds: number | null) {
  return { now, osIdleMs: seconds === null ? null : seconds * 1_000, resolutionMs: 1_000 };
}

describe('what the OS says, rounded down to seconds', () => {
  it('is an interval that successive readings narrow', () => {
    // The last input was at 10 300 ms, so readings change 300 ms after each full second.
    const rough = watch([[14_000, 3]]).elapsed;
    expect(rough).toMatchObject({ inactiveMs: 3_000, uncertaintyMs: 1_000 });
    const exact = watch([
      [14_000, 3],
      [14_290, 3],
      [14_310, 4],
    ]).elapsed;
    expect(exact.inactiveMs).toBe(4_000);
    expect(exact.uncertaintyMs).toBe(20);
  });

  it('never counts less than the reading', () => {
    for (const [ms, seconds] of [
      [14_000, 3],
      [15_700, 5],
      [29_000, 18],
    ] as const)
      expect(watch([[ms, seconds]]).elapsed.inactiveMs).toBeGreaterThanOrEqual(seconds * 1_000);
  });

  it('that restarts shows new activity', () => {
    const { elapsed } = watch([
      [10_000, 9],
      [20_000, 2],
    ]);
    expect(elapsed).toMatchObject({ inactiveMs: 2_000, uncertaintyMs: 1_000 });
  });

  it('does not undo the activity that the app itself saw', () => {
    const noted = noteActivity(watch([[12_000, 11]]).record, instant(12_000));
    expect(look(noted, sample(instant(13_000), 12)).elapsed.inactiveMs).toBe(1_000);
  });

  it('does not count when only this app’s input counts', () => {
    expect(
      watch([
        [10_000, null],
        [20_000, null],
      ]).elapsed.inactiveMs,
    ).toBe(20_000);
  });
});

describe('clocks', () => {
  const after = (bootMs: number, wallMs: number): Elapsed =>
    look(beginRecord(instant()), {
      now: { bootMs: instant(bootMs).bootMs, wallMs: instant(wallMs).wallMs },
      osIdleMs: null,
      resolutionMs: 1_000,
    }).elapsed;

  it('the stricter of the two counts', () => {
    expect(after(5_000, 9_000)).toMatchObject({ inactiveMs: 9_000, ageMs: 9_000 });
    expect(after(9_000, 5_000)).toMatchObject({ inactiveMs: 9_000, ageMs: 9_000 });
  });

  it('a wall clock that went back lengthens nothing', () => {
    expect(after(20_000, -86_400_000).inactiveMs).toBe(20_000);
  });
});

describe('a gap between two looks', () => {
  it('counts as inactivity once, whatever the OS says', () => {
    const first = watch([
      [10_000, 2],
      [10_000 + GAP_MS + 60_000, 0],
    ]);
    // Since the last activity that was seen before the gap.
    expect(first.elapsed.inactiveMs).toBe(GAP_MS + 62_000);
    const second = look(first.record, sample(instant(10_100 + GAP_MS + 60_000), 0));
    expect(second.elapsed.inactiveMs).toBeLessThan(1_000);
    expect([first.elapsed.interrupted, second.elapsed.interrupted]).toEqual([true, false]);
  });

  it('on the wall clock alone counts too', () => {
    const { record } = watch([[10_000, 0]]);
    const later = { bootMs: instant(11_000).bootMs, wallMs: instant(11_000 + 3_600_000).wallMs };
    expect(look(record, sample(later, 0)).elapsed.inactiveMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('of the length that a healthy run has does not count', () => {
    expect(
      watch([
        [10_000, 2],
        [10_000 + GAP_MS, 0],
      ]).elapsed,
    ).toMatchObject({ inactiveMs: 0, interrupted: false });
  });
});

it('input after a long absence does not hide the absence, at the look that sees it', () => {
  const { record, elapsed } = watch([
    [10_000, 2],
    [38_000, 0],
  ]);
  // From the last input, at 7 s at the earliest, to the next one, at 38 s at the latest.
  expect(elapsed).toMatchObject({ inactiveMs: 0, awayMs: 31_000, interrupted: false });
  expect(look(record, sample(instant(40_000), 2)).elapsed.awayMs).toBeLessThan(2_000);
});

describe('a reading that may be no reading', () => {
  const zeros = [0, 0, 0, 0].map((seconds, index) => [index * 15_000, seconds] as const);

  it('of 0 again and again is no activity: it may mean “I don’t know”', () => {
    expect(watch(zeros).elapsed).toMatchObject({ inactiveMs: 45_000, doubtedMs: 30_000 });
  });

  it('is no activity when it is the first one, or the first after a pause without readings', () => {
    const unasked = [
      [15_000, null],
      [30_000, 5],
    ] as const;
    expect(watch(unasked).elapsed.inactiveMs).toBe(30_000);
    expect(watch([...unasked, [31_000, 6]]).elapsed).toMatchObject({
      inactiveMs: 6_000,
      awayMs: 25_000,
    });
    expect(watch([...unasked, [31_000, 5]]).elapsed.inactiveMs).toBe(31_000);
  });

  it('is no activity when it never changes, whatever its value', () => {
    const stuck = watch([
      [15_000, 5],
      [30_000, 5],
      [45_000, 5],
    ]);
    expect(stuck.elapsed).toMatchObject({ inactiveMs: 35_000, doubtedMs: 15_000 });
  });

  it('is trusted again as soon as a pause shows that the source works', () => {
    const { elapsed } = watch([...zeros, [46_500, 1]]);
    expect(elapsed).toMatchObject({ inactiveMs: 1_000, doubtedMs: 0 });
  });

  it('that falls is activity at once: somebody has come back', () => {
    const { elapsed } = watch([
      [40_000, 39],
      [40_100, 0],
    ]);
    expect(elapsed).toMatchObject({ inactiveMs: 0, doubtedMs: 0 });
  });

  it('stays in doubt when the app itself sees activity, which counts', () => {
    const { record } = watch(zeros);
    const noted = noteActivity(record, instant(46_000));
    const { elapsed } = look(noted, sample(instant(60_000), 0));
    expect(elapsed).toMatchObject({ inactiveMs: 14_000, doubtedMs: 45_000 });
  });
});

describe('a record from before a restart', () => {
  const stored: StoredActivity = {
    startedAt: instant(),
    lastActivityAt: instant(60_000),
    bootId: 'boot',
    loginId: 'login',
    limits: { idleSeconds: 600, ageSeconds: 3_600 },
  };
  const restored = (
    now: Instant,
    bootId: string | null = 'boot',
    before = stored,
    loginId: string | null = 'login',
  ) => {
    const { record, refused } = restoreRecord(before, now, { bootId, loginId });
    const { inactiveMs, ageMs, interrupted } = look(record, sample(now, 0)).elapsed;
    return { refused, inactiveMs, ageMs, interrupted };
  };
  /** A later moment on each clock. */
  const later = (wallMs: number, bootMs: number): Instant => ({
    wallMs: instant(60_000 + wallMs).wallMs,
    bootMs: instant(60_000 + bootMs).bootMs,
  });

  it('counts the time without the app, for inactivity and age', () => {
    expect(restored(later(45_000, 45_000))).toEqual({
      refused: null,
      inactiveMs: 45_000,
      ageMs: 105_000,
      interrupted: false,
    });
  });

  it('counts the stricter clock', () => {
    expect(restored(later(3_600_000, 45_000))).toMatchObject({ inactiveMs: 3_600_000 });
    expect(restored(later(1_000, 45_000))).toMatchObject({ inactiveMs: 45_000, ageMs: 105_000 });
  });

  it('of another boot is refused, however well the clocks agree', () => {
    expect(restored(later(45_000, 45_000), 'another')).toMatchObject({
      refused: 'otherBoot',
      inactiveMs: 45_000,
    });
    expect(restored({ wallMs: later(45_000, 0).wallMs, bootMs: 9_000 })).toMatchObject({
      refused: 'otherBoot',
      inactiveMs: 45_000,
    });
  });

  it('is refused if no boot has an id and the clocks do not agree', () => {
    const unnamed = { ...stored, bootId: null };
    expect(restored(later(45_000, 45_000), null, unnamed).refused).toBeNull();
    expect(restored(later(45_000, 106_000), null, unnamed).refused).toBe('otherBoot');
    expect(restored(later(200_000, 45_000), null, unnamed).refused).toBe('otherBoot');
    expect(restored(later(45_000, 45_000), 'boot', unnamed).refused).toBeNull();
  });

  it('of another log-in is refused, also if the OS gives none', () => {
    const now = later(45_000, 45_000);
    expect(restored(now, 'boot', stored, 'another').refused).toBe('otherLogin');
    expect(restored(now, 'boot', stored, null).refused).toBe('otherLogin');
    expect(restored(now, 'boot', { ...stored, loginId: null }, null).refused).toBe('otherLogin');
    expect(restored(now, 'another', stored, 'another').refused).toBe('otherBoot');
  });

  it('that lies in the future is refused', () => {
    expect(restored(later(-10_000, 10_000)).refused).toBe('futureRecord');
    // As much as clocks differ by themselves.
    expect(restored(later(-1_000, 10_000))).toMatchObject({ refused: null, inactiveMs: 10_000 });
  });
});
