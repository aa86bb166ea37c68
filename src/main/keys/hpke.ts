import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
} from 'node:crypto';
import { openingPrivateKey, openingPublicKey, rawPublicKey } from './key-pairs.js';

/*
 * HPKE in base mode (RFC 9180): seals a text for whoever has the private half of an X25519 key. One
 * suite: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Nothing is negotiated. Each text gets a
 * key of its own, so the sequence number is always 0.
 *
 * A sealed text is: 32 bytes of the sender's one-time public key, ciphertext, 16 bytes of tag.
 */

const KEM = 0x0020;
const KDF = 0x0001;
const AEAD = 0x0002;

const PUBLIC_BYTES = 32;
const SHARED_BYTES = 32;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const NOTHING = Buffer.alloc(0);

function twoBytes(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(number);
  return bytes;
}

const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), twoBytes(KEM)]);
const HPKE_SUITE = Buffer.concat([
  Buffer.from('HPKE'),
  twoBytes(KEM),
  twoBytes(KDF),
  twoBytes(AEAD),
]);

/** RFC 9180, section 4: `LabeledExtract`. */
function extract(suite: Buffer, salt: Buffer, label: string, secret: Buffer): Buffer {
  return createHmac('sha256', salt)
    .update('HPKE-v1')
    .update(suite)
    .update(label)
    .update(secret)
    .digest();
}

/** RFC 9180, section 4: `LabeledExpand`, for at most one block of SHA-256. */
function expand(suite: Buffer, secret: Buffer, label: string, info: Buffer, bytes: number): Buffer {
  return createHmac('sha256', secret)
    .update(twoBytes(bytes))
    .update('HPKE-v1')
    .update(suite)
    .update(label)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, bytes);
}

/** RFC 9180, sections 4.1 and 5.1: the key and the nonce for one text. */
function schedule(
  agreed: Buffer,
  { sender, receiver, info }: { sender: Buffer; receiver: Buffer; info: Buffer },
): { readonly key: Buffer; readonly nonce: Buffer } {
  const proof = extract(KEM_SUITE, NOTHING, 'eae_prk', agreed);
  const parties = Buffer.concat([sender, receiver]);
  const shared = expand(KEM_SUITE, proof, 'shared_secret', parties, SHARED_BYTES);
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(HPKE_SUITE, NOTHING, 'psk_id_hash', NOTHING),
    extract(HPKE_SUITE, NOTHING, 'info_hash', info),
  ]);
  const secret = extract(HPKE_SUITE, shared, 'secret', NOTHING);
  const key = expand(HPKE_SUITE, secret, 'key', context, KEY_BYTES);
  const nonce = expand(HPKE_SUITE, secret, 'base_nonce', context, NONCE_BYTES);
  for (const used of [agreed, proof, shared, secret]) used.fill(0);
  return { key, nonce };
}

/**
 * Seals a text for one receiver.
 * @param receiver the raw public key, 32 bytes
 * @param info what the text is, and whose; {@link openWith} must name the same
 * @throws for a public key that is not one, or is of small order (RFC 9180, section 7.1.4)
 */
export function sealFor(receiver: Buffer, info: Buffer, text: Buffer): Buffer {
  const { privateKey, publicKey } = generateKeyPairSync('x25519');
  const sender = rawPublicKey(publicKey);
  const agreed = diffieHellman({ privateKey, publicKey: openingPublicKey(receiver) });
  const { key, nonce } = schedule(agreed, { sender, receiver, info });
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const encrypted = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
  key.fill(0);
  return Buffer.concat([sender, encrypted]);
}

/**
 * Opens a text that was sealed for this key.
 * @param seed the private key, 32 bytes
 * @returns `null` for another key, other `info`, a single changed bit, or a sender's key of small order
 */
export function openWith(seed: Buffer, info: Buffer, sealed: Buffer): Buffer | null {
  if (sealed.length < PUBLIC_BYTES + TAG_BYTES) return null;
  const sender = sealed.subarray(0, PUBLIC_BYTES);
  const end = sealed.length - TAG_BYTES;
  const { privateKey, publicKey: receiver } = openingPrivateKey(seed);
  let text: Buffer | null = null;
  try {
    // `diffieHellman` throws for a point of small order, as RFC 9180, section 7.1.4, wants it.
    const agreed = diffieHellman({ privateKey, publicKey: openingPublicKey(sender) });
    const { key, nonce } = schedule(agreed, { sender, receiver, info });
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(end));
    text = decipher.update(sealed.subarray(PUBLIC_BYTES, end));
    key.fill(0);
    decipher.final();
    return text;
  } catch {
    // The sender's key is not one, or the tag does not fit.
    text?.fill(0);
    return null;
  }
}
