import { NO_RESTRICTIONS } from '../../../src/shared/policy/managed-limits.js';
import type { ManagedView } from '../../../src/shared/requests/views.js';
import type { UpdateFacts } from '../../../src/shared/workstation/updates.js';

/** What windows see in development. */
export const NO_UPDATES: UpdateFacts = {
  state: { state: 'off', why: 'development' },
  outOfDate: null,
  upToDateMs: null,
};

/** What windows see on a computer that nobody manages. */
export const UNMANAGED: ManagedView = {
  places: [
    {
      kind: 'file',
      path: '/etc/clinic-workstation/policy.json',
      state: 'none',
      problem: null,
    },
  ],
  restrictions: NO_RESTRICTIONS,
  clinicName: null,
  clinicServer: null,
};
