import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Length of a session key and of each of its halves, in bytes. */
export const SESSION_KEY_BYTES = 32;

/** The two halves of a session key and the proof that they belong together. */
export interface SplitKey {
  readonly keychainHalf: Buffer;
  readonly databaseHalf: Buffer;
  readonly check: Buffer;
}

/**
 * A fresh session key, split so that neither half tells anything about it: each is random by itself
 * (a one-time pad of the other). Staff share the OS sign-in, and with it the keychain, so the
 * keychain's half must be worthless alone.
 * @param sessionId what the proof is bound to
 */
export function splitFreshKey(sessionId: string): SplitKey {
  const keychainHalf = randomBytes(SESSION_KEY_BYTES);
  const databaseHalf = randomBytes(SESSION_KEY_BYTES);
  const key = joinHalves(keychainHalf, databaseHalf);
  const check = keyCheck(key, sessionId);
  key.fill(0);
  return { keychainHalf, databaseHalf, check };
}

/** @throws when a half has the wrong length */
export function joinHalves(keychainHalf: Buffer, databaseHalf: Buffer): Buffer {
  if (keychainHalf.length !== SESSION_KEY_BYTES || databaseHalf.length !== SESSION_KEY_BYTES)
    throw new RangeError('A half of a session key must be 32 bytes.');
  const key = Buffer.alloc(SESSION_KEY_BYTES);
  for (let i = 0; i < SESSION_KEY_BYTES; i += 1)
    key[i] = (keychainHalf[i] ?? 0) ^ (databaseHalf[i] ?? 0);
  return key;
}

/** HMAC-SHA-256 of the session's id under its key (RFC 2104): proves the key, tells nothing of it. */
function keyCheck(key: Buffer, sessionId: string): Buffer {
  return createHmac('sha256', key).update(`clinic-workstation session ${sessionId}`).digest();
}

/** Whether two halves give the key that the proof was made with. */
export function halvesMatch(
  keychainHalf: Buffer,
  databaseHalf: Buffer,
  check: Buffer,
  sessionId: string,
): boolean {
  if (keychainHalf.length !== SESSION_KEY_BYTES || databaseHalf.length !== SESSION_KEY_BYTES)
    return false;
  const key = joinHalves(keychainHalf, databaseHalf);
  const expected = keyCheck(key, sessionId);
  key.fill(0);
  return expected.length === check.length && timingSafeEqual(expected, check);
}
