import { describe, expect, it } from 'vitest';
import {
  CHECK_UP_SUBJECTS,
  checkUp,
  type CheckUpFacts,
  type CheckUpState,
  type CheckUpSubject,
} from '../../../src/shared/workstation/check-up.js';

/** A clinic where nothing is left to do. */
const WELL: CheckUpFacts = {
  twoFactor: { active: 4, missing: 0, isOwnMissing: false, required: true },
  emergencyKit: true,
  administrators: 2,
  timeoutSeconds: 900,
  locksComputer: false,
  updates: { outOfDate: null, upToDateMs: 1 },
  activityHealth: 'believed',
  screenLock: 'on',
  diskEncryption: 'on',
  clinicApps: 2,
  withoutSignOut: [],
  absent: 0,
  signInsElsewhere: false,
  workstations: { silent: [], someUnknown: false },
};

function stateWith(subject: CheckUpSubject, facts: Partial<CheckUpFacts>): CheckUpState | null {
  const line = checkUp({ ...WELL, ...facts }).find((one) => one.subject === subject);
  return line?.state ?? null;
}

/** What makes each line, and the state that it gets. */
const CAUSES: readonly (readonly [CheckUpSubject, CheckUpState, Partial<CheckUpFacts>])[] = [
  ['twoFactor', 'todo', { twoFactor: { ...WELL.twoFactor, missing: 1 } }],
  ['emergencyKit', 'todo', { emergencyKit: false }],
  ['diskEncryption', 'todo', { diskEncryption: 'off' }],
  ['diskEncryption', 'unknown', { diskEncryption: 'unknown' }],
  ['administrators', 'todo', { administrators: 1 }],
  ['screenLock', 'todo', { screenLock: 'off' }],
  ['screenLock', 'unknown', { screenLock: 'unknown' }],
  ['timeout', 'todo', { timeoutSeconds: 901 }],
  [
    'version',
    'todo',
    { updates: { outOfDate: { level: 'note', days: 30, newerKnown: true }, upToDateMs: 1 } },
  ],
  ['version', 'unknown', { updates: { outOfDate: null, upToDateMs: null } }],
  ['activity', 'todo', { activityHealth: 'doubtful' }],
  ['activity', 'todo', { activityHealth: 'unreadable' }],
  ['signOutAddress', 'todo', { withoutSignOut: [{ id: 'a', name: 'Portal' }] }],
  ['absentMembers', 'todo', { absent: 1 }],
  ['absentMembers', 'unknown', { absent: 1, signInsElsewhere: true }],
  ['workstations', 'todo', { workstations: { silent: ['Reception 1'], someUnknown: true } }],
  ['workstations', 'unknown', { workstations: { silent: [], someUnknown: true } }],
];

describe('the check-up', () => {
  it('finds everything in order where nothing is missing', () => {
    expect(checkUp(WELL)).toEqual(CHECK_UP_SUBJECTS.map((subject) => ({ subject, state: 'fine' })));
  });

  it.each(CAUSES)('says of %s: %s, and of nothing else', (subject, state, cause) => {
    const changed = checkUp({ ...WELL, ...cause }).filter((line) => line.state !== 'fine');
    expect(changed).toEqual([{ subject, state }]);
  });

  it('has a cause for every line', () => {
    const withCause = CAUSES.filter(([, state]) => state === 'todo').map(([subject]) => subject);
    expect(new Set(withCause)).toEqual(new Set(CHECK_UP_SUBJECTS));
  });

  it('tells the most urgent first', () => {
    const bad = Object.assign({}, ...CAUSES.map(([, , cause]) => cause)) as Partial<CheckUpFacts>;
    const subjects = checkUp({ ...WELL, ...bad }).map(({ subject }) => subject);
    expect(subjects[0]).toBe('twoFactor');
    expect(subjects).toEqual(CHECK_UP_SUBJECTS);
  });

  it('never takes an app for in doubt whose own input alone counts by choice', () => {
    expect(stateWith('activity', { activityHealth: 'app' })).toBe('fine');
  });

  it('is content with a screen that the app locks, whatever the system says', () => {
    for (const screenLock of ['off', 'unknown'] as const)
      expect(stateWith('screenLock', { screenLock, locksComputer: true })).toBe('fine');
  });

  it('says nothing of clinic apps and workstations that are not there', () => {
    expect(stateWith('signOutAddress', { clinicApps: 0 })).toBeNull();
    expect(stateWith('workstations', { workstations: null })).toBeNull();
  });
});
