import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyManaged,
  combineRules,
  type ManagedLimit,
  type ManagedRules,
  NO_RESTRICTIONS,
  ownAfterSaving,
  restrictionsOf,
} from '../../../src/shared/policy/managed-limits.js';
import {
  ACTIVITY_SOURCES,
  type Policy,
  sessionTimeoutFor,
} from '../../../src/shared/policy/policy.js';
import { policySchema } from '../../../src/shared/requests/policy.js';
import { ROLES } from '../../../src/shared/people/role.js';
import { policyWith } from '../../support/fakes/builders.js';

const seconds = fc.integer({ min: 60, max: 604_800 });
const offline = fc.integer({ min: 3_600, max: 1_209_600 });
const shift = fc.integer({ min: 3_600, max: 43_200 });
const lead = fc.integer({ min: 20, max: 300 });
const perRole = <T>(value: fc.Arbitrary<T>) =>
  fc.record(
    { administrator: value, practitioner: value, receptionist: value, bookkeeper: value },
    { requiredKeys: [] },
  );
const choices = {
  activitySource: fc.constantFrom(...ACTIVITY_SOURCES),
  lockOnSleep: fc.boolean(),
  lockOnScreenLock: fc.boolean(),
  lockComputer: fc.boolean(),
  resumeAfterRestart: fc.boolean(),
  hideFromCapture: fc.boolean(),
  oneSession: fc.boolean(),
  quickSignIn: fc.boolean(),
  warningSound: fc.boolean(),
  measurePauses: fc.boolean(),
  helpAddress: fc.string({ maxLength: 200 }),
};
const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  version: fc.constant(2 as const),
  sessionTimeoutSeconds: seconds,
  longestSessionSeconds: seconds,
  roleTimeoutSeconds: perRole(seconds),
  offlineLimitSeconds: offline,
  quickSignInSeconds: shift,
  warningLeadSeconds: lead,
  ...choices,
});
const limitOf = (any: fc.Arbitrary<number>): fc.Arbitrary<ManagedLimit> =>
  fc.oneof(any, fc.record({ max: any }));
const limit = limitOf(seconds);
const anyRules: fc.Arbitrary<ManagedRules> = fc.record(
  {
    sessionTimeoutSeconds: limit,
    longestSessionSeconds: limit,
    roleTimeoutSeconds: perRole(limit),
    offlineLimitSeconds: limitOf(offline),
    quickSignInSeconds: limitOf(shift),
    warningLeadSeconds: limitOf(lead),
    ...choices,
  },
  { requiredKeys: [] },
);

const own = policyWith({ sessionTimeoutSeconds: 900, roleTimeoutSeconds: { receptionist: 300 } });

describe('the policy that holds on a managed computer', () => {
  it('is the clinic’s own if nothing is managed', () => {
    expect(applyManaged(own, {})).toEqual(own);
    expect(restrictionsOf(own, {})).toEqual(NO_RESTRICTIONS);
  });

  it.each<[string, ManagedRules, Partial<Policy>]>([
    ['a shorter cap', { sessionTimeoutSeconds: { max: 600 } }, { sessionTimeoutSeconds: 600 }],
    ['a longer cap', { sessionTimeoutSeconds: { max: 3_600 } }, {}],
    ['a shorter fixed value', { sessionTimeoutSeconds: 600 }, { sessionTimeoutSeconds: 600 }],
    ['a longer fixed value, which lengthens nothing', { sessionTimeoutSeconds: 3_600 }, {}],
    ['a longest session', { longestSessionSeconds: 3_600 }, { longestSessionSeconds: 3_600 }],
    [
      'time without the server',
      { offlineLimitSeconds: { max: 7_200 } },
      { offlineLimitSeconds: 7_200 },
    ],
    ['a longer such time, which lengthens nothing', { offlineLimitSeconds: 1_000_000 }, {}],
    ['what counts', { activitySource: 'app' }, { activitySource: 'app' }],
    ['a switch that is off', { lockOnSleep: false }, { lockOnSleep: false }],
    ['a switch that is on', { lockComputer: true }, { lockComputer: true }],
    ['another', { resumeAfterRestart: false }, { resumeAfterRestart: false }],
    [
      'limits of roles, also of one that had none',
      { roleTimeoutSeconds: { receptionist: 600, bookkeeper: { max: 120 } } },
      { roleTimeoutSeconds: { receptionist: 300, bookkeeper: 120 } },
    ],
  ])('includes %s', (_what, rules, change) => {
    expect(applyManaged(own, rules)).toEqual({ ...own, ...change });
  });

  it('is never longer for anybody than the clinic’s choice or the managed limit, and always valid', () => {
    fc.assert(
      fc.property(anyPolicy, anyRules, (policy, rules) => {
        const holds = applyManaged(policy, rules);
        expect(policySchema.parse(holds)).toEqual(holds);
        const most = (managed: ManagedLimit | undefined) =>
          typeof managed === 'number' ? managed : (managed?.max ?? Number.POSITIVE_INFINITY);
        for (const role of ROLES) {
          const timeout = sessionTimeoutFor(holds, role);
          expect(timeout).toBeLessThanOrEqual(sessionTimeoutFor(policy, role));
          expect(timeout).toBeLessThanOrEqual(most(rules.sessionTimeoutSeconds));
          expect(timeout).toBeLessThanOrEqual(most(rules.roleTimeoutSeconds?.[role]));
        }
        expect(holds.longestSessionSeconds).toBe(
          Math.min(policy.longestSessionSeconds, most(rules.longestSessionSeconds)),
        );
        expect(holds.offlineLimitSeconds).toBe(
          Math.min(policy.offlineLimitSeconds, most(rules.offlineLimitSeconds)),
        );
        for (const field of ['activitySource', 'lockOnSleep', 'lockOnScreenLock'] as const)
          expect(holds[field]).toBe(rules[field] ?? policy[field]);
      }),
    );
  });
});

describe('what people cannot choose', () => {
  it('is a fixed value, and a value above a cap', () => {
    expect(
      restrictionsOf(own, {
        sessionTimeoutSeconds: 600,
        longestSessionSeconds: { max: 3_600 },
        lockOnSleep: true,
        roleTimeoutSeconds: { bookkeeper: 120, administrator: { max: 600 } },
      }),
    ).toEqual({
      locked: ['lockOnSleep', 'sessionTimeoutSeconds', 'roleTimeoutSeconds.bookkeeper'],
      mostSeconds: { longestSessionSeconds: 3_600, 'roleTimeoutSeconds.administrator': 600 },
    });
  });

  it('is not a shorter value of the clinic’s own: it can be raised up to the fixed one', () => {
    expect(restrictionsOf(own, { sessionTimeoutSeconds: 1_200 })).toEqual({
      locked: [],
      mostSeconds: { sessionTimeoutSeconds: 1_200 },
    });
  });

  it('is everything if the cap is the shortest limit', () => {
    const rules = { sessionTimeoutSeconds: { max: 60 } };
    expect(restrictionsOf(own, rules).locked).toEqual(['sessionTimeoutSeconds']);
    const offline = { offlineLimitSeconds: { max: 3_600 } };
    expect(restrictionsOf(own, offline).locked).toEqual(['offlineLimitSeconds']);
  });
});

describe('the account’s own policy after saving', () => {
  it('is unchanged when nothing was changed, whatever is managed', () => {
    fc.assert(
      fc.property(anyPolicy, anyRules, (policy, rules) => {
        expect(ownAfterSaving(policy, rules, applyManaged(policy, rules))).toEqual(policy);
      }),
    );
  });

  it('is the saved policy if nothing is managed', () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (policy, saved) => {
        expect(ownAfterSaving(policy, {}, saved)).toEqual(saved);
      }),
    );
  });

  it('takes over each change, and keeps the own values below managed ones', () => {
    const rules: ManagedRules = {
      sessionTimeoutSeconds: 300,
      longestSessionSeconds: { max: 3_600 },
    };
    const shown = applyManaged(own, rules);
    const after = ownAfterSaving(own, rules, {
      ...shown,
      lockOnSleep: false,
      roleTimeoutSeconds: { receptionist: 120, bookkeeper: 60 },
    });
    expect(after).toEqual({
      ...own,
      lockOnSleep: false,
      roleTimeoutSeconds: { receptionist: 120, bookkeeper: 60 },
    });
    expect(applyManaged(after, {}).sessionTimeoutSeconds).toBe(900);
  });

  it('takes a shorter choice under a cap, and ignores locked fields', () => {
    const rules: ManagedRules = {
      sessionTimeoutSeconds: 300,
      longestSessionSeconds: { max: 7_200 },
      lockOnSleep: true,
    };
    const after = ownAfterSaving(own, rules, {
      ...applyManaged(own, rules),
      sessionTimeoutSeconds: 60,
      longestSessionSeconds: 3_600,
      lockOnSleep: false,
    });
    expect(after).toEqual({ ...own, longestSessionSeconds: 3_600 });
  });
});

describe('two places that decide', () => {
  it.each<[string, ManagedLimit, ManagedLimit, ManagedLimit]>([
    ['the shorter fixed one', 600, 900, 600],
    ['the shorter cap, also beside a fixed one', 900, { max: 600 }, { max: 600 }],
    ['the fixed one of equals', { max: 600 }, 600, 600],
  ])('combine to the shorter limit, whichever place is stronger: %s', (_what, one, other, held) => {
    const rules = (limit: ManagedLimit): ManagedRules => ({
      sessionTimeoutSeconds: limit,
      roleTimeoutSeconds: { receptionist: limit },
    });
    for (const combined of [
      combineRules(rules(one), rules(other)),
      combineRules(rules(other), rules(one)),
    ])
      expect(combined).toEqual(rules(held));
  });

  it('never make a limit longer than one of them alone', () => {
    fc.assert(
      fc.property(anyPolicy, anyRules, anyRules, (own, one, other) => {
        const both = applyManaged(own, combineRules(one, other));
        for (const alone of [applyManaged(own, one), applyManaged(own, other)]) {
          expect(both.longestSessionSeconds).toBeLessThanOrEqual(alone.longestSessionSeconds);
          for (const role of ROLES)
            expect(sessionTimeoutFor(both, role)).toBeLessThanOrEqual(
              sessionTimeoutFor(alone, role),
            );
        }
      }),
    );
  });
});
