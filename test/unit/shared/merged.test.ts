import fc from 'fast-check';
import { expect, it } from 'vitest';
import { merged } from '../../../src/shared/policy/merged.js';
import { ACTIVITY_SOURCES, type Policy } from '../../../src/shared/policy/policy.js';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import { policyWith } from '../../support/fakes/builders.js';

const opened = policyWith({ roleTimeoutSeconds: { receptionist: 300, bookkeeper: 600 } });

const seconds = fc.integer({ min: 60, max: 62 });
const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    sessionTimeoutSeconds: seconds,
    longestSessionSeconds: seconds,
    activitySource: fc.constantFrom(...ACTIVITY_SOURCES),
    lockOnSleep: fc.boolean(),
    roleTimeoutSeconds: fc.record(
      { receptionist: seconds, practitioner: seconds },
      { requiredKeys: [] },
    ),
  })
  .map(policyWith);

it('keeps what only one of two changed, of both, also limits of single roles', () => {
  const mine = { ...opened, sessionTimeoutSeconds: 60, roleTimeoutSeconds: { receptionist: 300 } };
  const now = {
    ...opened,
    lockOnSleep: false,
    roleTimeoutSeconds: { receptionist: 120, bookkeeper: 600, practitioner: 240 },
  };
  expect(merged(opened, mine, now)).toMatchObject({
    settings: {
      ...opened,
      sessionTimeoutSeconds: 60,
      lockOnSleep: false,
      roleTimeoutSeconds: { receptionist: 120, practitioner: 240 },
    },
    conflicts: [],
  });
});

it('leaves a field that both changed otherwise as it is now, and names it', () => {
  const mine = {
    ...opened,
    sessionTimeoutSeconds: 60,
    lockOnSleep: false,
    roleTimeoutSeconds: { bookkeeper: 600 },
  };
  const now = {
    ...opened,
    sessionTimeoutSeconds: 120,
    roleTimeoutSeconds: { receptionist: 240, bookkeeper: 600 },
  };
  expect(merged(opened, mine, now)).toMatchObject({
    settings: { ...now, lockOnSleep: false },
    conflicts: ['sessionTimeoutSeconds', 'roleTimeoutSeconds.receptionist'],
  });
});

it('is no conflict where both changed a field to the same', () => {
  const both = { ...opened, sessionTimeoutSeconds: 60, roleTimeoutSeconds: {} };
  expect(merged(opened, both, both)).toMatchObject({ settings: both, conflicts: [] });
});

it('works for the rules for signing in', () => {
  const mine = { ...DEFAULT_SIGN_IN_RULES, graceDays: 3 };
  const now = { ...DEFAULT_SIGN_IN_RULES, requireTwoFactor: true };
  expect(merged(DEFAULT_SIGN_IN_RULES, mine, now)).toEqual({
    now,
    settings: { ...DEFAULT_SIGN_IN_RULES, graceDays: 3, requireTwoFactor: true },
    conflicts: [],
  });
});

it('takes each field from one of the two, never from what neither wants', () => {
  fc.assert(
    fc.property(anyPolicy, anyPolicy, anyPolicy, (began, mine, now) => {
      const { settings, conflicts } = merged(began, mine, now);
      expect(merged(began, began, now)).toEqual({ settings: now, conflicts: [], now });
      expect(merged(began, mine, began)).toEqual({ settings: mine, conflicts: [], now: began });
      for (const name of ['sessionTimeoutSeconds', 'lockOnSleep', 'activitySource'] as const) {
        const isMine = mine[name] !== began[name] && !conflicts.includes(name);
        expect(settings[name]).toBe(isMine ? mine[name] : now[name]);
      }
      // Nobody's tightening is lost in silence: what another put there stays, or is named.
      if (now.sessionTimeoutSeconds < began.sessionTimeoutSeconds)
        expect(settings.sessionTimeoutSeconds).toBe(now.sessionTimeoutSeconds);
    }),
  );
});
