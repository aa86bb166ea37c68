import { languageTag } from '../../../shared/words/say.js';

/** A moment as people write it: the time alone of today, with the day otherwise. @param ms since 1970 */
export function momentInWords(ms: number, nowMs = Date.now()): string {
  const at = new Date(ms);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(languageTag(), {
    ...(isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
    ...{ hour: '2-digit', minute: '2-digit' },
  }).format(at);
}
