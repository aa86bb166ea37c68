import type { Instant } from '../ports.js';

/**
 * A gap between two looks that is longer than this, in milliseconds, was sleep, a stopped process or
 * a changed clock, and counts as inactivity. Looks are never further apart than the watchdog period
 * (`schedule.ts`), so a healthy run stays far below.
 */
export const GAP_MS = 30_000;

/** A wall clock this much behind the last record, in milliseconds, was set back by hand. */
const CLOCK_TOLERANCE_MS = 2_000;

/** Everything that is remembered between two looks at the clocks and the idle source. */
export interface ActivityRecord {
  /** The last moment at which somebody was certainly there. */
  readonly lastActivity: Instant;
  /** How far before `lastActivity` it may really have been, in milliseconds. */
  readonly uncertaintyMs: number;
  readonly lastLook: Instant;
  readonly startedAt: Instant;
}

/** One look. Durations in milliseconds. */
export interface Sample {
  readonly now: Instant;
  /** What the OS says, rounded down to `resolutionMs`; `null` when it is not to be counted. */
  readonly osIdleMs: number | null;
  readonly resolutionMs: number;
}

/** Durations in milliseconds. */
export interface Elapsed {
  /** Inactivity, at the least. */
  readonly inactiveMs: number;
  /** How much more it may really be, because sources round down. */
  readonly uncertaintyMs: number;
  /** Age of the session. */
  readonly ageMs: number;
}

/** The strictest of both clocks. A clock that went back counts nothing, and never less than the other. */
function since(then: Instant, now: Instant): number {
  return Math.max(0, now.bootMs - then.bootMs, now.wallMs - then.wallMs);
}

function earlier(instant: Instant, ms: number): Instant {
  return { wallMs: instant.wallMs - ms, bootMs: instant.bootMs - ms };
}

/** A session that begins now, with somebody certainly there. */
export function beginRecord(now: Instant): ActivityRecord {
  return { lastActivity: now, uncertaintyMs: 0, lastLook: now, startedAt: now };
}

/** Somebody was certainly there just now: input in one of the app's own windows. */
export function noteActivity(record: ActivityRecord, now: Instant): ActivityRecord {
  return { ...record, lastActivity: now, uncertaintyMs: 0 };
}

function elapsedAt(record: ActivityRecord, now: Instant): Elapsed {
  return {
    inactiveMs: since(record.lastActivity, now),
    uncertaintyMs: record.uncertaintyMs,
    ageMs: since(record.startedAt, now),
  };
}

/**
 * What the OS says about the last activity is an interval: a reading of 4 s means that it was at
 * least 4 s and less than 5 s ago. While nobody acts, the intervals of all looks overlap, and their
 * overlap tells the moment ever more exactly. One that begins later is new activity. One that ends
 * earlier means that the app itself saw somebody whom the OS did not count (a screen reader that
 * presses a button, for example): that activity stands.
 */
function narrow(record: ActivityRecord, sample: Sample, osIdleMs: number): ActivityRecord {
  const latest = earlier(sample.now, osIdleMs);
  const earliestMs = latest.bootMs - sample.resolutionMs;
  const knownMs = record.lastActivity.bootMs;
  if (earliestMs > knownMs)
    return { ...record, lastActivity: latest, uncertaintyMs: sample.resolutionMs };
  if (latest.bootMs < knownMs - record.uncertaintyMs) return record;

  const newKnownMs = Math.min(latest.bootMs, knownMs);
  return {
    ...record,
    lastActivity: earlier(record.lastActivity, knownMs - newKnownMs),
    uncertaintyMs: newKnownMs - Math.max(earliestMs, knownMs - record.uncertaintyMs),
  };
}

/** The earliest moment at which the last activity can have been. */
export function earliestActivity(record: ActivityRecord): Instant {
  return earlier(record.lastActivity, record.uncertaintyMs);
}

/** Without a reading that could narrow it any more, the strictest end of the interval holds. */
function certain(record: ActivityRecord): ActivityRecord {
  return { ...record, lastActivity: earliestActivity(record), uncertaintyMs: 0 };
}

/**
 * Takes one look and says how long nobody was there: the strictest of both clocks since the last
 * activity that the OS or the app saw, and a gap since the last look.
 *
 * After a gap the time that passed counts as inactivity even if the OS reports fresh input, because
 * nothing watched this computer meanwhile; only from the next look on does new input count.
 */
export function look(
  record: ActivityRecord,
  sample: Sample,
): { readonly record: ActivityRecord; readonly elapsed: Elapsed } {
  const gapMs = since(record.lastLook, sample.now);
  const seen = sample.osIdleMs === null ? certain(record) : narrow(record, sample, sample.osIdleMs);
  const next = { ...seen, lastLook: sample.now };
  const measured = elapsedAt(next, sample.now);
  const unwatched = gapMs > GAP_MS ? Math.max(gapMs, elapsedAt(record, sample.now).inactiveMs) : 0;
  return {
    record: next,
    elapsed: {
      ...measured,
      inactiveMs: Math.max(measured.inactiveMs, unwatched),
    },
  };
}

/** A record that was stored before the app stopped. */
export interface StoredActivity {
  readonly startedAt: Instant;
  readonly lastActivityAt: Instant;
}

/**
 * Takes up a stored record after a restart of the app or of the computer. Time with the app not
 * running counts as inactivity.
 * @returns `null` when the record lies in the future, which only a changed clock explains
 */
export function restoreRecord(stored: StoredActivity, now: Instant): ActivityRecord | null {
  if (now.wallMs < stored.lastActivityAt.wallMs - CLOCK_TOLERANCE_MS) return null;
  // A boot clock that reads less was reset by a restart of the computer: it can't be compared.
  const shift = (then: Instant): Instant => {
    const sameBoot = now.bootMs >= then.bootMs;
    const wallMs = Math.max(0, now.wallMs - then.wallMs);
    return earlier(now, sameBoot ? Math.max(wallMs, now.bootMs - then.bootMs) : wallMs);
  };
  return {
    lastActivity: shift(stored.lastActivityAt),
    uncertaintyMs: 0,
    // Nothing watched this computer meanwhile: input that the OS saw then must not wake the session.
    lastLook: shift(stored.lastActivityAt),
    startedAt: shift(stored.startedAt),
  };
}
