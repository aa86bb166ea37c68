/** The days that a foresight looks back on: today is the last of them. */
export const WEEK_DAYS = 7;

/** How long the lengths of pauses are kept, in days, today among them. */
export const KEPT_DAYS = 60;

/** The shortest pause that is recorded, in seconds: with the shortest timeout the warning comes up after it. */
export const SHORTEST_PAUSE_SECONDS = 30;

/** Whoever is warned more often than this on one day is counted. */
const MANY_WARNINGS = 10;

/** With fewer sessions in the last week, all that is kept counts. */
const ENOUGH_SESSIONS = 5;

/** The lengths of pauses at one computer, of some days. Names nobody. Days are numbered. */
export interface PauseDays {
  readonly sessions: readonly {
    readonly day: number;
    /** The longest pause of the session, in seconds; 0 for none. */
    readonly longestSeconds: number;
    /** Whether that pause ended the session at its limit, so that nobody knows how long it would have been. */
    readonly timedOut: boolean;
  }[];
  /** The pauses from which somebody came back in time. */
  readonly pauses: readonly {
    readonly day: number;
    /** Tells the persons of one day apart. */
    readonly person: string;
    readonly seconds: number;
    /** How many of this length. */
    readonly times: number;
  }[];
}

/** What another timeout would have done. */
export interface Foresight {
  /** What it looks back on: the last week, or all that is kept, where the last week says little. */
  readonly span: 'week' | 'all';
  readonly sessions: number;
  /** Sessions that would have ended while their member was away. */
  readonly ending: number;
  /** Sessions that ended at a shorter limit: this timeout may have ended them, or not. */
  readonly unknown: number;
  /** On the day with the most of them: people who would have been warned more than ten times. */
  readonly warned: number;
  /** Whether these sessions are too few to say much. */
  readonly few: boolean;
}

interface Candidate {
  /** In seconds. */
  readonly timeoutSeconds: number;
  /** How long before it the warning comes up, in seconds. */
  readonly leadSeconds: number;
}

/** @param today the number of this day: none of those that are kept is later */
export function foresee(kept: PauseDays, today: number, candidate: Candidate): Foresight {
  const week = since(kept, today - WEEK_DAYS + 1);
  const span = week.sessions.length >= ENOUGH_SESSIONS ? 'week' : 'all';
  const { sessions, pauses } = span === 'week' ? week : kept;
  const { timeoutSeconds, leadSeconds } = candidate;
  const shorter = sessions.filter(({ longestSeconds }) => longestSeconds < timeoutSeconds);
  return {
    span,
    sessions: sessions.length,
    ending: sessions.length - shorter.length,
    unknown: shorter.filter(({ timedOut }) => timedOut).length,
    warned: mostOnOneDay(
      pauses.filter(
        ({ seconds }) => seconds >= timeoutSeconds - leadSeconds && seconds < timeoutSeconds,
      ),
    ),
    few: sessions.length < ENOUGH_SESSIONS,
  };
}

function since({ sessions, pauses }: PauseDays, firstDay: number): PauseDays {
  return {
    sessions: sessions.filter(({ day }) => day >= firstDay),
    pauses: pauses.filter(({ day }) => day >= firstDay),
  };
}

/** How many people were warned too often, on the day with the most of them. */
function mostOnOneDay(warnings: PauseDays['pauses']): number {
  const days = new Map<number, Map<string, number>>();
  for (const { day, person, times } of warnings) {
    const people = days.get(day) ?? new Map<string, number>();
    people.set(person, (people.get(person) ?? 0) + times);
    days.set(day, people);
  }
  return Math.max(
    0,
    ...[...days.values()].map(
      (people) => [...people.values()].filter((count) => count > MANY_WARNINGS).length,
    ),
  );
}
