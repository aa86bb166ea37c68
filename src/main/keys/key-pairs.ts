import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/*
 * Key pairs from seeds of 32 bytes, with node's own Ed25519 (RFC 8032) and X25519 (RFC 7748). node takes
 * raw keys only inside of the structures of RFC 8410; these are their fixed first bytes.
 */

const PKCS8 = {
  ed25519: Buffer.from('302e020100300506032b657004220420', 'hex'),
  x25519: Buffer.from('302e020100300506032b656e04220420', 'hex'),
} as const;
const SPKI = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  x25519: Buffer.from('302a300506032b656e032100', 'hex'),
} as const;

const PUBLIC_BYTES = 32;

type Curve = keyof typeof PKCS8;

function privateKeyOf(curve: Curve, seed: Buffer): KeyObject {
  const key = Buffer.concat([PKCS8[curve], seed]);
  try {
    return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  } finally {
    key.fill(0);
  }
}

function publicKeyOf(curve: Curve, raw: Buffer): KeyObject {
  if (raw.length !== PUBLIC_BYTES) throw new RangeError('A public key has 32 bytes.');
  return createPublicKey({ key: Buffer.concat([SPKI[curve], raw]), format: 'der', type: 'spki' });
}

/** @returns 32 bytes */
export function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC_BYTES);
}

/** The X25519 key of a seed, with its raw public half. */
export function openingPrivateKey(seed: Buffer): {
  readonly privateKey: KeyObject;
  readonly publicKey: Buffer;
} {
  const privateKey = privateKeyOf('x25519', seed);
  return { privateKey, publicKey: rawPublicKey(createPublicKey(privateKey)) };
}

/** @throws when `raw` does not have 32 bytes */
export function openingPublicKey(raw: Buffer): KeyObject {
  return publicKeyOf('x25519', raw);
}

/** The raw public half of a seed's Ed25519 key, 32 bytes. */
export function signingPublicKey(seed: Buffer): Buffer {
  return rawPublicKey(createPublicKey(privateKeyOf('ed25519', seed)));
}

/** @returns 64 bytes */
export function signWith(seed: Buffer, message: Buffer): Buffer {
  return sign(null, message, privateKeyOf('ed25519', seed));
}

/**
 * Checks a signature in another thread, so that main stays free.
 * @param publicKey raw, 32 bytes
 * @returns settles with `false` also for a key or a signature of the wrong form
 */
export function isSignedBy(
  publicKey: Buffer,
  message: Buffer,
  signature: Buffer,
): Promise<boolean> {
  return new Promise((settle) => {
    try {
      const key = publicKeyOf('ed25519', publicKey);
      verify(null, message, key, signature, (error, good) => settle(error === null && good));
    } catch {
      settle(false);
    }
  });
}
