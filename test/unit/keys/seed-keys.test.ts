import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../../src/main/keys/key-pairs.js';
import { RecordKey } from '../../../src/main/keys/record-key.js';
import { KEY_BYTES, open, seal } from '../../../src/main/keys/sealing.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';

const text = Buffer.from('a secret of the clinic');
const info = Buffer.from('a share of dana');
const context = ['member', 'dana', '1'];

function signingKey(keys: SeedKeys): Buffer {
  return Buffer.from(keys.publicKeys.signing, 'base64');
}

function openingKey(keys: SeedKeys): Buffer {
  return Buffer.from(keys.publicKeys.opening, 'base64');
}

describe('the keys of a seed', () => {
  it('are the same for the same seed, and nothing of one tells another', () => {
    const seed = randomBytes(KEY_BYTES);
    const one = new SeedKeys(Buffer.from(seed));
    const same = new SeedKeys(Buffer.from(seed));
    expect(same.publicKeys).toEqual(one.publicKeys);
    expect(same.own.open('note', one.own.seal('note', text))).toEqual(text);
    const all = [one.publicKeys.signing, one.publicKeys.opening, seed.toString('base64')];
    expect(new Set([...all, SeedKeys.fresh().publicKeys.signing]).size).toBe(4);
    // The key of the holder's own records is not the seed itself.
    expect(new RecordKey(seed).open('note', one.own.seal('note', text))).toBeNull();
  });

  it('stay what they are: members could not sign in with other ones', () => {
    // Made by this code. The primitives have their own published vectors.
    const { signing, opening } = new SeedKeys(Buffer.alloc(KEY_BYTES, 7)).publicKeys;
    expect(signing).toBe('7Z6MiB6q7fnIA+LGpfM0IooO+8HsqWrg2dWkw2yiVRM=');
    expect(opening).toBe('tnmeQKSaN0u/p3YnwjpnI4xtmRLb7x+yCSNlK41pnyY=');
    const ofCode = SeedKeys.ofCode('ABCD-EFGH').publicKeys.signing;
    expect(ofCode).toBe('ir6GIq8Q8NMdds6OPvPLmc7Q7sLDWIP5JN7+DeLTtlM=');
  });

  it('sign what anybody can check, and nobody else signs for them', async () => {
    const keys = SeedKeys.fresh();
    const signature = keys.sign(text);
    expect(signature).toHaveLength(64);
    expect(await isSignedBy(signingKey(keys), text, signature)).toBe(true);
    expect(await isSignedBy(signingKey(SeedKeys.fresh()), text, signature)).toBe(false);
    // The opening key is another key.
    expect(await isSignedBy(openingKey(keys), text, signature)).toBe(false);
  });

  it('get shares that they alone open', () => {
    const [dana, sam] = [SeedKeys.fresh(), SeedKeys.fresh()];
    const clinic = RecordKey.fresh();
    const share = clinic.shareFor(openingKey(dana), info);
    const bytes = dana.openSealed(info, share);
    expect(bytes).toHaveLength(KEY_BYTES);
    const again = new RecordKey(bytes ?? Buffer.alloc(0));
    expect(again.open('policy', clinic.seal('policy', text))).toEqual(text);
    expect(sam.openSealed(info, share)).toBeNull();
    expect(dana.openSealed(Buffer.from('a share of sam'), share)).toBeNull();
    const whole = dana.openSealed(info, sam.shareFor(openingKey(dana), info));
    expect(new SeedKeys(whole ?? Buffer.alloc(0)).publicKeys).toEqual(sam.publicKeys);
  });

  it('are wrapped under another key, and only that one and its context give them back', () => {
    const keys = SeedKeys.fresh();
    const under = randomBytes(KEY_BYTES);
    const wrapped = keys.wrap(under, context);
    expect(SeedKeys.unwrap(under, wrapped, context)?.publicKeys).toEqual(keys.publicKeys);
    expect(SeedKeys.unwrap(randomBytes(KEY_BYTES), wrapped, context)).toBeNull();
    expect(SeedKeys.unwrap(under, wrapped, ['member', 'sam', '1'])).toBeNull();
    for (let at = 0; at < wrapped.length; at += 1) {
      const changed = Buffer.from(wrapped);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(SeedKeys.unwrap(under, changed, context)).toBeNull();
    }
    // A record is no wrapped seed, though both are sealed in the same way; nor is a short one.
    expect(SeedKeys.unwrap(under, seal(under, Buffer.alloc(32), context), context)).toBeNull();
    const short = seal(under, Buffer.alloc(31), ['seed', ...context]);
    expect(SeedKeys.unwrap(under, short, context)).toBeNull();
  });

  it('that were forgotten are overwritten and do nothing any more; a copy survives', () => {
    const seed = randomBytes(KEY_BYTES);
    const keys = new SeedKeys(seed);
    const copy = keys.copy();
    const { publicKeys } = keys;
    keys.forget();
    expect(keys.isForgotten).toBe(true);
    expect(seed).toEqual(Buffer.alloc(KEY_BYTES));
    for (const use of [
      () => keys.sign(text),
      () => keys.openSealed(info, text),
      () => keys.wrap(randomBytes(KEY_BYTES), context),
      () => keys.shareFor(openingKey(copy), info),
      () => keys.copy(),
      () => keys.own.seal('note', text),
    ])
      expect(use).toThrow('forgotten');
    expect(copy.publicKeys).toEqual(publicKeys);
    expect(copy.sign(text)).toHaveLength(64);
  });

  it('need a seed of 32 bytes', () => {
    for (const length of [0, 31, 33])
      expect(() => new SeedKeys(Buffer.alloc(length))).toThrow(RangeError);
  });
});

describe('a key for records', () => {
  const key = RecordKey.fresh();

  it('opens a record under its own name alone', () => {
    const box = key.seal('apps', text);
    expect(key.open('apps', box)).toEqual(text);
    expect(key.open('rules', box)).toBeNull();
    expect(RecordKey.fresh().open('apps', box)).toBeNull();
  });

  it('does not open what was sealed under it as something else', () => {
    const bytes = randomBytes(KEY_BYTES);
    const same = new RecordKey(Buffer.from(bytes));
    expect(same.open('apps', seal(bytes, text, ['seed', 'apps']))).toBeNull();
    expect(open(bytes, same.seal('apps', text), ['record', 'apps'])).toEqual(text);
  });

  it('that was forgotten is overwritten and does nothing any more', () => {
    const bytes = randomBytes(KEY_BYTES);
    const one = new RecordKey(bytes);
    one.forget();
    expect(one.isForgotten).toBe(true);
    expect(bytes).toEqual(Buffer.alloc(KEY_BYTES));
    for (const use of [
      () => one.seal('apps', text),
      () => one.open('apps', text),
      () => one.shareFor(openingKey(SeedKeys.fresh()), info),
    ])
      expect(use).toThrow('forgotten');
  });

  it('has 32 bytes', () => {
    for (const length of [0, 31, 33])
      expect(() => new RecordKey(Buffer.alloc(length))).toThrow(RangeError);
  });
});
