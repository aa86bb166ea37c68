import type { Instant, SignedIn } from '../ports/index.js';
import type { SessionLimits } from './limits.js';

/**
 * A gap between two looks that is longer than this, in milliseconds, was sleep, a stopped process or
 * a changed clock, and counts as inactivity. Looks are never further apart than the watchdog period
 * (`schedule.ts`), so a healthy run stays below.
 */
export const GAP_MS = 30_000;

/** A wall clock this much behind the last record, in milliseconds, was set back by hand. */
const CLOCK_TOLERANCE_MS = 2_000;

/** How far both clocks may drift apart while the app does not run, in milliseconds. */
const CLOCK_DRIFT_MS = 60_000;

/** Everything that is remembered between two looks at the clocks and the idle source. */
export interface ActivityRecord {
  /** The last moment at which somebody was certainly there. */
  readonly lastActivity: Instant;
  /** How much earlier than `lastActivity` the activity may really have been, in milliseconds. */
  readonly uncertaintyMs: number;
  readonly lastLook: Instant;
  readonly startedAt: Instant;
  /** What the OS said at the last look, in milliseconds; `null` when it was not asked or did not say. */
  readonly lastReadingMs: number | null;
  /** Since when the OS's readings cannot be believed; `null` while they can. */
  readonly doubtedSince: Instant | null;
  /** Whether the record was stored by an earlier run and no look has followed. */
  readonly restored: boolean;
}

/** One look. Durations in milliseconds. */
export interface Sample {
  readonly now: Instant;
  /** The OS's idle time, rounded down to `resolutionMs`; `null` when it must not count. */
  readonly osIdleMs: number | null;
  readonly resolutionMs: number;
}

/** Durations in milliseconds. */
export interface Elapsed {
  /** The least possible inactivity. */
  readonly inactiveMs: number;
  /**
   * The longest possible time between the activity known before this look and the new activity that it
   * saw; 0 when it saw none. Late input must not hide that the limit has passed.
   */
  readonly awayMs: number;
  /** How much more the inactivity may really be, because sources round down. */
  readonly uncertaintyMs: number;
  /** Age of the session. */
  readonly ageMs: number;
  /** The boot clock at this look, which nobody can set. */
  readonly bootMs: number;
  /** For how long the OS's readings could not be believed; 0 while they can. */
  readonly doubtedMs: number;
  /**
   * Whether this look came so long after the last one that the computer must have slept, or the app
   * been stopped.
   */
  readonly interrupted: boolean;
}

/** The time that passed: the longer one of both clocks. A clock that went back counts as 0. */
export function since(then: Instant, now: Instant): number {
  return Math.max(0, now.bootMs - then.bootMs, now.wallMs - then.wallMs);
}

function earlier(instant: Instant, ms: number): Instant {
  return { wallMs: instant.wallMs - ms, bootMs: instant.bootMs - ms };
}

/** A session that begins now, with somebody certainly there. */
export function beginRecord(now: Instant): ActivityRecord {
  return {
    lastActivity: now,
    uncertaintyMs: 0,
    lastLook: now,
    startedAt: now,
    lastReadingMs: null,
    doubtedSince: null,
    restored: false,
  };
}

/** Somebody was certainly there just now: input in one of the app's own windows. */
export function noteActivity(record: ActivityRecord, now: Instant): ActivityRecord {
  return { ...record, lastActivity: now, uncertaintyMs: 0 };
}

/**
 * A reading of the OS is an interval: 4 s means that the last activity was at least 4 s and less than
 * 5 s ago. While nobody acts, the intervals of all looks overlap, and the overlap gets smaller. An
 * interval that begins later is new activity. An interval that ends earlier means that the app itself
 * saw somebody whom the OS did not count (a screen reader that presses a button, for example): that
 * activity stands.
 *
 * New activity needs a reading that differs from the one before. Some desktops answer 0 for "I don't
 * know", and a source can get stuck, also while nobody reads it: a first reading, or the same reading
 * again, may be either. A person at work soon pauses for a second, and the next reading differs. Until
 * then only input that the app itself sees counts, which can end a session early, never late.
 */
function narrow(record: ActivityRecord, sample: Sample, osIdleMs: number): ActivityRecord {
  const latest = earlier(sample.now, osIdleMs);
  const earliestMs = latest.bootMs - sample.resolutionMs;
  const knownMs = record.lastActivity.bootMs;
  if (earliestMs > knownMs) {
    if (record.lastReadingMs === null || osIdleMs === record.lastReadingMs)
      return { ...record, doubtedSince: record.doubtedSince ?? sample.now };
    const { resolutionMs: uncertaintyMs } = sample;
    return { ...record, lastActivity: latest, uncertaintyMs, doubtedSince: null };
  }
  const believed = osIdleMs === record.lastReadingMs ? record : { ...record, doubtedSince: null };
  if (latest.bootMs < knownMs - record.uncertaintyMs) return believed;

  const newKnownMs = Math.min(latest.bootMs, knownMs);
  return {
    ...believed,
    lastActivity: earlier(record.lastActivity, knownMs - newKnownMs),
    uncertaintyMs: newKnownMs - Math.max(earliestMs, knownMs - record.uncertaintyMs),
  };
}

/** The earliest moment at which the last activity can have been. */
export function earliestActivity(record: ActivityRecord): Instant {
  return earlier(record.lastActivity, record.uncertaintyMs);
}

/** No reading can narrow the interval any more: its earliest moment counts, as the strictest one. */
function certain(record: ActivityRecord): ActivityRecord {
  const lastActivity = earliestActivity(record);
  return { ...record, lastActivity, uncertaintyMs: 0, doubtedSince: null };
}

/**
 * Takes one look and says how long nobody was there, by the stricter of both clocks: since the last
 * activity that the OS or the app saw, or, after a gap, since the last look.
 *
 * After a gap the time that passed counts as inactivity even if the OS reports fresh input, because
 * nothing watched this computer meanwhile; only from the next look on does new input count.
 */
export function look(
  record: ActivityRecord,
  sample: Sample,
): { readonly record: ActivityRecord; readonly elapsed: Elapsed } {
  const { now, osIdleMs } = sample;
  const gapMs = since(record.lastLook, now);
  const seen = osIdleMs === null ? certain(record) : narrow(record, sample, osIdleMs);
  const inactiveMs = since(seen.lastActivity, now);
  const unwatched = gapMs > GAP_MS;
  return {
    record: {
      ...seen,
      lastLook: now,
      lastReadingMs: osIdleMs,
      restored: false,
    },
    elapsed: {
      inactiveMs: unwatched
        ? Math.max(inactiveMs, gapMs, since(record.lastActivity, now))
        : inactiveMs,
      awayMs: since(earliestActivity(record), seen.lastActivity),
      uncertaintyMs: seen.uncertaintyMs,
      ageMs: since(seen.startedAt, now),
      bootMs: now.bootMs,
      doubtedMs: seen.doubtedSince === null ? 0 : since(seen.doubtedSince, now),
      interrupted: unwatched && !record.restored,
    },
  };
}

/** A record that was stored before the app stopped. */
export interface StoredActivity {
  readonly startedAt: Instant;
  readonly lastActivityAt: Instant;
  /** The limits that held then: the session resumes within them, whatever the policy says then. */
  readonly limits: SessionLimits;
  /** Missing where an older version of the app stored it. */
  readonly signedIn?: SignedIn;
  /** The boot of the computer in which it was stored, or `null` where the OS does not tell. */
  readonly bootId: string | null;
  /** The log-in to the computer in which it was stored, or `null` where the OS does not tell. */
  readonly loginId: string | null;
}

/** The boot and log-in in which a session begins or resumes; see {@link StoredActivity}. */
export type TakenUpIn = Pick<StoredActivity, 'bootId' | 'loginId'>;

export interface Restored extends Pick<StoredActivity, 'limits' | 'signedIn'> {
  readonly record: ActivityRecord;
  /**
   * Why the session must not resume; the record then only tells whether a limit had passed. `futureRecord`:
   * only a changed clock explains it. The others: see {@link restoreRecord}.
   */
  readonly refused: 'futureRecord' | 'otherBoot' | 'otherLogin' | null;
}

/**
 * Restores a stored record after a restart of the app. Time in which the app did not run counts as
 * inactivity.
 *
 * The boot clock, which nobody can set, must confirm the wall clock. It cannot after a restart of the
 * computer, so a record from another boot is refused. A record from another log-in is refused too,
 * also where the OS does not tell log-ins apart: the next person to log in may be somebody else.
 */
export function restoreRecord(
  stored: StoredActivity,
  now: Instant,
  { bootId, loginId }: TakenUpIn,
): Restored {
  const shift = (then: Instant): Instant => earlier(now, since(then, now));
  const record = {
    ...beginRecord(shift(stored.startedAt)),
    // Nothing watched this computer meanwhile: input that the OS saw then must not revive the session.
    lastActivity: shift(stored.lastActivityAt),
    lastLook: shift(stored.lastActivityAt),
    restored: true,
  };
  const { limits, signedIn } = stored;
  const kept = { record, limits, ...(signedIn === undefined ? {} : { signedIn }) };
  if (now.wallMs < stored.lastActivityAt.wallMs - CLOCK_TOLERANCE_MS)
    return { ...kept, refused: 'futureRecord' };
  if (!isSameBoot(stored, now, bootId)) return { ...kept, refused: 'otherBoot' };
  const isSameLogin = loginId !== null && stored.loginId === loginId;
  return { ...kept, refused: isSameLogin ? null : 'otherLogin' };
}

function isSameBoot(
  { lastActivityAt: then, bootId: before }: StoredActivity,
  now: Instant,
  bootId: string | null,
): boolean {
  if (now.bootMs < then.bootMs) return false;
  if (before !== null && bootId !== null) return before === bootId;
  // Without boot ids, both clocks must have advanced alike. A boot clock that restarted lags behind
  // the wall clock, even when it has run longer than before.
  const wallMs = now.wallMs - then.wallMs;
  return Math.abs(wallMs - (now.bootMs - then.bootMs)) <= CLOCK_DRIFT_MS;
}
