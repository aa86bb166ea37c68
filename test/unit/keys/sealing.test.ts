import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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
