import { describe, expect, it } from 'vitest';
import { DEFAULT_SIGN_IN_RULES } from '../../../src/shared/policy/sign-in-rules.js';
import { areSame } from '../../../src/renderer/settings/are-same.js';
import {
  draftedSignInRules,
  draftSignInRules,
} from '../../../src/renderer/settings/sign-in-security/sign-in-rules-draft.js';
import {
  consequenceInWords,
  requiredInWords,
} from '../../../src/renderer/settings/sign-in-security/two-factor-words.js';

describe('a draft of the rules for signing in', () => {
  const draft = draftSignInRules(DEFAULT_SIGN_IN_RULES);

  it('keeps all values of the rules that it was made from', () => {
    expect(draftedSignInRules(draft)).toEqual(DEFAULT_SIGN_IN_RULES);
  });

  it.each([
    [{ graceDays: '0' }, true],
    [{ graceDays: ' 14 ' }, true],
    [{ graceDays: '15' }, false],
    [{ graceDays: '1.5' }, false],
    [{ graceDays: '-1' }, false],
    [{ graceDays: '' }, false],
    [{ shortestPassword: '8' }, true],
    [{ shortestPassword: '64' }, true],
    [{ shortestPassword: '7' }, false],
    [{ shortestPassword: '65' }, false],
    [{ shortestPassword: '1e1' }, false],
  ])('with %j is valid: %s', (typed, isValid) => {
    expect(draftedSignInRules({ ...draft, ...typed }) !== null).toBe(isValid);
  });

  it.each([
    { requireTwoFactor: true },
    { graceDays: 3 },
    { shortestPassword: 13 },
    { strictPasswords: true },
  ])('differs from the saved rules with %j', (patch) => {
    const changed = { ...DEFAULT_SIGN_IN_RULES, ...patch };
    expect(areSame(DEFAULT_SIGN_IN_RULES, { ...DEFAULT_SIGN_IN_RULES })).toBe(true);
    expect(areSame(DEFAULT_SIGN_IN_RULES, changed)).toBe(false);
  });
});

it.each([
  [{ limits: { bookkeeper: 60 } }, { limits: { bookkeeper: 60 } }, true],
  [{ limits: { bookkeeper: 60 } }, { limits: { bookkeeper: 120 } }, false],
  [{ limits: { bookkeeper: 60 } }, { limits: {} }, false],
  [{ limits: {} }, { limits: { bookkeeper: 60 } }, false],
])('settings %j and %j are the same: %s', (one, other, same) => {
  expect(areSame(one, other)).toBe(same);
});

describe('what requiring two-factor authentication means', () => {
  const some = { active: 5, missing: 3 };

  it('is explained with the number of members concerned', () => {
    expect(consequenceInWords(some, 7)).toBe(
      '3 of 5 active members don’t have it yet. They have 7 days; then they must set it up to sign in. Nobody who is signed in now is signed out.',
    );
    expect(requiredInWords(some)).toBe('3 of 5 active members don’t have it yet.');
  });

  it.each([
    [0, 'They must set it up at their next sign-in.'],
    [1, 'They have 1 day; then they must set it up to sign in.'],
  ])('with %d days', (days, words) => {
    expect(consequenceInWords(some, days)).toContain(words);
  });

  it('uses the singular for one member', () => {
    expect(requiredInWords({ active: 2, missing: 1 })).toBe(
      '1 of 2 active members doesn’t have it yet.',
    );
    expect(consequenceInWords({ active: 1, missing: 1 }, 7)).toBe(
      'You are the only active member, and don’t have it yet. You have 7 days; then you must set it up to sign in. You are not signed out now.',
    );
  });

  it('is nothing when everyone has it', () => {
    expect(consequenceInWords({ active: 1, missing: 0 }, 7)).toContain('nothing changes');
    expect(requiredInWords({ active: 1, missing: 0 })).toBe('Every active member has it.');
  });
});
