import { describe, expect, it } from 'vitest';
import {
  causesInWords,
  latenessClasses,
  latenessInWords,
  refusedInWords,
  sessionsInWords,
} from '../../../src/renderer/settings/audit-log/pictures/pictures-words.js';
import type {
  AuditLateness,
  AuditPictures,
} from '../../../src/shared/workstation/audit-pictures.js';

const LATENESS: AuditLateness = {
  ...{ early: 0, counts: [40, 2, 0, 0, 0, 0, 1] },
  ...{ medianMs: 7, latestMs: 90_000 },
};

const span = (day: string, signIns: number, ends = signIns) => ({
  ...{ day, signIns, ends, wrongTries: 0, slowedTries: 0 },
});

const PICTURES: AuditPictures = {
  ...{ source: 'single', unit: 'day', causes: [], lateness: null, isCut: false, uncounted: 0 },
  spans: [span('2026-11-23', 3), span('2026-11-24', 8, 7)],
};

describe('how exactly limits were kept, in words', () => {
  it('says how late half of all ends came, and the latest one', () => {
    expect(latenessInWords(LATENESS)).toBe(
      'Half of all 43 ends came within 0.007 s of the limit; the latest was 1 minute 30 seconds late.',
    );
  });

  it('says it of one end alone, and of none', () => {
    const one = { early: 0, counts: [1, 0, 0, 0, 0, 0, 0], medianMs: 21, latestMs: 21 };
    expect(latenessInWords(one)).toBe('The one end came within 0.021 s of the limit.');
    expect(latenessInWords(null)).toBe('No session ended at a limit in this time.');
  });

  it('says first that an end came too early', () => {
    expect(latenessInWords({ ...LATENESS, early: 2 })).toBe(
      '2 of 45 ends came before the limit, which should not happen. The latest was 1 minute 30 seconds late.',
    );
  });

  it('names the classes, the early ones only where there are some', () => {
    const classes = latenessClasses(LATENESS);
    expect(classes[0]).toEqual({ name: 'Up to 0.1 s late', count: 40 });
    expect(classes.at(-1)).toEqual({ name: 'More than 1 minute late', count: 1 });
    expect(latenessClasses({ ...LATENESS, early: 2 })[0]).toEqual({
      ...{ name: 'Before the limit', count: 2 },
    });
  });
});

describe('the other pictures in words', () => {
  it('count sign-ins and ends, and say when there were most', () => {
    expect(sessionsInWords(PICTURES)).toBe(
      '23 Nov 2026 to 24 Nov 2026: 11 sign-ins and 10 ends of sessions. Most sign-ins on one day: 8, on 24 Nov 2026.',
    );
    expect(sessionsInWords({ ...PICTURES, spans: [span('2026-11-24', 0)] })).toBe(
      '24 Nov 2026: nobody signed in, and no session ended.',
    );
  });

  it('name the most frequent cause', () => {
    const causes = [
      { name: 'Inactive', count: 6 },
      { name: 'Signed out', count: 1 },
    ];
    expect(causesInWords({ ...PICTURES, causes })).toBe(
      'The most frequent of 7 ends: “Inactive”, 6 times.',
    );
    expect(causesInWords({ ...PICTURES, causes: causes.slice(1) })).toBe(
      'The one session ended like this: “Signed out”.',
    );
    expect(causesInWords(PICTURES)).toBe('No session ended in this time.');
  });

  it('count refused tries', () => {
    const tried = { ...span('2026-11-24', 1), wrongTries: 3, slowedTries: 1 };
    expect(refusedInWords({ ...PICTURES, spans: [tried] })).toBe(
      '3 tries with a wrong password, code or email. 1 more had to wait, after too many wrong ones.',
    );
    expect(refusedInWords(PICTURES)).toBe('No try was refused in this time.');
  });
});
