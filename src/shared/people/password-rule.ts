import { say } from '../words/say.js';

/** The longest password that is accepted, in characters. */
export const LONGEST_PASSWORD = 128;

/**
 * The form in which a password is counted, rated and hashed, so that the same characters typed on
 * two keyboards are the same password (NIST SP 800-63B-4, section 3.1.1.2).
 */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Why the length of a new password is refused, in words, or `null` when it is right. Characters are
 * counted as Unicode code points.
 * @param shortest characters, as `shortestPasswordFor` says for the member
 */
export function passwordProblem(password: string, shortest: number): string | null {
  const length = Array.from(normalizePassword(password)).length;
  if (length < shortest) return say('Use at least {shortest} characters.', { shortest });
  if (length > LONGEST_PASSWORD)
    return say('Use at most {longest} characters.', { longest: LONGEST_PASSWORD });
  return null;
}
