import { describe, expect, it } from 'vitest';
import { outOfDate } from '../../../src/shared/workstation/updates.js';

const DAY_MS = 86_400_000;
const NOW_MS = 1_790_000_000_000;

const ago = (days: number): number => NOW_MS - days * DAY_MS;
const NOTHING = { nowMs: NOW_MS, builtMs: null, upToDateMs: null, newerSinceMs: null };

describe('a version is out of date', () => {
  it.each([
    [0, null],
    [29.999, null],
    [30, 'note'],
    [89.999, 'note'],
    [90, 'warning'],
    [4_000, 'warning'],
  ] as const)('%s days after a newer release, or its build: %s', (days, level) => {
    const byRelease = outOfDate({ ...NOTHING, newerSinceMs: ago(days), builtMs: ago(500) });
    const byBuild = outOfDate({ ...NOTHING, builtMs: ago(days) });
    expect(byRelease?.level ?? null).toBe(level);
    expect(byBuild?.level ?? null).toBe(level);
    if (level === null) return;
    expect(byRelease).toEqual({ level, days: Math.floor(days), newerKnown: true });
    expect(byBuild).toEqual({ level, days: Math.floor(days), newerKnown: false });
  });

  it('not by its age while it is known to be the newest', () => {
    expect(outOfDate({ ...NOTHING, builtMs: ago(500), upToDateMs: ago(1) })).toBeNull();
    expect(outOfDate({ ...NOTHING, builtMs: ago(500), upToDateMs: ago(31) })?.days).toBe(31);
    // A wrong clock at the check does not make the version older than its build.
    expect(outOfDate({ ...NOTHING, builtMs: ago(1), upToDateMs: ago(500) })).toBeNull();
  });

  it('even if the clock was far ahead when something was found', () => {
    const built = { ...NOTHING, builtMs: ago(95) };
    const byBuild = { level: 'warning', days: 95, newerKnown: false };
    expect(outOfDate({ ...built, upToDateMs: ago(-1) })).toEqual(byBuild);
    expect(outOfDate({ ...built, newerSinceMs: ago(-1) })).toEqual(byBuild);
    // A clock that is behind proves nothing.
    expect(outOfDate({ ...NOTHING, builtMs: ago(-400) })).toBeNull();
  });

  it('not when nothing is known', () => {
    expect(outOfDate(NOTHING)).toBeNull();
  });
});
