import type { Instant } from '../ports/index.js';

/**
 * A gap between two looks that is longer than this, in milliseconds, was sleep, a stopped process or
 * a changed clock, and counts as inactivity. Looks are never further apart than the watchdog period
 * (`schedule.ts`), so a healthy run stays far below.
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
  /** How far before `lastActivity` it may really have been, in milliseconds. */
  readonly uncertaintyMs: number;
  readonly lastLook: Instant;
  readonly startedAt: Instant;
  /** What the OS said at the last look, in milliseconds; `null` when it was not asked or did not say. */
  readonly lastReadingMs: number | null;
  /** Since when the OS's readings tell nothing that can be believed; `null` while they do. */
  readonly doubtedSince: Instant | null;
  /** Whether it was stored before the app started, and nothing was looked at since. */
  readonly restored: boolean;
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
  /**
   * Between the activity that was known before this look and the one that it saw, at the most; 0 when
   * it saw none. Input that comes when the limit has passed must not hide that it had.
   */
  readonly awayMs: number;
  /** How much more it may really be, because sources round down. */
  readonly uncertaintyMs: number;
  /** Age of the session. */
  readonly ageMs: number;
  /** For how long the OS's readings could not be believed; 0 while they can. */
  readonly doubtedMs: number;
  /**
   * Whether this look came so long after the last one that the computer must have slept, or the app
   * been stopped.
   */
  readonly interrupted: boolean;
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
 * What the OS says about the last activity is an interval: a reading of 4 s means that it was at
 * least 4 s and less than 5 s ago. While nobody acts, the intervals of all looks overlap, and their
 * overlap tells the moment ever more exactly. One that begins later is new activity. One that ends
 * earlier means that the app itself saw somebody whom the OS did not count (a screen reader that
 * presses a button, for example): that activity stands.
 *
 * New activity is believed only of a reading that differs from the one at the look before. On some
 * desktops the answer for "I don't know" is 0, and a source can get stuck, also while nobody reads it:
 * a first reading, or the same one again, may be either. Whoever really works pauses for a second soon, and the next reading
 * tells; until then only what the app itself sees counts, which can end a session early, never late.
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

/** Without a reading that could narrow it any more, the strictest end of the interval holds. */
function certain(record: ActivityRecord): ActivityRecord {
  const lastActivity = earliestActivity(record);
  return { ...record, lastActivity, uncertaintyMs: 0, doubtedSince: null };
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
      doubtedMs: seen.doubtedSince === null ? 0 : since(seen.doubtedSince, now),
      interrupted: unwatched && !record.restored,
    },
  };
}

/** A record that was stored before the app stopped. */
export interface StoredActivity {
  readonly startedAt: Instant;
  readonly lastActivityAt: Instant;
  /** Which run of the computer it was, or `null` where the OS does not tell. */
  readonly bootId: string | null;
  /** Which log-in to the computer it was, or `null` where the OS does not tell. */
  readonly loginId: string | null;
}

/** Where a session is taken up; see {@link StoredActivity}. */
export type TakenUpIn = Pick<StoredActivity, 'bootId' | 'loginId'>;

export type Restored =
  | { readonly record: ActivityRecord; readonly refused: null }
  /** The record may not be gone on with; it tells only whether a limit had passed anyway. */
  | {
      readonly record: ActivityRecord;
      /** `futureRecord`: only a changed clock explains it. The others: see {@link restoreRecord}. */
      readonly refused: 'futureRecord' | 'otherBoot' | 'otherLogin';
    };

/**
 * Takes up a stored record after a restart of the app. Time with the app not running counts as
 * inactivity.
 *
 * The boot clock, which nobody can set, must bear the wall clock out: after a restart of the
 * computer nothing does, so a record from another boot is refused. So is one of another log-in, or
 * where the OS does not tell one from another: whoever logs in next is not the person who was there.
 */
export function restoreRecord(
  stored: StoredActivity,
  now: Instant,
  { bootId, loginId }: TakenUpIn,
): Restored {
  const shift = (then: Instant): Instant => earlier(now, since(then, now));
  const record = {
    ...beginRecord(shift(stored.startedAt)),
    // Nothing watched this computer meanwhile: input that the OS saw then must not wake the session.
    lastActivity: shift(stored.lastActivityAt),
    lastLook: shift(stored.lastActivityAt),
    restored: true,
  };
  if (now.wallMs < stored.lastActivityAt.wallMs - CLOCK_TOLERANCE_MS)
    return { record, refused: 'futureRecord' };
  if (!isSameBoot(stored, now, bootId)) return { record, refused: 'otherBoot' };
  const isSameLogin = loginId !== null && stored.loginId === loginId;
  return { record, refused: isSameLogin ? null : 'otherLogin' };
}

function isSameBoot(
  { lastActivityAt: then, bootId: before }: StoredActivity,
  now: Instant,
  bootId: string | null,
): boolean {
  if (now.bootMs < then.bootMs) return false;
  if (before !== null && bootId !== null) return before === bootId;
  // Where no boot has a name, both clocks must have gone on alike: a boot clock that began anew, and
  // has run for longer than before since, is behind the other one.
  const wallMs = now.wallMs - then.wallMs;
  return Math.abs(wallMs - (now.bootMs - then.bootMs)) <= CLOCK_DRIFT_MS;
}
