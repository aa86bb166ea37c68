import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_POLICY,
  LONGEST_TIMEOUT_SECONDS,
  SHORTEST_TIMEOUT_SECONDS,
  sessionTimeoutFor,
  STRICTEST_POLICY,
  TIMEOUT_PRESETS_SECONDS,
  warningLeadFor,
} from '../../../src/shared/policy/policy.js';
import { readPolicy } from '../../../src/shared/policy/read-policy.js';
import { policySchema } from '../../../src/shared/requests/policy.js';
import { policyWith } from '../../support/fakes/builders.js';

const WEEK = LONGEST_TIMEOUT_SECONDS;

describe('limits', () => {
  it('are one minute and seven days, and every preset lies between', () => {
    expect([SHORTEST_TIMEOUT_SECONDS, WEEK]).toEqual([60, 604_800]);
    for (const preset of TIMEOUT_PRESETS_SECONDS)
      expect(readPolicy({ ...DEFAULT_POLICY, sessionTimeoutSeconds: preset })).toMatchObject({
        ok: true,
        changes: [],
        policy: { sessionTimeoutSeconds: preset },
      });
    expect(TIMEOUT_PRESETS_SECONDS.at(0)).toBe(60);
    expect(TIMEOUT_PRESETS_SECONDS.at(-1)).toBe(WEEK);
  });

  it.each([
    [60, 60, 30],
    [61, 60, 30],
    [90, 60, 45],
    [119, 60, 59],
    [120, 60, 60],
    [900, 60, 60],
    [WEEK, 60, 60],
    [60, 20, 20],
    [900, 20, 20],
    [300, 300, 150],
    [599, 300, 299],
    [600, 300, 300],
    [WEEK, 300, 300],
  ])('a limit of %i s with a lead of %i s warns %i s ahead', (limit, chosen, lead) => {
    const policy = policyWith({ sessionTimeoutSeconds: limit, warningLeadSeconds: chosen });
    expect(warningLeadFor(policy, 'receptionist')).toBe(lead);
  });

  it('the warning comes by the shorter limit of a role', () => {
    const policy = policyWith({ roleTimeoutSeconds: { receptionist: 60 } });
    expect(warningLeadFor(policy, 'receptionist')).toBe(30);
    expect(warningLeadFor(policy, 'practitioner')).toBe(60);
  });

  it('the shorter one of account and role counts', () => {
    const policy = policyWith({
      sessionTimeoutSeconds: 600,
      roleTimeoutSeconds: { receptionist: 60, bookkeeper: 3_600 },
    });
    expect(sessionTimeoutFor(policy, 'receptionist')).toBe(60);
    expect(sessionTimeoutFor(policy, 'bookkeeper')).toBe(600);
    expect(sessionTimeoutFor(policy, 'administrator')).toBe(600);
  });
});

describe('documents of version 1', () => {
  it.each([
    ['never', WEEK, ['neverReplaced']],
    [' Never ', WEEK, ['neverReplaced']],
    ['off', WEEK, ['neverReplaced']],
    ['', WEEK, ['neverReplaced']],
    [0, WEEK, ['neverReplaced']],
    ['0', WEEK, ['neverReplaced']],
    [null, WEEK, ['neverReplaced']],
    [undefined, WEEK, ['neverReplaced']],
    [-5, WEEK, ['neverReplaced']],
    ['-5', WEEK, ['neverReplaced']],
    [Number.NEGATIVE_INFINITY, WEEK, ['neverReplaced']],
    [1e308, WEEK, ['cappedToLongest']],
    [Number.POSITIVE_INFINITY, WEEK, ['cappedToLongest']],
    [10_081, WEEK, ['cappedToLongest']],
    ['99999', WEEK, ['cappedToLongest']],
    [10_080, WEEK, []],
    [1e-9, 60, ['raisedToShortest']],
    [0.5, 60, ['raisedToShortest']],
    [1, 60, []],
    [15, 900, []],
    ['15', 900, []],
    ['15.5', 930, []],
    [1.0083, 60, []],
  ])('a timeout of %j minutes becomes %i s, reported as %j', (minutes, seconds, changes) => {
    const reading = readPolicy({ sessionTimeoutMinutes: minutes });
    expect(reading).toMatchObject({ ok: true, changes });
    if (reading.ok) {
      expect(reading.policy.sessionTimeoutSeconds).toBe(seconds);
      expect(reading.policy.longestSessionSeconds).toBeGreaterThanOrEqual(seconds);
    }
  });

  it.each([['banana'], ['15 minutes'], [Number.NaN], [true], [[15]], [{}]])(
    'a timeout of %j is refused, in words',
    (minutes) => {
      const reading = readPolicy({ version: 1, sessionTimeoutMinutes: minutes });
      expect(reading.ok).toBe(false);
      if (!reading.ok) expect(reading.problem).toMatch(/sessionTimeoutMinutes.+\.$/);
    },
  );
});

describe('documents of version 2', () => {
  it('are read as they were written', () => {
    const policy = policyWith({
      activitySource: 'app',
      lockOnSleep: false,
      roleTimeoutSeconds: { practitioner: 120 },
    });
    expect(readPolicy(policy)).toEqual({ ok: true, policy, changes: [] });
  });

  it('get the stricter rule if one is missing', () => {
    const reading = readPolicy({
      version: 2,
      sessionTimeoutSeconds: 300,
      longestSessionSeconds: 600,
    });
    expect(reading).toMatchObject({
      policy: {
        ...{ lockOnSleep: true, lockOnScreenLock: true, resumeAfterRestart: false },
        ...{ hideFromCapture: false, lockComputer: false, oneSession: false },
        offlineLimitSeconds: 259_200,
      },
    });
  });

  it.each([
    [{ sessionTimeoutSeconds: 'soon' }],
    [{ longestSessionSeconds: [] }],
    [{ offlineLimitSeconds: 'never' }],
    [{ offlineLimitSeconds: null }],
    [{ roleTimeoutSeconds: 'all' }],
    [{ roleTimeoutSeconds: { receptionist: 'banana' } }],
  ])('with %j are refused', (change) => {
    expect(readPolicy({ ...DEFAULT_POLICY, ...change }).ok).toBe(false);
  });

  it('cannot say never', () => {
    for (const never of ['never', null, 0, -1])
      expect(
        readPolicy({
          ...DEFAULT_POLICY,
          sessionTimeoutSeconds: never,
          longestSessionSeconds: never,
          roleTimeoutSeconds: { receptionist: never },
        }),
      ).toMatchObject({
        ok: true,
        changes: ['neverReplaced'],
        policy: {
          sessionTimeoutSeconds: WEEK,
          longestSessionSeconds: WEEK,
          roleTimeoutSeconds: { receptionist: WEEK },
        },
      });
  });
});

it.each([[3], ['2'], [0], [-1], [{}]])('version %j is refused', (version) => {
  expect(readPolicy({ ...DEFAULT_POLICY, version }).ok).toBe(false);
});

it.each([[null], [undefined], [7], ['never'], [[]], [true]])('%j is not a policy', (document) => {
  expect(readPolicy(document)).toEqual({ ok: false, problem: 'It is not a JSON object.' });
});

it('the policy in place of an unreadable one is valid and the strictest', () => {
  expect(readPolicy(STRICTEST_POLICY)).toEqual({ ok: true, policy: STRICTEST_POLICY, changes: [] });
  expect(STRICTEST_POLICY.sessionTimeoutSeconds).toBe(SHORTEST_TIMEOUT_SECONDS);
});

it('any document gives limits within the bounds, or a sentence; and a result is read again unchanged', () => {
  const timeout = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('never', null, 0));
  const document = fc.oneof(
    fc.jsonValue(),
    fc.record({ version: fc.constantFrom(1, undefined), sessionTimeoutMinutes: timeout }),
    fc.record({
      version: fc.constant(2),
      sessionTimeoutSeconds: timeout,
      longestSessionSeconds: timeout,
      roleTimeoutSeconds: fc.dictionary(fc.constantFrom('receptionist', 'x'), timeout),
      offlineLimitSeconds: fc.oneof(timeout, fc.double({ min: 0, max: 2_000_000 })),
    }),
  );
  fc.assert(
    fc.property(document, (value) => {
      const reading = readPolicy(value);
      if (!reading.ok) {
        expect(reading.problem).toMatch(/^\w.*\.$/s);
        return;
      }
      const { policy } = reading;
      const limits = [
        policy.sessionTimeoutSeconds,
        policy.longestSessionSeconds,
        ...Object.values(policy.roleTimeoutSeconds),
      ];
      for (const limit of limits) {
        expect(Number.isInteger(limit)).toBe(true);
        expect(limit).toBeGreaterThanOrEqual(SHORTEST_TIMEOUT_SECONDS);
        expect(limit).toBeLessThanOrEqual(WEEK);
      }
      expect(policySchema.safeParse(policy).success).toBe(true);
      expect(readPolicy(JSON.parse(JSON.stringify(policy)))).toEqual({
        ok: true,
        policy,
        changes: [],
      });
    }),
    { numRuns: 5_000 },
  );
});
