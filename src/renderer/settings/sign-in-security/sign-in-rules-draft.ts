import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from '../../../shared/policy/sign-in-rules.js';

/** The whole numbers among the rules, in days and in characters. */
export const NUMBERS = {
  graceDays: { least: 0, most: LONGEST_GRACE_DAYS },
  shortestPassword: { least: LEAST_SHORTEST_PASSWORD, most: MOST_SHORTEST_PASSWORD },
} as const;
export type NumberName = keyof typeof NUMBERS;

/** Rules for signing in as they are being edited: their numbers as typed. */
export type SignInRulesDraft = Omit<SignInRules, NumberName> & Readonly<Record<NumberName, string>>;

export function draftSignInRules(rules: SignInRules): SignInRulesDraft {
  return {
    ...rules,
    graceDays: String(rules.graceDays),
    shortestPassword: String(rules.shortestPassword),
  };
}

/** The number that was typed, or `null` while it is no whole one within its limits. */
export function draftedNumber(draft: SignInRulesDraft, name: NumberName): number | null {
  const text = draft[name].trim();
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= NUMBERS[name].least && number <= NUMBERS[name].most ? number : null;
}

/** The rules that the draft stands for, or `null` while one of its numbers is not valid. */
export function draftedSignInRules(draft: SignInRulesDraft): SignInRules | null {
  const graceDays = draftedNumber(draft, 'graceDays');
  const shortestPassword = draftedNumber(draft, 'shortestPassword');
  if (graceDays === null || shortestPassword === null) return null;
  return { ...draft, graceDays, shortestPassword };
}
