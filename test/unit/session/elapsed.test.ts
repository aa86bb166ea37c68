import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/main/ports.js';
import {
  type ActivityRecord,
  beginRecord,
  type Elapsed,
  GAP_MS,
  look,
  noteActivity,
  restoreRecord,
} from '../../../src/main/session/elapsed.js';
import { instant } from '../../support/fakes/builders.js';

/** Looks at these moments; `readings` are `[ms since the start, what the OS says in seconds]`. */
function watch(readings: readonly (readonly [number, number | null])[]): {
  record: ActivityRecord;
  elapsed: Elapsed;
} {
  let seen = look(beginRecord(instant()), sample(instant(), null));
  for (const [ms, seconds] of readings) seen = look(seen.record, sample(instant(ms), seconds));
  return seen;
}

function sample(now: Instant, seconds: number | null) {
  return { now, osIdleMs: seconds === null ? null : seconds * 1_000, resolutionMs: 1_000 };
}

describe('what the OS says, rounded down to seconds', () => {
  it('is an interval that successive readings narrow', () => {
    // The last input was at 10 300 ms; a reading flips each second after it.
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

  it('that starts again is new activity', () => {
    const { elapsed } = watch([
      [10_000, 9],
      [20_000, 2],
    ]);
    expect(elapsed).toMatchObject({ inactiveMs: 2_000, uncertaintyMs: 1_000 });
  });

  it('does not undo what the app itself saw', () => {
    const noted = noteActivity(watch([[12_000, 11]]).record, instant(12_000));
    expect(look(noted, sample(instant(13_000), 12)).elapsed.inactiveMs).toBe(1_000);
  });

  it('is not counted when only this app counts', () => {
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

  it('the stricter of the two holds', () => {
    expect(after(5_000, 9_000)).toMatchObject({ inactiveMs: 9_000, ageMs: 9_000 });
    expect(after(9_000, 5_000)).toMatchObject({ inactiveMs: 9_000, ageMs: 9_000 });
  });

  it('a wall clock that went back lengthens nothing', () => {
    expect(after(20_000, -86_400_000).inactiveMs).toBe(20_000);
  });
});

describe('a gap between two looks', () => {
  it('counts as inactivity, whatever the OS says, once', () => {
    const first = watch([
      [10_000, 0],
      [10_000 + GAP_MS + 60_000, 0],
    ]);
    expect(first.elapsed.inactiveMs).toBe(GAP_MS + 60_000);
    const second = look(first.record, sample(instant(10_100 + GAP_MS + 60_000), 0));
    expect(second.elapsed.inactiveMs).toBeLessThan(1_000);
  });

  it('on the wall clock alone counts too', () => {
    const { record } = watch([[10_000, 0]]);
    const later = { bootMs: instant(11_000).bootMs, wallMs: instant(11_000 + 3_600_000).wallMs };
    expect(look(record, sample(later, 0)).elapsed.inactiveMs).toBeGreaterThanOrEqual(3_600_000);
  });

  it('that a healthy run has does not count', () => {
    expect(
      watch([
        [10_000, 0],
        [10_000 + GAP_MS, 0],
      ]).elapsed.inactiveMs,
    ).toBe(0);
  });
});

describe('a record from before a restart', () => {
  const stored = { startedAt: instant(), lastActivityAt: instant(60_000) };
  const inactiveAt = (now: Instant): number | null => {
    const record = restoreRecord(stored, now);
    return record === null ? null : look(record, sample(now, null)).elapsed.inactiveMs;
  };

  it('counts the time in which the app did not run', () => {
    expect(inactiveAt(instant(60_000 + 45_000))).toBe(45_000);
  });

  it('counts by the wall clock after the computer started again', () => {
    const now = { wallMs: instant(60_000 + 200_000).wallMs, bootMs: 1_000 };
    expect(inactiveAt(now)).toBe(200_000);
  });

  it('keeps the session’s age', () => {
    const record = restoreRecord(stored, instant(100_000));
    if (record === null) throw new Error('was refused');
    expect(look(record, sample(instant(100_000), 0)).elapsed.ageMs).toBe(100_000);
  });

  it('that lies in the future is refused', () => {
    expect(
      inactiveAt({ wallMs: instant(50_000).wallMs, bootMs: instant(70_000).bootMs }),
    ).toBeNull();
    expect(inactiveAt({ wallMs: instant(59_000).wallMs, bootMs: instant(70_000).bootMs })).toBe(
      10_000,
    );
  });
});
