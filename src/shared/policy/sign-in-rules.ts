/** The longest time that members can have to set up two-factor authentication, in days. */
export const LONGEST_GRACE_DAYS = 14;

/**
 * The lower bound of `shortestPassword`, in characters: NIST SP 800-63B-4, section 3.1.1.2, for a password
 * with a second factor.
 */
export const LEAST_SHORTEST_PASSWORD = 8;

/** The upper bound of `shortestPassword`, in characters. */
export const MOST_SHORTEST_PASSWORD = 64;

/** The shortest password of a member without two-factor authentication, in characters. */
const SHORTEST_ALONE = 12;

/** The same in the strict profile: NIST SP 800-63B-4, section 3.1.1.2. */
const SHORTEST_ALONE_STRICT = 15;

/** An account's rules for signing in. They are stored sealed, and only main reads them. */
export interface SignInRules {
  readonly requireTwoFactor: boolean;
  /** How long members have to set up two-factor authentication once it is required, 0 to 14 days. */
  readonly graceDays: number;
  /** In characters, 8 to 64. A value under 12 counts only for members with two-factor authentication. */
  readonly shortestPassword: number;
  /** Whether a password without a second factor must have the 15 characters of NIST SP 800-63B-4. */
  readonly strictPasswords: boolean;
}

export const DEFAULT_SIGN_IN_RULES: SignInRules = {
  requireTwoFactor: false,
  graceDays: 7,
  shortestPassword: 12,
  strictPasswords: false,
};

/** Used when the account's own rules are missing, or another program changed them. */
export const STRICTEST_SIGN_IN_RULES: SignInRules = {
  requireTwoFactor: true,
  graceDays: 0,
  shortestPassword: 15,
  strictPasswords: true,
};

/** Whether the new rules let members in with a password alone who needed a second factor before. */
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
