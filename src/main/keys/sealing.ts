import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/*
 * The one authenticated encryption of the app: AES-256-GCM (NIST SP 800-38D) with a fresh random
 * nonce of 96 bits. A sealed text is
 *
 *   1 byte format · 12 bytes nonce · ciphertext · 16 bytes tag
 *
 * and is bound to its context: the format and what the caller names (owner, purpose, version) are
 * authenticated with it, so that it does not open in another place.
 */

/** Length of every key, in bytes. */
export const KEY_BYTES = 32;

const FORMAT = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES;

function associatedData(context: readonly string[]): Buffer {
  // JSON, so that no two contexts give the same bytes.
  return Buffer.from(JSON.stringify([FORMAT, ...context]));
}

/**
 * @param key {@link KEY_BYTES} long
 * @param context purpose and owner of the sealed text; {@link open} must name the same
 */
export function seal(key: Buffer, text: Buffer, context: readonly string[]): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(context));
  const encrypted = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([Buffer.from([FORMAT]), nonce, encrypted, cipher.getAuthTag()]);
}

/** @returns `null` for another key, another context, or a single changed bit */
export function open(key: Buffer, sealed: Buffer, context: readonly string[]): Buffer | null {
  if (sealed.length < HEADER_BYTES + TAG_BYTES || sealed[0] !== FORMAT) return null;
  const nonce = sealed.subarray(1, HEADER_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(context));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  const text = decipher.update(sealed.subarray(HEADER_BYTES, sealed.length - TAG_BYTES));
  try {
    decipher.final();
    return text;
  } catch {
    text.fill(0);
    return null;
  }
}
