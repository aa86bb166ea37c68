import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { KEY_BYTES, open, seal } from '../../../src/main/keys/sealing.js';

const key = randomBytes(KEY_BYTES);
const text = Buffer.from('a secret of the clinic');
const context = ['member', 'dana', '1'];

describe('a sealed text', () => {
  it('opens with its key and context, and is never sealed the same way twice', () => {
    const sealed = seal(key, text, context);
    expect(open(key, sealed, context)).toEqual(text);
    expect(seal(key, text, context).equals(sealed)).toBe(false);
    expect(sealed.includes(text)).toBe(false);
    expect(open(key, seal(key, Buffer.alloc(0), context), context)).toEqual(Buffer.alloc(0));
  });

  it('does not open when any bit of any byte was changed', () => {
    const sealed = seal(key, text, context);
    for (let at = 0; at < sealed.length; at += 1)
      for (const bit of [0x01, 0x80]) {
        sealed[at] = (sealed[at] ?? 0) ^ bit;
        expect(open(key, sealed, context)).toBeNull();
        sealed[at] = (sealed[at] ?? 0) ^ bit;
      }
    expect(open(key, sealed, context)).toEqual(text);
  });

  it('does not open when it was cut or lengthened', () => {
    const sealed = seal(key, text, context);
    for (let length = 0; length < sealed.length; length += 1)
      expect(open(key, sealed.subarray(0, length), context)).toBeNull();
    expect(open(key, Buffer.concat([sealed, Buffer.alloc(1)]), context)).toBeNull();
  });

  it('does not open with another key or in another place', () => {
    const sealed = seal(key, text, context);
    expect(open(randomBytes(KEY_BYTES), sealed, context)).toBeNull();
    for (const other of [['member', 'sam', '1'], ['member', 'dana', '2'], ['member', 'dana'], []])
      expect(open(key, sealed, other)).toBeNull();
    // The border between two parts of a context counts.
    expect(open(key, sealed, ['member,dana', '1'])).toBeNull();
  });
});

describe('the account key', () => {
  const accountKey = AccountKey.fresh();

  it('opens a record under its own name alone', () => {
    const box = accountKey.seal('member/dana', text);
    expect(accountKey.open('member/dana', box)).toEqual(text);
    expect(accountKey.open('member/sam', box)).toBeNull();
    expect(AccountKey.fresh().open('member/dana', box)).toBeNull();
  });

  it('is wrapped under another key, and only that one and its context give it back', () => {
    const under = randomBytes(KEY_BYTES);
    const wrapped = accountKey.wrap(under, context);
    const again = AccountKey.unwrap(under, wrapped, context);
    expect(again?.open('probe', accountKey.seal('probe', text))).toEqual(text);
    expect(AccountKey.unwrap(randomBytes(KEY_BYTES), wrapped, context)).toBeNull();
    expect(AccountKey.unwrap(under, wrapped, ['member', 'sam', '1'])).toBeNull();
    // A record is not a wrapped key, though both are sealed in the same way.
    expect(AccountKey.unwrap(under, seal(under, Buffer.alloc(32), context), context)).toBeNull();
  });

  it('that was forgotten is overwritten and does nothing any more; a copy survives', () => {
    const bytes = randomBytes(KEY_BYTES);
    const one = new AccountKey(bytes);
    const copy = one.copy();
    one.forget();
    expect(bytes).toEqual(Buffer.alloc(KEY_BYTES));
    for (const use of [
      () => one.seal('probe', text),
      () => one.open('probe', text),
      () => one.wrap(key, context),
      () => one.copy(),
      () => one.fingerprint('a', 'b'),
    ])
      expect(use).toThrow('forgotten');
    expect(copy.open('probe', copy.seal('probe', text))).toEqual(text);
  });

  it('gives fingerprints that tell purposes, texts and accounts apart', () => {
    const prints = [
      accountKey.fingerprint('recovery code', 'a'),
      accountKey.fingerprint('recovery code', 'b'),
      accountKey.fingerprint('another purpose', 'a'),
      AccountKey.fresh().fingerprint('recovery code', 'a'),
    ].map((print) => print.toString('hex'));
    expect(new Set(prints).size).toBe(prints.length);
    expect(accountKey.fingerprint('recovery code', 'a').toString('hex')).toBe(prints[0]);
  });

  it('has 32 bytes', () => {
    expect(() => new AccountKey(Buffer.alloc(31))).toThrow(RangeError);
  });
});
