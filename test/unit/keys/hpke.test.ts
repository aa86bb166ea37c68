import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openWith, sealFor } from '../../../src/main/keys/hpke.js';
import { openingPrivateKey } from '../../../src/main/keys/key-pairs.js';

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}

/*
 * The vector of RFC 9180 for our suite: mode 0, KEM 0x0020, KDF 0x0001, AEAD 0x0002. The RFC's appendix
 * prints other suites; this one is in the file of its authors to which the appendix refers
 * (cfrg/draft-irtf-cfrg-hpke, commit 5f503c5, test-vectors.json).
 */
const VECTOR = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  skRm: hex('497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d'),
  pkRm: hex('430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c'),
  enc: hex('6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256'),
  key: hex('f50b0609186798729ed0564b36ef2ef8044f1f9d05636874d1f46c819c7a669f'),
  baseNonce: hex('151d9929e2449747889bc923'),
  aad: hex('436f756e742d30'),
  pt: hex('4265617574792069732074727574682c20747275746820626561757479'),
  ct: hex(
    'e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a',
  ),
};

/** What the vector's key and nonce make of its text. */
function encrypted(aad: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', VECTOR.key, VECTOR.baseNonce);
  cipher.setAAD(aad);
  return Buffer.concat([cipher.update(VECTOR.pt), cipher.final(), cipher.getAuthTag()]);
}

describe('RFC 9180', () => {
  const { info, skRm, pkRm, enc, pt, ct, aad } = VECTOR;
  // The vector has associated data, which we never have: that changes its tag and nothing else.
  const sealed = Buffer.concat([enc, encrypted(Buffer.alloc(0))]);

  it('is met: the published key and nonce are those with which we open', () => {
    expect(encrypted(aad)).toEqual(ct);
    expect(sealed.subarray(32, -16)).toEqual(ct.subarray(0, -16));
    expect(openingPrivateKey(skRm).publicKey).toEqual(pkRm);
    expect(openWith(skRm, info, sealed)).toEqual(pt);
  });

  it('is met by what we seal: it opens with the published private key', () => {
    expect(openWith(skRm, info, sealFor(pkRm, info, pt))).toEqual(pt);
  });

  it('and nothing opens with associated data, which we do not have', () => {
    expect(openWith(skRm, info, Buffer.concat([enc, ct]))).toBeNull();
  });
});

describe('what is sealed for a key', () => {
  const seed = randomBytes(32);
  const { publicKey } = openingPrivateKey(seed);
  const info = Buffer.from('a share of dana');
  const text = randomBytes(32);

  it('opens with its seed and info, whatever they and the text are', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        (anyInfo, anyText) => {
          const sealed = sealFor(publicKey, Buffer.from(anyInfo), Buffer.from(anyText));
          expect(openWith(seed, Buffer.from(anyInfo), sealed)).toEqual(Buffer.from(anyText));
          expect(sealed).toHaveLength(32 + anyText.length + 16);
        },
      ),
    );
  });

  it('is never the same twice', () => {
    expect(sealFor(publicKey, info, text)).not.toEqual(sealFor(publicKey, info, text));
  });

  it('does not open with another seed or other info', () => {
    const sealed = sealFor(publicKey, info, text);
    expect(openWith(randomBytes(32), info, sealed)).toBeNull();
    for (const other of ['', 'a share of dan', 'a share of dana ', 'a share of sam'])
      expect(openWith(seed, Buffer.from(other), sealed)).toBeNull();
  });

  it('does not open when any bit was changed', () => {
    const sealed = sealFor(publicKey, info, text);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(openWith(seed, info, changed)).toBeNull();
    }
    expect(openWith(seed, info, sealed)).toEqual(text);
  });

  it('does not open when it was cut or lengthened', () => {
    const sealed = sealFor(publicKey, info, text);
    for (let length = 0; length < sealed.length; length += 1)
      expect(openWith(seed, info, sealed.subarray(0, length))).toBeNull();
    expect(openWith(seed, info, Buffer.concat([sealed, Buffer.alloc(1)]))).toBeNull();
  });

  it.each([
    ['zero', '00'.repeat(32)],
    ['one', `01${'00'.repeat(31)}`],
    ['order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
    ['order 8', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
    ['-1', `ec${'ff'.repeat(30)}7f`],
  ])('is neither made for nor taken from a point of small order: %s', (_which, point) => {
    expect(() => sealFor(hex(point), info, text)).toThrow();
    const sealed = sealFor(publicKey, info, text);
    hex(point).copy(sealed);
    expect(openWith(seed, info, sealed)).toBeNull();
  });

  it('needs keys of 32 bytes', () => {
    for (const length of [0, 31, 33]) {
      expect(() => sealFor(Buffer.alloc(length, 9), info, text)).toThrow(RangeError);
      expect(() => openWith(Buffer.alloc(length, 9), info, sealFor(publicKey, info, text))).toThrow(
        RangeError,
      );
    }
  });
});
