import { diffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  isOpeningKey,
  isSignedBy,
  isSigningKey,
  openingPrivateKey,
  openingPublicKey,
  signingPublicKey,
  signWith,
} from '../../../src/main/keys/key-pairs.js';

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/** The order of Ed25519's group (RFC 8032, section 5.1). */
const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

function littleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

function asBytes(number: bigint): Buffer {
  return hex(number.toString(16).padStart(64, '0')).reverse();
}

/** The points of order 1, 2, 4 and 8, and what is written above the prime and means one of them. */
const SMALL_ED25519 = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
];

const SMALL_X25519 = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
];

/** The same coordinate with the highest bit set. */
function withSign(point: Buffer): Buffer {
  const signed = Buffer.from(point);
  signed[31] = (signed[31] ?? 0) | 0x80;
  return signed;
}

describe('Ed25519', () => {
  // RFC 8032, section 7.1: tests 1, 2, 3 and SHA(abc).
  const VECTORS = [
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
    [
      '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
      'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
    ],
  ] as const;

  it.each(VECTORS)('gives the published key and signature of %s', async (...vector) => {
    const [seed, key, message, signature] = vector.map(hex) as [Buffer, Buffer, Buffer, Buffer];
    expect(signingPublicKey(seed)).toEqual(key);
    expect(signWith(seed, message)).toEqual(signature);
    expect(await isSignedBy(key, message, signature)).toBe(true);
  });

  const [seed, key, message, signature] = VECTORS[2].map(hex) as [Buffer, Buffer, Buffer, Buffer];

  it('takes no signature with a changed bit, of another message or under another key', async () => {
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const changed = Buffer.from(signature);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await isSignedBy(key, message, changed)).toBe(false);
    }
    expect(await isSignedBy(key, hex('af83'), signature)).toBe(false);
    expect(await isSignedBy(hex(VECTORS[0][1]), message, signature)).toBe(false);
  });

  it('takes a signature in one form alone: its number must be below the order', async () => {
    const higher = asBytes(littleEndian(signature.subarray(32)) + ORDER);
    const twin = Buffer.concat([signature.subarray(0, 32), higher]);
    expect(await isSignedBy(key, message, twin)).toBe(false);
  });

  it('takes neither a key nor a signature of another length', async () => {
    const more = Buffer.alloc(1);
    for (const wrong of [signature.subarray(1), Buffer.concat([signature, more]), Buffer.alloc(0)])
      expect(await isSignedBy(key, message, wrong)).toBe(false);
    for (const wrong of [key.subarray(1), Buffer.concat([key, more]), Buffer.alloc(0)]) {
      expect(await isSignedBy(wrong, message, signature)).toBe(false);
      expect(isSigningKey(wrong)).toBe(false);
    }
  });

  it('takes no key under which anybody can sign', async () => {
    // Under the neutral point this is a signature of every message.
    const forged = Buffer.concat([hex(`01${'00'.repeat(31)}`), Buffer.alloc(32)]);
    for (const point of SMALL_ED25519.flatMap((text) => [hex(text), withSign(hex(text))])) {
      expect(isSigningKey(point)).toBe(false);
      for (let turn = 0; turn < 32; turn += 1)
        expect(await isSignedBy(point, Buffer.from([turn]), forged)).toBe(false);
    }
    expect(isSigningKey(key)).toBe(true);
  });

  it('needs a seed of 32 bytes', () => {
    for (const wrong of [seed.subarray(1), Buffer.alloc(33), Buffer.alloc(0)])
      expect(() => signingPublicKey(wrong)).toThrow(RangeError);
  });
});

describe('X25519', () => {
  const alice = {
    seed: hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a'),
    key: hex('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a'),
  };
  const bob = {
    seed: hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb'),
    key: hex('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f'),
  };

  function agree(seed: Buffer, point: Buffer): Buffer {
    const { privateKey } = openingPrivateKey(seed);
    return diffieHellman({ privateKey, publicKey: openingPublicKey(point) });
  }

  it('gives the secret of RFC 7748, section 6.1, on both sides', () => {
    expect(openingPrivateKey(alice.seed).publicKey).toEqual(alice.key);
    expect(openingPrivateKey(bob.seed).publicKey).toEqual(bob.key);
    const agreed = hex('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742');
    expect(agree(alice.seed, bob.key)).toEqual(agreed);
    expect(agree(bob.seed, alice.key)).toEqual(agreed);
  });

  it.each([
    // RFC 7748, section 5.2.
    [
      'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
      'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552',
    ],
    [
      '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
      'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957',
    ],
  ])('multiplies as the vector of %s says', (scalar, point, product) => {
    expect(agree(hex(scalar), hex(point))).toEqual(hex(product));
  });

  it('agrees on nothing with a point of small order, and takes none for a key', () => {
    for (const text of SMALL_X25519) {
      expect(() => agree(alice.seed, hex(text))).toThrow();
      expect(isOpeningKey(hex(text))).toBe(false);
    }
  });

  it('takes a key in one form alone', () => {
    const { key } = bob;
    expect(isOpeningKey(key)).toBe(true);
    expect(isOpeningKey(withSign(key))).toBe(false);
    // 9 + 2^255 - 19: the base point, written above the prime.
    expect(isOpeningKey(hex(`f6${'ff'.repeat(30)}7f`))).toBe(false);
    for (const wrong of [key.subarray(1), Buffer.concat([key, Buffer.alloc(1)])]) {
      expect(isOpeningKey(wrong)).toBe(false);
      expect(() => openingPublicKey(wrong)).toThrow(RangeError);
    }
  });
});
