import { hash, verify } from '@node-rs/argon2';
import { normalizePassword } from '../../contract/password-rule.js';

/**
 * Argon2id at 64 MiB, 3 passes, 1 lane: above OWASP's floor of 19 MiB and 2 passes (Password Storage
 * Cheat Sheet). The parameters are stored in each hash, so they can be raised later. (Argon2id is the library's default variant; a test
 * holds it to that.)
 */
const PARAMETERS = {
  memoryCost: 65_536,
  timeCost: 3,
  parallelism: 1,
} as const;

/** Hashes a password, off the main thread, to a PHC string with its own salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), PARAMETERS);
}

/** Whether a password is the one that was hashed. A hash that cannot be read matches nothing. */
export async function verifyPassword(storedHash: string, password: string): Promise<boolean> {
  try {
    return await verify(storedHash, normalizePassword(password));
  } catch {
    return false;
  }
}
