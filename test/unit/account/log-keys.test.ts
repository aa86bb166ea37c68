import { describe, expect, it } from 'vitest';
import { LogKeys, nextLogKey, openLogKey } from '../../../src/main/account/log-keys.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { sealFor } from '../../../src/main/keys/hpke.js';
import type { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { seedNamed } from '../../support/fakes/clinic-chain.js';
import { deskOf, LOG } from '../../support/fakes/chain-computers.js';

/* The keys under which everything is sealed that the clinic's server keeps. */

const decision = { body: Buffer.from('{"change":1}'), signature: Buffer.alloc(64, 7) };
const box = Buffer.from('a credential');

function keysOf(...bytes: readonly number[]): LogKeys {
  return new LogKeys(new Map(bytes.map((byte, index) => [index + 1, Buffer.alloc(32, byte)])));
}

describe('keys of a log', () => {
  it('open what was sealed under them: a decision, and a box', () => {
    const keys = LogKeys.fresh();
    expect(keys.openRow(keys.sealRow(decision))).toEqual(decision);
    expect(keys.openBox(keys.sealBox(box))).toEqual(box);
    expect(keys.openBox(keys.sealBox(Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
    // Twice the same is not the same: the server does not see what repeats.
    expect(keys.sealBox(box)).not.toEqual(keys.sealBox(box));
  });

  it('tell the number of the key, which the newest is for what is sealed', () => {
    const keys = keysOf(1);
    const before = keys.sealRow(decision);
    keys.add(2, Buffer.alloc(32, 2));
    const after = keys.sealRow(decision);
    expect([before.readUInt32BE(), after.readUInt32BE(), keys.epoch]).toEqual([1, 2, 2]);
    for (const row of [before, after]) expect(keys.openRow(row)).toEqual(decision);
    // Whoever did not get the new key opens nothing from then on.
    expect(keysOf(1).openRow(before)).toEqual(decision);
    expect(keysOf(1).openRow(after)).toBeNull();
  });

  it('open nothing of others, nothing changed, and no row as a box', () => {
    const keys = keysOf(1, 2);
    const row = keys.sealRow(decision);
    for (let at = 0; at < row.length; at += 1) {
      const other = Buffer.from(row);
      other[at] = (other[at] ?? 0) ^ 1;
      expect(keys.openRow(other), String(at)).toBeNull();
    }
    expect(keysOf(1, 3).openRow(row)).toBeNull();
    expect(keys.openBox(row)).toBeNull();
    expect(keys.openRow(keys.sealBox(box))).toBeNull();
    for (const length of [0, 3, 4, 5, 20])
      expect([keys.openRow(row.subarray(0, length)), keys.openBox(Buffer.alloc(length))]).toEqual([
        null,
        null,
      ]);
  });

  it('open no row that holds something else than a decision', () => {
    const keys = keysOf(1);
    // The same key in two uses: what a program with the key may have sealed.
    for (const text of ['', 'no JSON', '[]', '{}', '{"body":"","signature":7}'])
      expect(keys.openRow(keys.sealBox(Buffer.from(text)))).toBeNull();
  });

  it('give names that say nothing, stay the same with newer keys, and differ for each thing', () => {
    const keys = keysOf(1);
    const hash = hashOf(box);
    const names = (): readonly Buffer[] => [
      keys.boxName(hash),
      keys.boxName(hashOf(Buffer.from('another'))),
      keys.markName('step', hash),
      keys.markName('tries', hash),
      keys.markName('tries', 'dana@clinic.example'),
      keys.markName('box', hash),
    ];
    const before = names();
    keys.add(2, Buffer.alloc(32, 2));
    expect(names()).toEqual(before);
    expect(new Set(before.map((name) => name.subarray(0, 16).toString('hex'))).size).toBe(6);
    expect(before.map(({ length }) => length)).toEqual([32, 32, 16, 16, 16, 16]);
    expect(before[0]).not.toEqual(Buffer.from(hash, 'base64'));
    expect(keysOf(3).boxName(hash)).not.toEqual(before[0]);
  });

  it('are handed out as copies, and overwritten when they are forgotten', () => {
    const kept = Buffer.alloc(32, 1);
    const keys = new LogKeys(new Map([[1, kept]]));
    const copy = keys.export();
    const row = keys.sealRow(decision);
    keys.forget();
    expect(kept).toEqual(Buffer.alloc(32));
    expect(copy.get(1)).toEqual(Buffer.alloc(32, 1));
    expect(keys.openRow(row)).toBeNull();
    expect(new LogKeys(copy).openRow(row)).toEqual(decision);
  });

  it('have 32 bytes each, and begin with the first', () => {
    expect(() => new LogKeys(new Map())).toThrow(RangeError);
    expect(() => new LogKeys(new Map([[2, Buffer.alloc(32)]]))).toThrow(RangeError);
    expect(() => new LogKeys(new Map([[1, Buffer.alloc(31)]]))).toThrow(RangeError);
    expect(() => keysOf(1).add(2, Buffer.alloc(33))).toThrow(RangeError);
  });
});

interface Holder {
  readonly id: string;
  readonly keys: SeedKeys;
}

describe('the next key of a log', () => {
  const [one, two, invited, stranger] = [1, 2, 3, 4].map((desk) => ({
    id: deskOf(desk),
    keys: seedNamed(deskOf(desk)),
  })) as [Holder, Holder, Holder, Holder];
  const facts = (
    holder: Holder,
  ): { name: string; at: number; signing: string; opening: string } => ({
    ...holder.keys.publicKeys,
    ...{ name: 'Lab', at: 0 },
  });
  const shared = {
    log: LOG,
    keys: { epoch: 1, box: '' },
    workstations: { [one.id]: facts(one), [two.id]: facts(two) },
    invited: { [invited.id]: { ...facts(invited), until: 0 } },
  };
  const next = nextLogKey(shared);
  const after = { log: LOG, keys: next.keys };

  it('reaches each computer and each open code, and nobody else', () => {
    expect(next.keys).toEqual({ epoch: 2, box: hashOf(next.box) });
    for (const holder of [one, two, invited])
      expect(openLogKey(after, next.box, holder)).toEqual(next.key);
    expect(openLogKey(after, next.box, stranger)).toBeNull();
    // Not under the name of somebody who has one, and not the share of somebody else.
    expect(openLogKey(after, next.box, { ...stranger, id: one.id })).toBeNull();
    expect(openLogKey(after, next.box, { ...one, id: two.id })).toBeNull();
  });

  it('is of one log and has one number', () => {
    expect(openLogKey({ ...after, log: deskOf(9) }, next.box, one)).toBeNull();
    const keys = { ...next.keys, epoch: 3 };
    expect(openLogKey({ ...after, keys }, next.box, one)).toBeNull();
  });

  it('is not in a box that was changed, is missing, or holds something else', () => {
    const text = next.box.toString('utf8');
    for (const other of ['', '{}', '[]', '7', text.replace(/":"./, '":"!'), text.slice(0, -1)])
      expect(openLogKey(after, Buffer.from(other), one)).toBeNull();
    expect(openLogKey(after, null, one)).toBeNull();
    const info = Buffer.from(JSON.stringify(['clinic-workstation log key', LOG, 2, one.id]));
    const opening = Buffer.from(one.keys.publicKeys.opening, 'base64');
    for (const length of [32, 31]) {
      const share = sealFor(opening, info, Buffer.alloc(length)).toString('base64');
      const made = openLogKey(after, Buffer.from(JSON.stringify({ [one.id]: share })), one);
      expect(made?.length ?? null).toBe(length === 32 ? 32 : null);
    }
  });

  it('is another one each time', () => {
    expect(nextLogKey(shared).key).not.toEqual(next.key);
  });
});
