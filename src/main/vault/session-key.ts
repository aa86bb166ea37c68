import { randomBytes } from 'node:crypto';
import { KEY_BYTES } from '../keys/sealing.js';

/** A session key and its two halves. */
export interface SplitKey {
  readonly key: Buffer;
  readonly keychainHalf: Buffer;
  readonly databaseHalf: Buffer;
}

/**
 * A fresh session key, split so that neither half alone tells anything about it: each half is random (a
 * one-time pad of the other). Staff share the OS log-in, and with it the keychain, so the keychain's
 * half must be worthless alone.
 */
export function splitFreshKey(): SplitKey {
  const keychainHalf = randomBytes(KEY_BYTES);
  const databaseHalf = randomBytes(KEY_BYTES);
  return { key: joinHalves(keychainHalf, databaseHalf), keychainHalf, databaseHalf };
}

/** @throws when a half has the wrong length */
export function joinHalves(keychainHalf: Buffer, databaseHalf: Buffer): Buffer {
  if (keychainHalf.length !== KEY_BYTES || databaseHalf.length !== KEY_BYTES)
    throw new RangeError('A half of a session key must be 32 bytes.');
  const key = Buffer.alloc(KEY_BYTES);
  for (let i = 0; i < KEY_BYTES; i += 1) key[i] = (keychainHalf[i] ?? 0) ^ (databaseHalf[i] ?? 0);
  return key;
}
