import { hkdfSync } from 'node:crypto';
import { hashRaw } from './argon2.js';
import { KEY_BYTES } from './sealing.js';

/** What one derivation costs, for the app and for a guesser (RFC 9106, section 3.1). */
export interface Argon2Cost {
  /** In KiB. */
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** Length of a password's salt, in bytes (RFC 9106, section 3.1, recommends 16). */
export const SALT_BYTES = 16;

/**
 * Argon2id (RFC 9106) of a password, in a worker thread of the library.
 * @param salt {@link SALT_BYTES} long at least
 * @returns the master key, {@link KEY_BYTES} long
 */
export function masterKey(password: Buffer, salt: Buffer, cost: Argon2Cost): Promise<Buffer> {
  // Argon2id is the library's default variant; a test checks this with a published vector.
  return hashRaw(password, {
    salt,
    memoryCost: cost.memoryKib,
    timeCost: cost.passes,
    parallelism: cost.lanes,
    outputLen: KEY_BYTES,
  });
}

/**
 * One of several keys from the same secret: HKDF-SHA-256 (RFC 5869) without a salt, because the secret
 * is uniformly random or comes from Argon2id, which is salted.
 * @param purpose different purposes give independent keys
 */
export function subkey(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), purpose, KEY_BYTES));
}
