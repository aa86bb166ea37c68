import { describe, expect, it } from 'vitest';
import {
  commitmentTo,
  cutText,
  eventHash,
  handOver,
  headText,
  isSealed,
  keyAfter,
  linkAfter,
  sealOf,
  segmentLink,
} from '../../../src/main/keys/trail-seal.js';

/*
 * These values were computed by another program (Python's hashlib and hmac) from the description in
 * trail-seal.ts: files that were exported must be checked by every later version.
 */

const event = {
  ...{ id: 7, at: 1_800_000_000_123, workstation: 'station-1', memberId: 'member-1' },
  ...{ event: 'session.ended', cause: 'idle', measuredMs: 900_012.5, limitSeconds: 900 },
  ...{ latenessMs: 12.5, wipe: 'done', detail: '{"by":"x"}' },
};
const before = Buffer.from(Array.from({ length: 32 }, (_, index) => index));
const key = Buffer.alloc(32, 9);
const hash = 'cd958c83de284a0e913c5faf16b0996dad54926287a83e98e96f7314101aa517';
const link = 'a310d61940bb41c1039aea80ba4d1d5578e597bf03fe81532a2b63dcb49348c3';
const header = {
  ...{ number: 2, after: 10, sealed: 10, administrators: null },
  commitment: Buffer.alloc(32, 3),
};

describe('the proofs of an event are the known ones', () => {
  it.each([
    ['hash', () => eventHash(event), hash],
    ['link', () => linkAfter(before, Buffer.from(hash, 'hex')), link],
    [
      'seal',
      () => sealOf(key, Buffer.from(hash, 'hex'), Buffer.from(link, 'hex')),
      'b0151b166d13fea75bd3a3e2b5c276a2edd9a5706ddc582d813bafcdad2206e7',
    ],
    [
      'next key',
      () => keyAfter(key),
      '842fe0f4cb2c7bc577f379aedd129323da69aad09176cc56f628a3ed8c395530',
    ],
    [
      'commitment',
      () => commitmentTo(key),
      '70ce71b8b8273dff35c41b8c70c89cd79801c5f3af73c135ff50f504f1558075',
    ],
    [
      'beginning of a segment',
      () => segmentLink(before, header),
      'b44b56c1ad423c99abf8ea0fdcf467572dac95ecff0da936a9dcd85f7cec1b20',
    ],
    [
      'handing over',
      () => handOver(key, header),
      'cd4ff5584a18334403b44719db7fea6a323feb99fbe57869e7c78385319a1a23',
    ],
  ])('%s', (_what, made, known) => {
    expect(made().toString('hex')).toBe(known);
  });
});

it('a seal of another length, or none, is no seal', () => {
  const right = { link: Buffer.from(link, 'hex') };
  const seal = sealOf(key, Buffer.from(hash, 'hex'), right.link);
  expect(isSealed(key, Buffer.from(hash, 'hex'), { ...right, seal })).toBe(true);
  for (const wrong of [null, Buffer.alloc(0), seal.subarray(1), Buffer.concat([seal, seal])])
    expect(isSealed(key, Buffer.from(hash, 'hex'), { ...right, seal: wrong })).toBe(false);
  expect(isSealed(key, Buffer.from(hash, 'hex'), { link: null, seal })).toBe(false);
});

it('what is signed at an end is not what is signed under a removal', () => {
  const position = { workstation: 'w', memberId: 'm', at: 1, events: 2, link: before };
  const head = headText(position).toString('latin1');
  const cut = cutText({ ...position, commitment: key }).toString('latin1');
  expect(head).not.toBe(cut);
  expect(cut.startsWith(head)).toBe(false);
  expect(head.startsWith('clinic-workstation trail head 1\0')).toBe(true);
});
