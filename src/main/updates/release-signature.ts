import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/*
 * We sign releases: packages for Linux carry no signature of their own, and signatures of the other
 * systems say who made a file, but not which file is the newest. We sign the file that names a
 * release's version, files and checksums, so the signature covers each byte that is installed.
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
 * @param signature the text of the `.sig` file: base 64
 */
export function isSignedRelease(metadata: Buffer, signature: string, key: KeyObject): boolean {
  const text = signature.trim();
  const bytes = Buffer.from(text, 'base64');
  // Node ignores characters that are not base 64; accept only the exact form of a signature.
  if (bytes.length !== SIGNATURE_BYTES || bytes.toString('base64') !== text) return false;
  return verify(null, metadata, key, bytes);
}
