import { describe, expect, it } from 'vitest';
import { CHECK_UP_SUBJECTS, type CheckUpFacts } from '../../../src/shared/workstation/check-up.js';
import { titleOf, whyOf } from '../../../src/renderer/settings/check-up/check-up-words.js';
import { remedyInWords, remedyOf } from '../../../src/renderer/settings/check-up/remedies.js';

/** As bad as it can be. */
const FACTS: CheckUpFacts = {
  twoFactor: { active: 4, missing: 1, isOwnMissing: false, required: false },
  emergencyKit: false,
  administrators: 1,
  timeoutSeconds: 3_600,
  locksComputer: false,
  updates: { outOfDate: { level: 'note', days: 40, newerKnown: true }, upToDateMs: null },
  activityHealth: 'doubtful',
  screenLock: 'off',
  diskEncryption: 'off',
  clinicApps: 5,
  withoutSignOut: ['Cliniko', 'Portal', 'Results', 'Fax', 'Mail'].map((name) => ({
    id: name,
    name,
  })),
  absent: 2,
  signInsElsewhere: false,
  workstations: { silent: ['Reception 2'], someUnknown: true },
};

describe.each(CHECK_UP_SUBJECTS)('%s', (subject) => {
  it('has a title, one sentence why, and a button', () => {
    expect(titleOf(subject, 'todo')).not.toBe(titleOf(subject, 'fine'));
    expect(whyOf(subject, 'todo', FACTS)).toMatch(/^[A-Z1-9][^.]*\.$/);
    expect(remedyInWords(remedyOf(subject, FACTS))).toMatch(/^[A-Z]/);
  });
});

it('names no more than three things', () => {
  expect(whyOf('signOutAddress', 'todo', FACTS)).toContain(
    'Cliniko, Portal, Results and 2\u00a0more',
  );
});

it('has the numbers in good English', () => {
  expect(whyOf('twoFactor', 'todo', FACTS)).toMatch(/^1 of 4 people signs in/);
  const other = { ...FACTS, twoFactor: { ...FACTS.twoFactor, active: 1 } };
  expect(whyOf('twoFactor', 'todo', other)).toMatch(/^1 of 1 person signs in/);
  expect(whyOf('timeout', 'todo', FACTS)).toMatch(/1 hour .* than 6 of 7 published limits/);
});

it('leads to one’s own second factor first, and then to where it can be required', () => {
  const { twoFactor } = FACTS;
  const to = (changes: Partial<typeof twoFactor>) =>
    remedyOf('twoFactor', { ...FACTS, twoFactor: { ...twoFactor, ...changes } });
  expect(to({ isOwnMissing: true })).toEqual({ to: 'mySecurity', page: 'setUp' });
  expect(to({})).toEqual({ to: 'tab', tab: 'sign-in' });
  expect(to({ required: true })).toEqual({ to: 'tab', tab: 'members' });
});
