import {
  type AuditLateness,
  type AuditPictures,
  type AuditSpan,
  LATENESS_STEPS_MS,
  type SpanUnit,
} from '../../../../shared/workstation/audit-pictures.js';
import { durationInWords } from '../../../../shared/policy/duration.js';
import { languageTag, say, sayings } from '../../../../shared/words/say.js';

/** The counts of a span that are drawn. */
export type SpanCount = Exclude<keyof AuditSpan, 'day'>;

export const COUNT_NAMES: Readonly<Record<SpanCount, string>> = sayings({
  signIns: 'Sign-ins',
  ends: 'Ends of sessions',
  wrongTries: 'Wrong password, code or email',
  slowedTries: 'Had to wait first',
});

export const UNIT_NAMES: Readonly<Record<SpanUnit, string>> = sayings({
  day: 'Day',
  week: 'Week from',
  month: 'Month',
});

export function sum(spans: readonly AuditSpan[], count: SpanCount): number {
  return spans.reduce((total, span) => total + span[count], 0);
}

/** From the first to the last day that is shown. */
export function timeOf({ spans, unit }: Pick<AuditPictures, 'spans' | 'unit'>): string {
  const [first, last] = [spans[0]?.day ?? '', spans.at(-1)?.day ?? ''];
  const from = spanInWords(first, unit);
  if (first === last) return from;
  return unit === 'day'
    ? say('{from} to {until}', { from, until: spanInWords(last, unit) })
    : say('{from} until today', { from });
}

export function sessionsInWords(pictures: AuditPictures): string {
  const { spans } = pictures;
  const [signIns, ends] = [sum(spans, 'signIns'), sum(spans, 'ends')];
  const time = timeOf(pictures);
  if (signIns + ends === 0) return say('{time}: nobody signed in, and no session ended.', { time });
  const counted = say(
    '{time}: {signIns, plural, one {# sign-in} other {# sign-ins}} and {ends, plural, one {# end of a session} other {# ends of sessions}}.',
    { time, signIns, ends },
  );
  return spans.length > 1 && signIns > 0 ? `${counted} ${busiestInWords(pictures)}` : counted;
}

function busiestInWords({ spans, unit }: AuditPictures): string {
  const { day, signIns } = spans.reduce((most, span) =>
    span.signIns > most.signIns ? span : most,
  );
  return say(
    '{unit, select, week {Most sign-ins in one week: {most, number}, in the week from {time}.} month {Most sign-ins in one month: {most, number}, in {time}.} other {Most sign-ins on one day: {most, number}, on {time}.}}',
    { unit, most: signIns, time: spanInWords(day, unit) },
  );
}

export function causesInWords({ causes }: AuditPictures): string {
  const [first] = causes;
  if (first === undefined) return say('No session ended in this time.');
  const ends = causes.reduce((total, { count }) => total + count, 0);
  return say(
    '{ends, plural, one {The one session ended like this: “{cause}”.} other {The most frequent of # ends: “{cause}”, {count, plural, one {once} other {# times}}.}}',
    { ends, cause: first.name, count: first.count },
  );
}

export function latenessInWords(lateness: AuditLateness | null): string {
  if (lateness === null) return say('No session ended at a limit in this time.');
  const { counts, early, medianMs, latestMs } = lateness;
  const ends = counts.reduce((total, count) => total + count, early);
  const latest = shortTime(latestMs);
  if (early > 0)
    return say(
      '{early, number} of {ends, number} ends came before the limit, which should not happen. The latest was {latest} late.',
      { early, ends, latest },
    );
  if (ends === 1) return say('The one end came within {latest} of the limit.', { latest });
  return say(
    'Half of all {ends, number} ends came within {median} of the limit; the latest was {latest} late.',
    {
      ...{ ends, latest, median: shortTime(medianMs) },
    },
  );
}

export function refusedInWords({ spans }: AuditPictures): string {
  const [wrong, slowed] = [sum(spans, 'wrongTries'), sum(spans, 'slowedTries')];
  if (wrong + slowed === 0) return say('No try was refused in this time.');
  return say(
    '{wrong, plural, one {# try} other {# tries}} with a wrong password, code or email. {slowed, plural, =0 {None had to wait.} one {# more had to wait, after too many wrong ones.} other {# more had to wait, after too many wrong ones.}}',
    { wrong, slowed },
  );
}

/** The classes of lateness with what was counted, earliest first. */
export function latenessClasses({
  early,
  counts,
}: AuditLateness): readonly { readonly name: string; readonly count: number }[] {
  const late = counts.map((count, at) => {
    const upTo = LATENESS_STEPS_MS[at];
    const last = LATENESS_STEPS_MS.at(-1) ?? 0;
    const name =
      upTo === undefined
        ? say('More than {time} late', { time: shortTime(last) })
        : say('Up to {time} late', { time: shortTime(upTo) });
    return { name, count };
  });
  return early === 0 ? late : [{ name: say('Before the limit'), count: early }, ...late];
}

/** Exact for fractions of a second, in words from a minute on. */
function shortTime(ms: number): string {
  if (ms >= 60_000) return durationInWords(ms / 1_000);
  const number = new Intl.NumberFormat(languageTag(), { maximumSignificantDigits: 2 });
  return say('{seconds} s', { seconds: number.format(Math.max(0, Math.round(ms)) / 1_000) });
}

/** A day, the first day of a week, or a month, with its year. */
export function spanInWords(day: string, unit: SpanUnit): string {
  return inCalendar(
    day,
    unit === 'month' ? { month: 'long', year: 'numeric' } : { dateStyle: 'medium' },
  );
}

/** The same for an axis. */
export function spanInShort(day: string, unit: SpanUnit): string {
  return inCalendar(
    day,
    unit === 'month' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' },
  );
}

/** A day has no time zone: main has found it in the computer's. */
function inCalendar(day: string, style: Intl.DateTimeFormatOptions): string {
  const format = new Intl.DateTimeFormat(languageTag(), { ...style, timeZone: 'UTC' });
  return format.format(Date.parse(day));
}
