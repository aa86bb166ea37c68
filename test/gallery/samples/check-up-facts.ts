import type { CheckUpFacts } from '../../../src/shared/workstation/check-up.js';

export const NOTHING_TO_DO: CheckUpFacts = {
  twoFactor: { active: 5, missing: 0, isOwnMissing: false, required: true },
  emergencyKit: true,
  administrators: 2,
  timeoutSeconds: 900,
  locksComputer: false,
  updates: { outOfDate: null, upToDateMs: 1 },
  activityHealth: 'believed',
  screenLock: 'on',
  diskEncryption: 'on',
  clinicApps: 3,
  withoutSignOut: [],
  absent: 0,
  signInsElsewhere: false,
  workstations: null,
};

/** The answer of a clinic with some things to do. */
export const SOME_TO_DO: CheckUpFacts = {
  ...NOTHING_TO_DO,
  twoFactor: { active: 5, missing: 2, isOwnMissing: false, required: false },
  emergencyKit: false,
  screenLock: 'unknown',
  withoutSignOut: [{ id: 'records', name: 'Harbour Records' }],
};

export const MUCH_TO_DO: CheckUpFacts = {
  twoFactor: { active: 5, missing: 2, isOwnMissing: true, required: false },
  emergencyKit: false,
  administrators: 1,
  timeoutSeconds: 28_800,
  locksComputer: false,
  updates: { outOfDate: { level: 'warning', days: 102, newerKnown: true }, upToDateMs: 1 },
  activityHealth: 'doubtful',
  screenLock: 'off',
  diskEncryption: 'off',
  clinicApps: 5,
  withoutSignOut: [
    { id: 'records', name: 'Harbour Records' },
    { id: 'results', name: 'Pathology results' },
  ],
  absent: 3,
  signInsElsewhere: false,
  workstations: { silent: ['Reception 2', 'Treatment room'], someUnknown: false },
};
