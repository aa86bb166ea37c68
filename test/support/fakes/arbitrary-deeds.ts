import fc from 'fast-check';
import { ROLES } from '../../../src/shared/people/role.js';
import { policyWith } from './builders.js';
import type { Deed } from './deeds.js';
import type { History } from './history.js';

/** Policies that differ in everything that the end of a session depends on, with short limits. */
const POLICIES = [
  policyWith({ sessionTimeoutSeconds: 60, lockComputer: true }),
  policyWith({ sessionTimeoutSeconds: 60, lockOnSleep: false, lockOnScreenLock: false }),
  policyWith({ sessionTimeoutSeconds: 90, activitySource: 'app', lockOnSleep: false }),
  policyWith({ sessionTimeoutSeconds: 120, longestSessionSeconds: 100, lockComputer: true }),
  policyWith({ sessionTimeoutSeconds: 300, roleTimeoutSeconds: { receptionist: 70 } }),
  policyWith({ sessionTimeoutSeconds: 75, resumeAfterRestart: false }),
] as const;

/** Lived to its end it takes forty thousand looks, so it is rare here. */
const LONGEST_POLICY = policyWith({
  sessionTimeoutSeconds: 604_800,
  longestSessionSeconds: 604_800,
  roleTimeoutSeconds: { bookkeeper: 86_400 },
  lockOnSleep: false,
});

const arbitraryPolicy = fc.oneof(
  { arbitrary: fc.constantFrom(...POLICIES), weight: 60 },
  { arbitrary: fc.constant(LONGEST_POLICY), weight: 1 },
);

const role = fc.constantFrom(...ROLES);
/** Any moment, and the ones next to a watchdog period, a gap or a limit. */
const shortMs = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constantFrom(19_999, 20_000, 29_990, 30_001, 59_980, 60_000, 60_030, 90_000, 119_999),
);
const longMs = fc.oneof(
  { arbitrary: fc.constantFrom(3_600_000, 86_400_000), weight: 12 },
  { arbitrary: fc.constantFrom(604_740_000, 604_800_000), weight: 1 },
);
const anyMs = fc.oneof({ arbitrary: shortMs, weight: 6 }, { arbitrary: longMs, weight: 2 });
/** What time servers correct by. */
const stepMs = fc.integer({ min: -1_500, max: 1_500 });

const run = fc.record({ do: fc.constant('run' as const), ms: shortMs });
const signIn = fc.record({ do: fc.constant('signIn' as const), role });
const person = fc.record({ do: fc.constantFrom('touch', 'useApp', 'useAppUnseen') });

const disturbance: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('sleep', 'sleepUntold', 'stop', 'reboot'), ms: anyMs }),
  fc.record({
    do: fc.constant('jumpWall' as const),
    ms: fc.oneof(
      stepMs,
      anyMs,
      anyMs.map((ms) => -ms),
    ),
  }),
  fc.record({ do: fc.constantFrom('kill', 'start', 'start', 'finishSignIn') }),
  fc.record({ do: fc.constant('killAfter' as const), calls: fc.integer({ min: 0, max: 9 }) }),
  fc.record({ do: fc.constantFrom('beginSignIn', 'setRole'), role }),
  fc.record({ do: fc.constant('setPolicy' as const), policy: arbitraryPolicy }),
  fc.record({
    do: fc.constant('requestEnd' as const),
    cause: fc.constantFrom('lockNow', 'signOut', 'memberDisabled', 'screenLock', 'shutdown'),
  }),
  fc.record({ do: fc.constant('giveWay' as const), ms: shortMs }),
  fc.record({
    do: fc.constant('keychain' as const),
    mood: fc.constantFrom('works', 'refuses', 'hangs', 'keepsEntries', 'ignoresDeletion'),
  }),
  fc.record({
    do: fc.constant('computerLock' as const),
    mood: fc.constantFrom('locks', 'ignores', 'refuses', 'hangs', 'breaks'),
  }),
  fc.record({
    do: fc.constantFrom('disk', 'readableIdle', 'frozenIdle', 'screenLock', 'windows'),
    on: fc.boolean(),
  }),
);

const LONGEST_HISTORY = { maxLength: 25 };

/** Days on which only people and time do something. */
const quietDeeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { arbitrary: run, weight: 3 },
    { arbitrary: person, weight: 2 },
    { arbitrary: signIn, weight: 1 },
  ),
  LONGEST_HISTORY,
);

/** Days on which anything happens that can happen to a computer. */
const anyDeeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { arbitrary: run, weight: 4 },
    { arbitrary: fc.record({ do: fc.constant('run' as const), ms: longMs }), weight: 1 },
    { arbitrary: person, weight: 2 },
    { arbitrary: signIn, weight: 2 },
    { arbitrary: disturbance, weight: 7 },
  ),
  LONGEST_HISTORY,
);

/** On a computer on which everything works. */
export const quietHistory: fc.Arbitrary<History> = fc.record({
  policy: arbitraryPolicy,
  namesBoots: fc.constant(true),
  blindIdle: fc.constant(false),
  deeds: quietDeeds,
});

export const anyHistory: fc.Arbitrary<History> = fc.record({
  policy: arbitraryPolicy,
  namesBoots: fc.oneof({ arbitrary: fc.constant(true), weight: 3 }, fc.constant(false)),
  blindIdle: fc.oneof({ arbitrary: fc.constant(false), weight: 7 }, fc.constant(true)),
  deeds: anyDeeds,
});
