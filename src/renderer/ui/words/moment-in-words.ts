import { languageTag } from '../../../shared/words/say.js';

const TIME = { hour: '2-digit', minute: '2-digit' } as const;
const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const;

/** A moment as people write it: the time alone of today, with the day otherwise. @param ms since 1970 */
export function momentInWords(ms: number, nowMs = Date.now()): string {
  return written(ms, nowMs, TIME);
}

/** The same with the second. */
export function secondInWords(ms: number, nowMs = Date.now()): string {
  return written(ms, nowMs, { ...TIME, second: '2-digit' });
}

/** A day as people write it, such as `29 November 2026`. @param ms since 1970 */
export function dayInWords(ms: number): string {
  return formatOf({ dateStyle: 'long' }).format(ms);
}

function written(ms: number, nowMs: number, time: Intl.DateTimeFormatOptions): string {
  const isToday = new Date(ms).toDateString() === new Date(nowMs).toDateString();
  return formatOf({ ...(isToday ? {} : DAY), ...time }).format(ms);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How to write moments in the current language. To make one takes longer than to write a whole row of a table. */
export function formatOf(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([languageTag(), options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(languageTag(), options);
  formats.set(key, format);
  return format;
}
