import { expect, it } from 'vitest';
import { AUDIT_SUBJECTS, type AuditEntry } from '../../../src/shared/workstation/audit-log.js';
import { byDay, subjectOptions } from '../../../src/renderer/settings/audit-log/audit-log-words.js';

function at(id: number, when: string): AuditEntry {
  return {
    ...{ id, atMs: Date.parse(when), subject: 'session', title: 'Signed in' },
    ...{ details: [], alarming: false, member: null },
  };
}

it('entries are grouped by the days of this computer’s calendar, with names for today and yesterday', () => {
  const entries = [
    at(4, '2026-11-02T00:10'),
    at(3, '2026-11-01T23:50'),
    at(2, '2026-11-01T08:00'),
    at(1, '2026-10-30T08:00'),
  ];
  const days = byDay(entries, Date.parse('2026-11-02T09:00'));
  expect(days.map(({ entries: ofDay }) => ofDay.map(({ id }) => id))).toEqual([[4], [3, 2], [1]]);
  expect(days.map(({ name }) => name.split(',')[0])).toEqual(['Today', 'Yesterday', 'Friday']);
});

it('after a clock was set back a day appears twice, in the order of the events', () => {
  const entries = [at(3, '2026-11-01T08:00'), at(2, '2026-11-02T08:00'), at(1, '2026-11-01T07:00')];
  const days = byDay(entries, Date.parse('2027-01-01T09:00'));
  expect(days.map(({ entries: ofDay }) => ofDay.map(({ id }) => id))).toEqual([[3], [2], [1]]);
});

it('every subject has a name of its own in the choice', () => {
  const names = subjectOptions().map(({ label }) => label);
  expect(new Set(names).size).toBe(AUDIT_SUBJECTS.length + 1);
});
