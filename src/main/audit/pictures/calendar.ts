import type { SpanUnit } from '../../../shared/workstation/audit-pictures.js';

/*
 * Days, weeks and months of this computer's calendar. A day is not always 24 hours long.
 */

/** Longer periods are shown week by week, and then month by month: in days. */
const MOST_DAYS = 92;
const MOST_DAYS_IN_WEEKS = 731;
const DAY_MS = 86_400_000;

/** A day as `YYYY-MM-DD`. Days sort as their texts do. */
export function dayOf(date: Date): string {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** The beginning of the day that is so many days before this one. */
export function daysBefore(date: Date, days: number): Date {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days);
}

/** How long each part of a period is, so that a picture of it can be read. */
export function unitFor(from: Date, until: Date): SpanUnit {
  const days = (until.getTime() - from.getTime()) / DAY_MS;
  if (days <= MOST_DAYS) return 'day';
  return days <= MOST_DAYS_IN_WEEKS ? 'week' : 'month';
}

/** The first day of the day, week (from Monday) or month that this day belongs to. */
export function spanStart(date: Date, unit: SpanUnit): Date {
  if (unit === 'month') return new Date(date.getFullYear(), date.getMonth(), 1);
  return daysBefore(date, unit === 'week' ? (date.getDay() + 6) % 7 : 0);
}

/** The first day of the next one. @param start as {@link spanStart} gives it */
export function nextSpan(start: Date, unit: SpanUnit): Date {
  if (unit === 'month') return new Date(start.getFullYear(), start.getMonth() + 1, 1);
  return daysBefore(start, unit === 'week' ? -7 : -1);
}
