import type { AuditEventName } from '../../../shared/workstation/audit-log.js';
import {
  type AuditLateness,
  type AuditPictures,
  type AuditSpan,
  LATENESS_STEPS_MS,
} from '../../../shared/workstation/audit-pictures.js';
import { END_CAUSES, type EndCause } from '../../../shared/workstation/end-cause.js';
import type { AuditRow } from '../../ports/index.js';
import { endTitle } from '../session-words.js';
import { dayOf, nextSpan, spanStart, unitFor } from './calendar.js';

/** The events that pictures count. */
export const COUNTED_EVENTS = [
  'session.started',
  'session.ended',
  'signIn.failed',
  'signIn.throttled',
] as const satisfies readonly AuditEventName[];
type CountedEvent = (typeof COUNTED_EVENTS)[number];

/** What happened on one day. */
interface Day {
  readonly events: Record<CountedEvent, number>;
  /** By cause; `null` for one that this version does not know. */
  readonly causes: Map<EndCause | null, number>;
  /** How late each end at a limit was, in milliseconds. */
  readonly lateMs: number[];
}

/** Counts events by the days of this computer's calendar. */
export class Tally {
  readonly #days = new Map<string, Day>();
  readonly #today: string;
  #uncounted = 0;

  /** @param now which day is today */
  constructor(now: Date) {
    this.#today = dayOf(now);
  }

  add({ event, atMs, cause, latenessMs, isClosed }: AuditRow): void {
    const name = dayOf(new Date(atMs));
    // Of a day that is still to come: the clock was wrong then.
    if (isClosed === true || name > this.#today) {
      this.#uncounted += 1;
      return;
    }
    if (!isCounted(event)) return;
    const day = this.#day(name);
    day.events[event] += 1;
    if (event !== 'session.ended') return;
    const known = END_CAUSES.find((one) => one === cause) ?? null;
    day.causes.set(known, (day.causes.get(known) ?? 0) + 1);
    if ((known === 'idle' || known === 'longestSession') && latenessMs !== null)
      day.lateMs.push(latenessMs);
  }

  /**
   * @param from the first day; `null` for the first on which something was counted
   * @param now as this was made with
   * @param isCut whether the counting ended within the first day that it came to, so that this day is no whole one
   */
  result(from: Date | null, now: Date, isCut: boolean): Omit<AuditPictures, 'source'> {
    const counted = [...this.#days.keys()].sort();
    const first = isCut || from === null ? localDay(counted[isCut ? 1 : 0] ?? dayOf(now)) : from;
    const unit = unitFor(first, now);
    // What is cut begins with a whole week or month.
    const start = spanStart(isCut && unit !== 'day' ? nextSpan(first, unit) : first, unit);
    const spans = emptySpans(start, now, unit);
    const shown = [...this.#days].filter(([day]) => day >= dayOf(start));
    for (const [day, { events }] of shown) {
      const span = spans.get(dayOf(spanStart(localDay(day), unit)));
      if (span === undefined) continue;
      span.signIns += events['session.started'];
      span.ends += events['session.ended'];
      span.wrongTries += events['signIn.failed'];
      span.slowedTries += events['signIn.throttled'];
    }
    const days = shown.map(([, day]) => day);
    return {
      ...{ unit, isCut, uncounted: this.#uncounted, spans: [...spans.values()] },
      causes: causesOf(days),
      lateness: latenessOf(days.flatMap(({ lateMs }) => lateMs)),
    };
  }

  #day(name: string): Day {
    let day = this.#days.get(name);
    if (day === undefined) {
      const events = {
        ...{ 'session.started': 0, 'session.ended': 0 },
        ...{ 'signIn.failed': 0, 'signIn.throttled': 0 },
      };
      day = { events, causes: new Map(), lateMs: [] };
      this.#days.set(name, day);
    }
    return day;
  }
}

function isCounted(event: string): event is CountedEvent {
  return COUNTED_EVENTS.some((name) => name === event);
}

function localDay(day: string): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date);
}

type Counting = { -readonly [Field in keyof AuditSpan]: AuditSpan[Field] };

function emptySpans(
  first: Date,
  now: Date,
  unit: AuditPictures['unit'],
): ReadonlyMap<string, Counting> {
  const spans = new Map<string, Counting>();
  for (let start = first; start <= now; start = nextSpan(start, unit)) {
    const day = dayOf(start);
    spans.set(day, { day, signIns: 0, ends: 0, wrongTries: 0, slowedTries: 0 });
  }
  return spans;
}

function causesOf(days: readonly Day[]): AuditPictures['causes'] {
  const counts = new Map<EndCause | null, number>();
  for (const { causes } of days)
    for (const [cause, count] of causes) counts.set(cause, (counts.get(cause) ?? 0) + count);
  return [...END_CAUSES, null]
    .map((cause) => ({ name: endTitle(cause), count: counts.get(cause) ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => other.count - one.count);
}

function latenessOf(lateMs: number[]): AuditLateness | null {
  if (lateMs.length === 0) return null;
  const sorted = Float64Array.from(lateMs).sort();
  const classes = LATENESS_STEPS_MS.map(() => 0).concat(0);
  const late = sorted.filter((ms) => ms >= 0);
  for (const ms of late) {
    const step = LATENESS_STEPS_MS.findIndex((upTo) => ms <= upTo);
    const at = step === -1 ? LATENESS_STEPS_MS.length : step;
    classes[at] = (classes[at] ?? 0) + 1;
  }
  return {
    early: sorted.length - late.length,
    counts: classes,
    medianMs: sorted[Math.ceil(sorted.length / 2) - 1] ?? 0,
    latestMs: sorted.at(-1) ?? 0,
  };
}
