import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyHistory, quietHistory } from '../../support/fakes/arbitrary-deeds.js';
import { live } from '../../support/fakes/history.js';

/*
 * Thousands of histories of a virtual computer with the real core of the app. The keeper checks the app's
 * promises at every moment; a failure prints the shortest history that breaks one. The seed is fixed, so
 * that every run tests the same histories; `npm run simulate` plays more.
 */

const SEED = 20_261_107;

it('keeps every promise through people, clocks, sleep, faults and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      await live(history);
    }),
    { seed: SEED, numRuns: 6_000 },
  );
}, 600_000);

it('signs out nobody who is there, except for the rounding of the idle source', async () => {
  await fc.assert(
    fc.asyncProperty(quietHistory, async (history) => {
      const { policy } = history;
      const roundedMs = policy.activitySource === 'computer' ? 1_000 : 0;
      for (const { cause, inactiveMs, ageMs, limitMs, disturbed } of await live(history)) {
        if (disturbed) continue;
        if (cause === 'idle') expect(inactiveMs + roundedMs).toBeGreaterThanOrEqual(limitMs);
        else if (cause === 'longestSession')
          expect(ageMs).toBeGreaterThanOrEqual(policy.longestSessionSeconds * 1_000);
        else expect(cause).toBe('signOut');
      }
    }),
    { seed: SEED, numRuns: 3_000 },
  );
}, 120_000);
