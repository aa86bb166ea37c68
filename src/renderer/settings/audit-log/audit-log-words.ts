import {
  AUDIT_PERIODS_DAYS,
  AUDIT_SUBJECTS,
  type AuditEntry,
  type AuditPeriodDays,
  type AuditSubject,
} from '../../../shared/workstation/audit-log.js';
import { say, sayings } from '../../../shared/words/say.js';
import type { Option } from '../../ui/fields/select-field.js';

/** In a list of options stands for: not narrowed down. */
export const ALL = 'all';
export type OrAll<Value> = Value | typeof ALL;

export const SUBJECT_NAMES: Readonly<Record<AuditSubject, string>> = sayings({
  session: 'Sessions',
  signIn: 'Signing in',
  member: 'Members',
  setting: 'Settings',
  clinicApp: 'Clinic apps',
  workstation: 'This workstation',
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

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

export function timeInWords({ atMs }: AuditEntry): string {
  return time.format(atMs);
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
  const name = day.format(ms);
  if (name === day.format(nowMs)) return say('Today, {name}', { name });
  return name === day.format(yesterday) ? say('Yesterday, {name}', { name }) : name;
}
