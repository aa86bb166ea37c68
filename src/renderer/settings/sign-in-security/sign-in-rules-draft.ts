import {
  LEAST_SHORTEST_PASSWORD,
  LONGEST_GRACE_DAYS,
  MOST_SHORTEST_PASSWORD,
  type SignInRules,
} from '../../../shared/policy/sign-in-rules.js';

/** Rules for signing in as they are being edited: their numbers as typed. */
export interface SignInRulesDraft {
  readonly requireTwoFactor: boolean;
  readonly strictPasswords: boolean;
  readonly graceDays: string;
  readonly shortestPassword: string;
}

/** A whole number within its limits, or `null`. */
function wholeNumber(typed: string, least: number, most: number): number | null {
  const text = typed.trim();
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

export function draftSignInRules(rules: SignInRules): SignInRulesDraft {
  return {
    ...rules,
    graceDays: String(rules.graceDays),
    shortestPassword: String(rules.shortestPassword),
  };
}

/** Whole days, or `null` while what was typed is no number from 0 to 14. */
export function draftedDays({ graceDays }: SignInRulesDraft): number | null {
  return wholeNumber(graceDays, 0, LONGEST_GRACE_DAYS);
}

/** Characters, or `null` while what was typed is no number from 8 to 64. */
export function draftedLength({ shortestPassword }: SignInRulesDraft): number | null {
  return wholeNumber(shortestPassword, LEAST_SHORTEST_PASSWORD, MOST_SHORTEST_PASSWORD);
}

/** The rules that the draft stands for, or `null` while one of its numbers is not valid. */
export function draftedSignInRules(draft: SignInRulesDraft): SignInRules | null {
  const graceDays = draftedDays(draft);
  const shortestPassword = draftedLength(draft);
  if (graceDays === null || shortestPassword === null) return null;
  return { ...draft, graceDays, shortestPassword };
}

export function sameSignInRules(one: SignInRules, other: SignInRules): boolean {
  return (
    one.requireTwoFactor === other.requireTwoFactor &&
    one.graceDays === other.graceDays &&
    one.shortestPassword === other.shortestPassword &&
    one.strictPasswords === other.strictPasswords
  );
}
