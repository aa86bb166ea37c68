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

const SEED_BYTES = 32;
const PUBLIC_BYTES = 32;

/** 2^255 - 19, in hexadecimal, highest byte first: coordinates are counted modulo this. */
const PRIME = `7f${'ff'.repeat(30)}ed`;

/** 0, 1 and -1. */
const SMALL_ON_BOTH = ['00'.repeat(32), `01${'00'.repeat(31)}`, `ec${'ff'.repeat(30)}7f`];

/**
 * Points of small order, as keys are written: nobody keeps a secret that belongs to them. Under such an
 * Ed25519 key anybody signs anything; with such an X25519 key every secret is zero (RFC 7748, section 6.1).
 */
const SMALL_ORDER = {
  ed25519: new Set([
    ...SMALL_ON_BOTH,
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  ]),
  x25519: new Set([
    ...SMALL_ON_BOTH,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  ]),
} as const;

type Curve = keyof typeof PKCS8;

/** Whether the point is written in the one way in which it should be, and is not of small order. */
function isGoodPoint(curve: Curve, coordinate: Buffer): boolean {
  const highestFirst = Buffer.from(coordinate).reverse().toString('hex');
  return highestFirst < PRIME && !SMALL_ORDER[curve].has(coordinate.toString('hex'));
}

/** Whether raw bytes can be somebody's Ed25519 key, and not one under which anybody can sign. */
export function isSigningKey(raw: Buffer): boolean {
  if (raw.length !== PUBLIC_BYTES) return false;
  const coordinate = Buffer.from(raw);
  // The highest bit is the sign of the other coordinate.
  coordinate[PUBLIC_BYTES - 1] = (raw[PUBLIC_BYTES - 1] ?? 0) & 0x7f;
  return isGoodPoint('ed25519', coordinate);
}

/** Whether raw bytes can be somebody's X25519 key, and not one for which nothing can be sealed. */
export function isOpeningKey(raw: Buffer): boolean {
  return raw.length === PUBLIC_BYTES && isGoodPoint('x25519', raw);
}

function privateKeyOf(curve: Curve, seed: Buffer): KeyObject {
  if (seed.length !== SEED_BYTES) throw new RangeError('A seed has 32 bytes.');
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
 * @returns settles with `false` also for a key or a signature of the wrong form, and for a key of small order
 */
export function isSignedBy(
  publicKey: Buffer,
  message: Buffer,
  signature: Buffer,
): Promise<boolean> {
  return new Promise((settle) => {
    try {
      const key = signingKeyOf(publicKey);
      verify(null, message, key, signature, (error, good) => settle(error === null && good));
    } catch {
      settle(false);
    }
  });
}

/** node makes a key from bytes as slowly as it checks a signature, and a chain of decisions has few authors. */
const recentKeys = new Map<string, KeyObject>();
const MOST_RECENT_KEYS = 100;

/** @throws when nobody can have this key */
function signingKeyOf(raw: Buffer): KeyObject {
  const name = raw.toString('base64');
  const recent = recentKeys.get(name);
  if (recent !== undefined) return recent;
  if (!isSigningKey(raw)) throw new RangeError('Nobody can have this key.');
  const key = publicKeyOf('ed25519', raw);
  if (recentKeys.size === MOST_RECENT_KEYS) recentKeys.clear();
  recentKeys.set(name, key);
  return key;
}
