import fc from 'fast-check';
import { ROLES } from '../../../src/contract/role.js';
import { policyWith } from './builders.js';
import type { Deed } from './deeds.js';

/** Policies that differ in everything that the end of a session depends on, with short limits. */
export const POLICIES = [
  policyWith({ sessionTimeoutSeconds: 60 }),
  policyWith({ sessionTimeoutSeconds: 60, lockOnSleep: false, lockOnScreenLock: false }),
  policyWith({ sessionTimeoutSeconds: 90, activitySource: 'app', lockOnSleep: false }),
  policyWith({ sessionTimeoutSeconds: 120, longestSessionSeconds: 100 }),
  policyWith({ sessionTimeoutSeconds: 300, roleTimeoutSeconds: { receptionist: 70 } }),
  policyWith({ sessionTimeoutSeconds: 75, resumeAfterRestart: false }),
] as const;

export const arbitraryPolicy = fc.constantFrom(...POLICIES);

const role = fc.constantFrom(...ROLES);
/** Any moment, and the ones next to a watchdog period, a gap or a limit. */
const shortMs = fc.oneof(
  fc.integer({ min: 0, max: 3_000 }),
  fc.integer({ min: 0, max: 40_000 }),
  fc.constantFrom(14_999, 15_000, 29_990, 30_001, 59_980, 60_000, 60_030, 90_000, 119_999),
);
const anyMs = fc.oneof(shortMs, fc.constantFrom(3_600_000, 86_400_000));

const run = fc.record({ do: fc.constant('run' as const), ms: shortMs });
const signIn = fc.record({ do: fc.constant('signIn' as const), role });
const person = fc.record({ do: fc.constantFrom('touch', 'useApp', 'useAppUnseen') });

const disturbance: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('sleep', 'stop', 'reboot'), ms: anyMs }),
  fc.record({
    do: fc.constant('jumpWall' as const),
    ms: fc.oneof(
      anyMs,
      anyMs.map((ms) => -ms),
    ),
  }),
  fc.record({ do: fc.constantFrom('kill', 'start', 'finishSignIn') }),
  fc.record({ do: fc.constantFrom('beginSignIn', 'setRole'), role }),
  fc.record({ do: fc.constant('setPolicy' as const), policy: arbitraryPolicy }),
  fc.record({
    do: fc.constant('requestEnd' as const),
    cause: fc.constantFrom('lockNow', 'signOut', 'memberDisabled'),
  }),
  fc.record({
    do: fc.constant('keychain' as const),
    mood: fc.constantFrom('works', 'refuses', 'hangs', 'keepsEntries', 'ignoresDeletion'),
  }),
  fc.record({ do: fc.constantFrom('disk', 'readableIdle', 'screenLock'), on: fc.boolean() }),
);

const LONGEST_HISTORY = { maxLength: 25 };

/** Days on which only people and time do something. */
export const quietHistory: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { arbitrary: run, weight: 3 },
    { arbitrary: person, weight: 2 },
    { arbitrary: signIn, weight: 1 },
  ),
  LONGEST_HISTORY,
);

/** Days on which anything happens that can happen to a computer. */
export const anyHistory: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { arbitrary: run, weight: 4 },
    { arbitrary: person, weight: 2 },
    { arbitrary: signIn, weight: 2 },
    { arbitrary: disturbance, weight: 6 },
  ),
  LONGEST_HISTORY,
);
