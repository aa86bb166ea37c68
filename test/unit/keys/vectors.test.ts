import { createCipheriv, createHmac } from 'node:crypto';
import { Secret } from 'otpauth';
import { describe, expect, it } from 'vitest';
import { checkTotp } from '../../../src/main/identity/second-factor/totp.js';
import { masterKey, subkey } from '../../../src/main/keys/derivation.js';
import { open } from '../../../src/main/keys/sealing.js';

/* Known answers from the publication of each primitive. */

function hex(text: string): Buffer {
  return Buffer.from(text.replace(/\s/g, ''), 'hex');
}

describe('AES-256-GCM', () => {
  // McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test case 16.
  const key = hex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308');
  const nonce = hex('cafebabefacedbaddecaf888');
  const text = hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  );
  const aad = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const expected = hex(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
  );

  function encrypt(associated: Buffer): { readonly encrypted: Buffer; readonly tag: Buffer } {
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    cipher.setAAD(associated);
    const encrypted = Buffer.concat([cipher.update(text), cipher.final()]);
    return { encrypted, tag: cipher.getAuthTag() };
  }

  it('gives the published result in this runtime', () => {
    const { encrypted, tag } = encrypt(aad);
    expect(encrypted).toEqual(expected);
    expect(tag).toEqual(hex('76fc6ece0f4e1768cddf8853bb2d551b'));
  });

  it('is reversed by `open`, with the nonce, the tag and the context in their places', () => {
    // The context changes only the tag: the vector's ciphertext stays.
    const { encrypted, tag } = encrypt(Buffer.from('[1,"a context"]'));
    expect(encrypted).toEqual(expected);
    const sealed = Buffer.concat([Buffer.from([1]), nonce, encrypted, tag]);
    expect(open(key, sealed, ['a context'])).toEqual(text);
  });
});

describe('HKDF-SHA-256', () => {
  it('gives the first 32 bytes of RFC 5869, test case 3 (no salt, no info)', () => {
    const secret = Buffer.alloc(22, 0x0b);
    expect(subkey(secret, '').toString('hex')).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
    );
  });

  it('gives independent keys for different purposes', () => {
    const secret = Buffer.alloc(32, 7);
    expect(subkey(secret, 'one').equals(subkey(secret, 'two'))).toBe(false);
  });
});

it('HMAC-SHA-256 is RFC 4231, test case 2', () => {
  const digest = createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex');
  expect(digest).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

describe('Argon2id', () => {
  // The reference implementation's own tests (phc-winner-argon2, src/test.c), version 0x13.
  it.each([
    [65_536, '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7'],
    [256, '9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe'],
  ])('gives the reference result at %i KiB, 2 passes, 1 lane', async (memoryKib, expected) => {
    const cost = { memoryKib, passes: 2, lanes: 1 };
    const key = await masterKey(Buffer.from('password'), Buffer.from('somesalt'), cost);
    expect(key.toString('hex')).toBe(expected);
  });
});

describe('TOTP', () => {
  // RFC 6238, appendix B, SHA-1. It has eight digits: six are its last six (RFC 4226, section 5.3).
  const secret = Buffer.from('12345678901234567890');
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s accepts %s, for exactly that step', (seconds, code) => {
    const checked = checkTotp(secret, code, { wallMs: seconds * 1_000, lastStep: -1 });
    expect(checked).toEqual({ ok: true, step: Math.floor(seconds / 30) });
  });
});

it('base 32 is RFC 4648, section 10', () => {
  const pairs = { MY: 'f', MZXQ: 'fo', MZXW6: 'foo', MZXW6YQ: 'foob', MZXW6YTBOI: 'foobar' };
  for (const [encoded, text] of Object.entries(pairs))
    expect(Secret.fromUTF8(text).base32).toBe(encoded);
});
