import {
  AUDIT_PERIODS_DAYS,
  AUDIT_SUBJECTS,
  type AuditEntry,
  type AuditPeriodDays,
  type AuditSubject,
} from '../../../shared/workstation/audit-log.js';
import type { AuditFormat } from '../../../shared/workstation/audit-verdict.js';
import { say, sayings } from '../../../shared/words/say.js';
import { formatOf } from '../../ui/words/moment-in-words.js';
import type { Option } from '../../ui/fields/select-field.js';

/** In a list of options stands for: not narrowed down. */
export const ALL = 'all';
export type OrAll<Value> = Value | typeof ALL;

/** The log is read entry by entry, or counted. */
export type LogLook = 'log' | 'pictures';

export const LOOK_NAMES: Readonly<Record<LogLook, string>> = sayings({
  log: 'Log',
  pictures: 'Pictures',
});

export const SUBJECT_NAMES: Readonly<Record<AuditSubject, string>> = sayings({
  session: 'Sessions',
  signIn: 'Signing in',
  member: 'Members',
  setting: 'Settings',
  clinicApp: 'Clinic apps',
  workstation: 'Workstations',
});

export function subjectOptions(): readonly Option<OrAll<AuditSubject>>[] {
  return [
    { value: ALL, label: say('Everything') },
    ...AUDIT_SUBJECTS.map((value) => ({ value, label: SUBJECT_NAMES[value] })),
  ];
}

export function periodOptions(): readonly Option<OrAll<AuditPeriodDays>>[] {
  return [
    { value: ALL, label: say('Any time') },
    ...AUDIT_PERIODS_DAYS.map((value) => ({
      value,
      label: say('Last {value, plural, one {24 hours} other {# days}}', { value }),
    })),
  ];
}

/** Pictures show whole days: one would be a single bar. */
export function picturePeriodOptions(): readonly Option<OrAll<AuditPeriodDays>>[] {
  return periodOptions().filter(({ value }) => value !== 1);
}

/** The forms of an export. */
export function formatOptions(): readonly {
  readonly value: AuditFormat;
  readonly label: string;
  readonly explanation: string;
}[] {
  return [
    {
      value: 'table',
      label: say('Table (CSV)'),
      explanation: say('The entries that match, in words, for spreadsheet programs.'),
    },
    {
      value: 'signed',
      label: say('Signed log (JSON)'),
      explanation: say(
        'The whole log with its signatures. clinic-workstation --verify-audit checks it on any computer.',
      ),
    },
    {
      value: 'fhir',
      label: say('FHIR R4 AuditEvent (JSON)'),
      explanation: say('The entries that match, for other health-care systems.'),
    },
  ];
}

/** Why an export needs a proof. */
export function leavesTheApp(withCode: boolean): string {
  return withCode
    ? say('The log leaves the app, so it asks for your password and a code every time.')
    : say('The log leaves the app, so it asks for your password every time.');
}

/** Why it needs a proof to decide how long the log is kept. */
export function keepsTheLog(withCode: boolean): string {
  return withCode
    ? say(
        'This decides what can be proved later, so it asks for your password and a code every time.',
      )
    : say('This decides what can be proved later, so it asks for your password every time.');
}

const MOMENT = { dateStyle: 'medium', timeStyle: 'medium' } as const;

/** @param ms the time of the event before, in milliseconds since 1970 */
export function afterInWords(ms: number): string {
  return say('(The event before is of {time}.)', { time: formatOf(MOMENT).format(ms) });
}

const DAY = { dateStyle: 'full' } as const;
const TIME = { timeStyle: 'medium' } as const;

export function timeInWords({ atMs }: AuditEntry): string {
  return formatOf(TIME).format(atMs);
}

export interface AuditDay {
  readonly name: string;
  readonly entries: readonly AuditEntry[];
}

/** Entries that follow each other on one day of this computer's calendar, under that day's name. */
export function byDay(entries: readonly AuditEntry[], nowMs: number): readonly AuditDay[] {
  const days: { name: string; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const name = dayInWords(entry.atMs, nowMs);
    const last = days.at(-1);
    if (last?.name === name) last.entries.push(entry);
    // A clock that was changed brings a day back: then it is there twice.
    else days.push({ name, entries: [entry] });
  }
  return days;
}

function dayInWords(ms: number, nowMs: number): string {
  const yesterday = new Date(nowMs);
  yesterday.setDate(yesterday.getDate() - 1);
  const day = formatOf(DAY);
  const name = day.format(ms);
  if (name === day.format(nowMs)) return say('Today, {name}', { name });
  return name === day.format(yesterday) ? say('Yesterday, {name}', { name }) : name;
}
