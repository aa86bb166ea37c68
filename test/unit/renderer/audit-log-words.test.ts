import { describe, expect, it } from 'vitest';
import { AUDIT_SUBJECTS, type AuditEntry } from '../../../src/shared/workstation/audit-log.js';
import type {
  AuditFinding,
  AuditVerdict,
  WorkstationFinding,
} from '../../../src/shared/workstation/audit-verdict.js';
import { isInQuestion } from '../../../src/renderer/settings/audit-log/use-verification.js';
import { byDay, subjectOptions } from '../../../src/renderer/settings/audit-log/audit-log-words.js';

function at(id: number, when: string): AuditEntry {
  const atMs = Date.parse(when);
  return {
    ...{ place: { atMs, workstationId: '', id }, atMs, workstation: null, subject: 'session' },
    ...{ title: 'Signed in', details: [], alarming: false, member: null },
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
  expect(days.map(({ entries: ofDay }) => ofDay.map(({ place }) => place.id))).toEqual([
    [4],
    [3, 2],
    [1],
  ]);
  expect(days.map(({ name }) => name.split(',')[0])).toEqual(['Today', 'Yesterday', 'Friday']);
});

it('after a clock was set back a day appears twice, in the order of the events', () => {
  const entries = [at(3, '2026-11-01T08:00'), at(2, '2026-11-02T08:00'), at(1, '2026-11-01T07:00')];
  const days = byDay(entries, Date.parse('2027-01-01T09:00'));
  expect(days.map(({ entries: ofDay }) => ofDay.map(({ place }) => place.id))).toEqual([
    [3],
    [2],
    [1],
  ]);
});

it('every subject has a name of its own in the choice', () => {
  const names = subjectOptions().map(({ label }) => label);
  expect(new Set(names).size).toBe(AUDIT_SUBJECTS.length + 1);
});

describe('an event is in question', () => {
  const wrongAt = (id: number, marks = true): AuditFinding => ({
    ...{ isComplete: false, summary: '', moreProblems: 0, notes: [] },
    problems: [{ from: id, to: id + 1, text: '', marks, afterMs: null }],
  });
  const place = (id: number, workstationId = '') => ({ atMs: 0, workstationId, id });
  const partAt = (
    workstationId: string,
    copy: 'server' | 'here',
    id: number,
  ): WorkstationFinding => ({
    ...{ ...wrongAt(id), workstationId, workstation: workstationId, copy },
  });

  it('where a check of the one log says so', () => {
    const verdict: AuditVerdict = { ...wrongAt(7), source: 'single', parts: [] };
    const marked = [6, 7, 8, 9].filter((id) => isInQuestion(verdict, 'single', place(id)));
    expect(marked).toEqual([7, 8]);
    expect(isInQuestion(null, 'single', place(7))).toBe(false);
    const aboutKey: AuditVerdict = { ...wrongAt(7, false), source: 'single', parts: [] };
    expect(isInQuestion(aboutKey, 'single', place(7))).toBe(false);
  });

  it('in a clinic only of that workstation, and in the copy that is shown', () => {
    const verdict: AuditVerdict = {
      ...{ ...wrongAt(1), problems: [], source: 'clinic' },
      parts: [partAt('a', 'here', 3), partAt('a', 'server', 7)],
    };
    expect(isInQuestion(verdict, 'clinic', place(7, 'a'))).toBe(true);
    expect(isInQuestion(verdict, 'clinic', place(7, 'b'))).toBe(false);
    expect(isInQuestion(verdict, 'clinic', place(3, 'a'))).toBe(false);
    expect(isInQuestion(verdict, 'here', place(3, 'a'))).toBe(true);
    expect(isInQuestion(verdict, 'here', place(7, 'a'))).toBe(false);
  });
});
