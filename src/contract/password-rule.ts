/** The shortest password, in characters (NIST SP 800-63B-4 asks for at least 8 beside a second factor, 15 alone). */
export const SHORTEST_PASSWORD = 12;

/** The longest password that is accepted, in characters. */
export const LONGEST_PASSWORD = 128;

/**
 * The form in which a password is counted and hashed, so that the same characters typed on two
 * keyboards are the same password (NIST SP 800-63B-4, section 3.1.1.2).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Why a new password is refused, in words, or `null` when it may be used. Characters are counted as
 * Unicode code points.
 */
export function passwordProblem(password: string): string | null {
  const length = Array.from(normalizePassword(password)).length;
  if (length < SHORTEST_PASSWORD) return `Use at least ${SHORTEST_PASSWORD} characters.`;
  if (length > LONGEST_PASSWORD) return `Use at most ${LONGEST_PASSWORD} characters.`;
  return null;
}
