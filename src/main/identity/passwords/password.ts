import { normalizePassword } from '../../../shared/people/password-rule.js';
import { verify } from '../../keys/argon2.js';

/** A password's bytes, in the form in which it is derived; the caller overwrites them after use. */
export function passwordBytes(password: string): Buffer {
  return Buffer.from(normalizePassword(password), 'utf8');
}

/**
 * Whether a password is the one of a hash from before there were keys. A hash that cannot be read
 * matches nothing.
 */
export async function matchesLegacyHash(hash: string, password: string): Promise<boolean> {
  try {
    return await verify(hash, normalizePassword(password));
  } catch {
    return false;
  }
}
