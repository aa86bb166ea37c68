import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Policy } from '../../../src/contract/policy.js';
import { anyHistory, arbitraryPolicy, quietHistory } from '../../support/fakes/arbitrary-deeds.js';
import { type Deed, perform } from '../../support/fakes/deeds.js';
import { PromiseKeeper, type TrueEnd } from '../../support/fakes/promise-keeper.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/*
 * Thousands of histories of a virtual computer with the real heart of the app on it. The keeper
 * holds the app to its promises at every moment; a failure prints the shortest history that breaks
 * one. The seed is fixed, so that a run tells the same everywhere.
 */

const SEED = 20_261_107;

/** Lives through a history, heals what it broke, and tells how its sessions really ended. */
async function live(policy: Policy, history: readonly Deed[]): Promise<readonly TrueEnd[]> {
  const computer = new VirtualComputer(policy);
  const keeper = new PromiseKeeper(computer);
  await computer.start();
  await computer.signIn();
  for (const deed of history) {
    keeper.before(deed);
    await perform(computer, deed);
  }
  await keeper.heal();
  return keeper.ends;
}

it('keeps every promise through people, clocks, sleep, faults and restarts', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPolicy, anyHistory, async (policy, history) => {
      await live(policy, history);
    }),
    { seed: SEED, numRuns: 4_000 },
  );
}, 60_000);

it('signs out nobody who is there, but for what the idle source rounds away', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryPolicy, quietHistory, async (policy, history) => {
      const roundedMs = policy.activitySource === 'computer' ? 1_000 : 0;
      for (const { cause, inactiveMs, ageMs, limitMs, disturbed } of await live(policy, history)) {
        if (disturbed) continue;
        if (cause === 'idle') expect(inactiveMs + roundedMs).toBeGreaterThanOrEqual(limitMs);
        else if (cause === 'longestSession')
          expect(ageMs).toBeGreaterThanOrEqual(policy.longestSessionSeconds * 1_000);
        else expect(cause).toBe('signOut');
      }
    }),
    { seed: SEED, numRuns: 1_500 },
  );
}, 60_000);
