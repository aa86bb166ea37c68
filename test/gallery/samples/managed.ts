import type { ManagedView } from '../../../src/shared/requests/views.js';

/** A computer whose organisation decides much of it, in two places. */
export const MANAGED = {
  places: [
    {
      kind: 'groupPolicy',
      path: 'HKLM\\SOFTWARE\\Policies\\Clinic Workstation',
      state: 'inForce',
      problem: null,
    },
    {
      kind: 'file',
      path: '/etc/clinic-workstation/policy.json',
      state: 'none',
      problem: null,
    },
    {
      kind: 'address',
      path: 'https://it.harbour.example/workstations/policy.signed.json',
      state: 'inForce',
      problem: null,
    },
  ],
  restrictions: {
    locked: ['activitySource', 'lockOnSleep', 'hideFromCapture', 'longestSessionSeconds'],
    mostSeconds: { sessionTimeoutSeconds: 1_800, 'roleTimeoutSeconds.receptionist': 600 },
  },
  clinicName: 'Harbour Health Group, Street Clinic',
  clinicServer: 'db1.harbour.example, db2.harbour.example',
} satisfies ManagedView;

/** The file there can't be read, and the one before holds. */
export const BADLY_MANAGED = {
  ...MANAGED,
  places: [
    {
      kind: 'file',
      path: '/etc/clinic-workstation/policy.json',
      state: 'lastGood',
      problem: 'Line 3 is no valid JSON.',
    },
  ],
} satisfies ManagedView;
