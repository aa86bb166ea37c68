import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ROLES } from '../../../src/contract/role.js';
import { policyWith } from '../../support/fakes/builders.js';
import { type Deed, perform } from '../../support/fakes/deeds.js';
import { PromiseKeeper } from '../../support/fakes/promise-keeper.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/*
 * Thousands of histories of a virtual computer with the real heart of the app on it. The keeper
 * checks every promise at every moment; a failure prints the shortest history that breaks one.
 */

const SEED = 20_261_107;

const POLICIES = [
  policyWith({ sessionTimeoutSeconds: 60 }),
  policyWith({ sessionTimeoutSeconds: 60, lockOnSleep: false, lockOnScreenLock: false }),
  policyWith({ sessionTimeoutSeconds: 90, activitySource: 'app', lockOnSleep: false }),
  policyWith({ sessionTimeoutSeconds: 120, longestSessionSeconds: 100 }),
  policyWith({ sessionTimeoutSeconds: 300, roleTimeoutSeconds: { receptionist: 70 } }),
  policyWith({ sessionTimeoutSeconds: 75, resumeAfterRestart: false }),
] as const;

const policy = fc.constantFrom(...POLICIES);
const role = fc.constantFrom(...ROLES);
const briefMs = fc.integer({ min: 0, max: 3_000 });
const anyMs = fc.oneof(
  briefMs,
  fc.integer({ min: 0, max: 40_000 }),
  fc.constantFrom(14_999, 15_000, 29_990, 30_001, 59_980, 60_000, 60_030, 90_000, 119_999),
);
const gapMs = fc.oneof(anyMs, fc.constantFrom(3_600_000, 86_400_000));

const run = fc.record({ do: fc.constant('run' as const), ms: anyMs });
const signIn = fc.record({ do: fc.constant('signIn' as const), role });
const person: fc.Arbitrary<Deed> = fc.record({
  do: fc.constantFrom('touch' as const, 'useApp' as const, 'useAppUnseen' as const),
});

const hostile: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('sleep' as const, 'stop' as const), ms: gapMs }),
  fc.record({
    do: fc.constant('jumpWall' as const),
    ms: fc.oneof(
      gapMs,
      gapMs.map((ms) => -ms),
    ),
  }),
  fc.record({ do: fc.constant('reboot' as const), ms: gapMs }),
  fc.record({ do: fc.constantFrom('kill' as const, 'start' as const) }),
  fc.record({ do: fc.constant('beginSignIn' as const), role }),
  fc.record({ do: fc.constant('finishSignIn' as const) }),
  fc.record({ do: fc.constant('setRole' as const), role }),
  fc.record({ do: fc.constant('setPolicy' as const), policy }),
  fc.record({
    do: fc.constant('requestEnd' as const),
    cause: fc.constantFrom('lockNow' as const, 'signOut' as const, 'memberDisabled' as const),
  }),
  fc.record({
    do: fc.constant('keychain' as const),
    mood: fc.constantFrom(
      'works' as const,
      'refuses' as const,
      'hangs' as const,
      'keepsEntries' as const,
      'ignoresDeletion' as const,
    ),
  }),
  fc.record({
    do: fc.constantFrom('disk' as const, 'readableIdle' as const, 'screenLock' as const),
    on: fc.boolean(),
  }),
);

async function live(
  first: (typeof POLICIES)[number],
  deeds: readonly Deed[],
): Promise<PromiseKeeper> {
  const computer = new VirtualComputer(first);
  const keeper = new PromiseKeeper(computer);
  await computer.start();
  await computer.signIn();
  for (const deed of deeds) {
    keeper.before(deed);
    await perform(computer, deed);
  }
  await keeper.heal();
  return keeper;
}

it('keeps every promise in any history of people, clocks, sleep, faults and restarts', async () => {
  const deeds = fc.array(
    fc.oneof(
      { arbitrary: run, weight: 4 },
      { arbitrary: person, weight: 2 },
      { arbitrary: signIn, weight: 2 },
      { arbitrary: hostile, weight: 6 },
    ),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(policy, deeds, async (first, history) => {
      await live(first, history);
    }),
    { seed: Number(process.env.SEED ?? SEED), numRuns: Number(process.env.RUNS ?? 2_000) },
  );
}, 60_000);

it('signs nobody out early who is there, with honest clocks', async () => {
  const deeds = fc.array(
    fc.oneof(
      { arbitrary: run, weight: 3 },
      { arbitrary: person, weight: 2 },
      { arbitrary: signIn, weight: 1 },
    ),
    { maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(policy, deeds, async (first, history) => {
      const { ends } = await live(first, history);
      for (const end of ends.filter(({ disturbed, cause }) => !disturbed && cause !== 'signOut')) {
        const early = Math.min(
          end.limitMs - end.inactiveMs,
          first.longestSessionSeconds * 1000 - end.ageMs,
        );
        expect(early).toBeLessThanOrEqual(1000);
      }
    }),
    { seed: SEED, numRuns: 1_000 },
  );
}, 60_000);
