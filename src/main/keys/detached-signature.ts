import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { isSigningKey, rawPublicKey } from './key-pairs.js';

/*
 * Signatures that stand beside what they sign, as texts: of releases, and of policies at an address.
 */

/** Ed25519 signatures have this many bytes. */
const SIGNATURE_BYTES = 64;

/**
 * @param text the DER form of an Ed25519 public key (SPKI) in base 64
 * @returns `null` when it is something else, or a key under which anybody can sign
 */
export function readSigningKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({
      key: Buffer.from(text, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return key.asymmetricKeyType === 'ed25519' && isSigningKey(rawPublicKey(key)) ? key : null;
  } catch {
    return null;
  }
}

/** @returns the public half of a key, as {@link readSigningKey} reads it */
export function publicText(key: KeyObject): string {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64');
}

/**
 * @param message exactly as it was signed
 * @param signature base 64, as it was served
 */
export function isSigned(message: Buffer, signature: string, key: KeyObject): boolean {
  const text = signature.trim();
  const bytes = Buffer.from(text, 'base64');
  // Node ignores characters that are not base 64; accept only the exact form of a signature.
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64') !== text) return false;
  return verify(null, message, key, bytes);
}
