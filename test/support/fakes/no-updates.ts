import type { UpdateFacts } from '../../../src/shared/workstation/updates.js';

/** What windows see in development. */
export const NO_UPDATES: UpdateFacts = {
  state: { state: 'off', why: 'development' },
  outOfDate: null,
  upToDateMs: null,
};
