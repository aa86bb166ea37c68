import type { AuditPictures, AuditSpan } from '../../../src/shared/workstation/audit-pictures.js';
import { always, never } from '../answers.js';
import { settingsAt } from './settings.js';
import { check, press, type Sample, see } from './sample.js';

/* The audit log in pictures. */

/** Made up, and the same every time. */
function spans(count: number, step: number, busy: number): readonly AuditSpan[] {
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(Date.UTC(2026, 9, 30 + at * step));
    const signIns = [0, 6].includes(day.getUTCDay()) && step === 1 ? 0 : busy + ((at * 7) % 5);
    return {
      ...{ day: day.toISOString().slice(0, 10), signIns, ends: Math.max(0, signIns - (at % 3)) },
      wrongTries: at % 6 === 2 ? (at % 5) + 1 : 0,
      slowedTries: at % 12 === 8 ? 2 : 0,
    };
  });
}

const MONTH: AuditPictures = {
  ...{ source: 'single', unit: 'day', isCut: false, uncounted: 0 },
  spans: spans(31, 1, 4),
  causes: [
    { name: 'Signed out for inactivity', count: 71 },
    { name: 'Signed out', count: 20 },
    { name: 'Locked by hand', count: 11 },
    { name: 'Signed out: the clinic’s server was out of reach for too long', count: 2 },
    { name: 'Signed out: the computer was shut down', count: 1 },
  ],
  lateness: {
    ...{ early: 0, counts: [64, 5, 1, 0, 0, 0, 1], medianMs: 43, latestMs: 4_920_000 },
  },
};

const YEAR: AuditPictures = {
  ...MONTH,
  ...{ source: 'clinic', unit: 'week', isCut: true, uncounted: 3, spans: spans(53, 7, 1_200) },
};

const NOTHING: AuditPictures = {
  ...MONTH,
  ...{ spans: MONTH.spans.map(({ day }) => ({ day, ...none() })), causes: [], lateness: null },
};

function none(): Omit<AuditSpan, 'day'> {
  return { signIns: 0, ends: 0, wrongTries: 0, slowedTries: 0 };
}

const view = settingsAt('audit-log');
const steps = [check('Pictures'), see('How exactly limits were kept')];
const shows = (pictures: AuditPictures) => ({
  readAuditPictures: always({ ok: true, pictures } as const),
});

export const AUDIT_PICTURES_SAMPLES: readonly Sample[] = [
  { name: 'settings-audit-log/pictures', window: 'settings', view, answers: shows(MONTH), steps },
  {
    name: 'settings-audit-log/pictures-year',
    ...{ window: 'settings', view, answers: shows(YEAR), steps },
  },
  {
    name: 'settings-audit-log/pictures-table',
    ...{ window: 'settings', view, answers: shows(MONTH) },
    steps: [...steps, press('Show as a table')],
  },
  {
    name: 'settings-audit-log/pictures-empty',
    ...{ window: 'settings', view, answers: shows(NOTHING), steps },
  },
  {
    name: 'settings-audit-log/pictures-counting',
    ...{ window: 'settings', view, answers: { readAuditPictures: never } },
    steps: [check('Pictures'), see('Counting')],
  },
  {
    name: 'settings-audit-log/pictures-not-read',
    ...{ window: 'settings', view },
    answers: { readAuditPictures: () => Promise.reject(new Error('not now')) },
    steps: [check('Pictures'), see('could not be counted')],
  },
];
