import type { AuditFilter, AuditPage } from './audit-log.js';

/*
 * Counts of the audit log, for pictures of it.
 */

/** What is counted. Pictures have their subjects by themselves. */
export type PicturesFilter = Omit<AuditFilter, 'subject'>;

/** Each bar of a picture stands for so much time. */
export type SpanUnit = 'day' | 'week' | 'month';

/** The counts of one day, week or month. */
export interface AuditSpan {
  /** Its first day, `YYYY-MM-DD`, in the time zone of the computer that counted. */
  readonly day: string;
  readonly signIns: number;
  readonly ends: number;
  /** Wrong passwords, codes and emails. */
  readonly wrongTries: number;
  /** Tries that were refused because there were too many wrong ones before. */
  readonly slowedTries: number;
}

/** Up to so many milliseconds after the limit. Whatever came later is counted in one more class. */
export const LATENESS_STEPS_MS = [100, 250, 500, 1_000, 5_000, 60_000] as const;

/** How exactly limits were kept: of inactivity, and of the longest session. */
export interface AuditLateness {
  /** Ends before the limit. There should be none. */
  readonly early: number;
  /** As many as {@link LATENESS_STEPS_MS}, and one more. */
  readonly counts: readonly number[];
  readonly medianMs: number;
  readonly latestMs: number;
}

export interface AuditPictures {
  readonly source: AuditPage['source'];
  readonly unit: SpanUnit;
  /** Oldest first, without a gap, at least one. The last one holds today. */
  readonly spans: readonly AuditSpan[];
  /** How sessions ended, in the words of the log, most frequent first. */
  readonly causes: readonly { readonly name: string; readonly count: number }[];
  /** `null` when no session ended at a limit. */
  readonly lateness: AuditLateness | null;
  /** Whether there were too many entries, so that it begins later than was asked. */
  readonly isCut: boolean;
  /** Entries that do not open, or that are dated after today. */
  readonly uncounted: number;
}
