/** The most days that members can be given to set two-factor authentication up. */
export const LONGEST_GRACE_DAYS = 14;

/**
 * The least that `shortestPassword` can be, in characters: NIST SP 800-63B-4, section 3.1.1.2, for a
 * password that is used beside a second factor.
 */
export const LEAST_SHORTEST_PASSWORD = 8;

/** The most that `shortestPassword` can be, in characters. */
export const MOST_SHORTEST_PASSWORD = 64;

/** The shortest password of a member without two-factor authentication, in characters. */
const SHORTEST_ALONE = 12;

/** The same in the strict profile: NIST SP 800-63B-4, section 3.1.1.2. */
const SHORTEST_ALONE_STRICT = 15;

/** An account's rules for signing in. They are kept sealed, and main alone reads them. */
export interface SignInRules {
  readonly requireTwoFactor: boolean;
  /** How long members have to set it up once it is required, 0 to 14 days. */
  readonly graceDays: number;
  /** In characters, 8 to 64. Under 12 it counts for members with two-factor authentication only. */
  readonly shortestPassword: number;
  /** Whether a password that stands alone must have the 15 characters of NIST SP 800-63B-4. */
  readonly strictPasswords: boolean;
}

export const DEFAULT_SIGN_IN_RULES: SignInRules = {
  requireTwoFactor: false,
  graceDays: 7,
  shortestPassword: 12,
  strictPasswords: false,
};

/** Hold when the account's own rules are gone or were changed by other means than the app. */
export const STRICTEST_SIGN_IN_RULES: SignInRules = {
  requireTwoFactor: true,
  graceDays: 0,
  shortestPassword: 15,
  strictPasswords: true,
};

/** Whether rules let people in with a password alone for whom a second factor was required before. */
export function letsMoreIn(after: SignInRules, before: SignInRules): boolean {
  if (!before.requireTwoFactor) return false;
  return !after.requireTwoFactor || after.graceDays > before.graceDays;
}

/**
 * The shortest new password for one member.
 * @returns characters, 8 to 64
 */
export function shortestPasswordFor(rules: SignInRules, hasTwoFactor: boolean): number {
  if (hasTwoFactor) return rules.shortestPassword;
  return Math.max(
    rules.shortestPassword,
    rules.strictPasswords ? SHORTEST_ALONE_STRICT : SHORTEST_ALONE,
  );
}
