import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/*
 * Releases are signed by us: packages for Linux carry no signature of their own, and those of the
 * other systems say who made a file, but not which file is the newest. What is signed is the file
 * that names a release's version, files and checksums, so each byte that is installed is covered.
 */

/** Ed25519 signatures have this many bytes. */
const SIGNATURE_BYTES = 64;

/**
 * @param text the DER form of an Ed25519 public key (SPKI) in base 64
 * @returns `null` when it is something else
 */
export function readReleaseKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({
      key: Buffer.from(text, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}

/**
 * @param metadata exactly as it was served
 * @param signature what stands in the `.sig` file: base 64
 */
export function isSignedRelease(metadata: Buffer, signature: string, key: KeyObject): boolean {
  const text = signature.trim();
  const bytes = Buffer.from(text, 'base64');
  // Node reads over what is no base 64; only the one way to write a signature is taken.
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64') !== text) return false;
  return verify(null, metadata, key, bytes);
}
