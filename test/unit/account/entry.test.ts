import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignedChange } from '../../../src/main/account/changes.js';
import {
  type Entry,
  type EntryAuthor,
  type EntryBody,
  isSigned,
  LONGEST_BODY,
  type Position,
  readEntry,
  START,
  type StoredEntry,
  writeEntry,
} from '../../../src/main/account/entry.js';
import type { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import {
  FOUNDED,
  FOUNDER,
  hashNamed,
  memberBy,
  oneOfEach,
  PRACTITIONER,
  sampleClinic,
  seedNamed,
} from '../../support/fakes/clinic-chain.js';

const founder = memberBy(FOUNDER);
const keys = seedNamed(FOUNDER);
const clinic = keys.publicKeys.signing;
const TRAIL: EntryBody['trail'] = [7, hashNamed('the trail')];
const RESET: SignedChange = { kind: 'twoFactor.reset', memberId: PRACTITIONER };

function written(
  change: SignedChange,
  at: Position = START,
  by: EntryAuthor = founder,
  signer: SeedKeys = keys,
): Entry {
  return writeEntry({ clinic, at: 1_000, by, trail: TRAIL, change }, at, signer);
}

function stored({ seq, body, signature, link }: Entry): StoredEntry {
  return { seq, body, signature, link };
}

/** An entry whose link fits, with any body. */
function linked(
  body: string | Buffer,
  before: Position = START,
  signature: Buffer = Buffer.alloc(64),
): StoredEntry {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const hash = createHash('sha256').update(before.link).update(bytes).update(signature);
  return { seq: before.seq + 1, body: bytes, signature, link: hash.digest() };
}

const first = written(FOUNDED);
const second = written(RESET, first);
const text = second.body.toString('utf8');

/** The body of the second entry, with something else in it. */
function withOther(other: Record<string, unknown>): StoredEntry {
  const body = JSON.parse(text) as Record<string, unknown>;
  return linked(JSON.stringify({ ...body, ...other }), first);
}

describe('an entry', () => {
  const all = [FOUNDED, ...Object.values(oneOfEach(sampleClinic(), founder))];

  it.each(all.map((change) => [change.kind, change] as const))(
    'is read as it was written, and its signature is good: %s',
    async (_kind, change) => {
      const entry = written(change, first);
      const read = readEntry(stored(entry), first);
      expect(read).toEqual(entry);
      expect(read).toMatchObject({ seq: 2, change, by: founder, clinic, trail: TRAIL, at: 1_000 });
      expect(await isSigned(entry)).toBe(true);
    },
  );

  it('that nobody could read again is not written', () => {
    const name = 'x'.repeat(201);
    expect(() => written({ ...FOUNDED, clinicName: name })).toThrow('cannot be read');
    const invited = oneOfEach(sampleClinic(), founder)['member.invited'];
    for (const wallMs of [Number.NaN, Number.POSITIVE_INFINITY, -1, 8.64e15 + 1])
      expect(() => written({ ...invited, madeAt: { wallMs, bootMs: 1 } })).toThrow();
    const records = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, index) => [`icon ${index}`, hashNamed('icon')]),
    );
    expect(() => written({ kind: 'apps.changed', records })).toThrow('cannot be read');
  });
});

describe('a changed entry', () => {
  it('does not come right after the one before: each bit of body, signature and link', async () => {
    for (const part of ['body', 'signature', 'link'] as const)
      for (let bit = 0; bit < second[part].length * 8; bit += 1) {
        const bytes = Buffer.from(second[part]);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(readEntry({ ...stored(second), [part]: bytes }, first)).toBeNull();
      }
    expect(readEntry(stored(second), first)).not.toBeNull();
    expect(await isSigned(second)).toBe(true);
  });

  it('has a wrong signature when its link was computed anew', async () => {
    let readable = 0;
    for (const [part, length] of [
      ['body', second.body.length],
      ['signature', 64],
    ] as const)
      for (let at = 0; at < length; at += 1) {
        const bytes = { body: Buffer.from(second.body), signature: Buffer.from(second.signature) };
        bytes[part][at] = (bytes[part][at] ?? 0) ^ 1;
        const read = readEntry(linked(bytes.body, first, bytes.signature), first);
        if (read === null) continue;
        readable += 1;
        expect(await isSigned(read)).toBe(false);
      }
    // The whole signature, and what of the body is still JSON of a decision.
    expect(readable).toBeGreaterThan(64 + 100);
  });

  it('has a wrong signature when somebody else signed it', async () => {
    const forged = written(RESET, first, founder, seedNamed(PRACTITIONER));
    expect(readEntry(stored(forged), first)).not.toBeNull();
    expect(await isSigned(forged)).toBe(false);
  });

  it('is not what was signed for another purpose', async () => {
    const signature = keys.sign(second.body);
    const read = readEntry(linked(text, first, signature), first);
    expect(read).not.toBeNull();
    if (read !== null) expect(await isSigned(read)).toBe(false);
  });

  it('has no signature of another length: body and signature have one border', () => {
    const whole = Buffer.concat([second.body, second.signature]);
    for (const cut of [second.body.length - 1, second.body.length + 1]) {
      const parts = { body: whole.subarray(0, cut), signature: whole.subarray(cut) };
      expect(readEntry({ ...stored(second), ...parts }, first)).toBeNull();
    }
    for (const signature of [Buffer.alloc(0), Buffer.alloc(63), Buffer.alloc(65)])
      expect(readEntry(linked(text, first, signature), first)).toBeNull();
  });
});

describe('a chain', () => {
  const third = written({ kind: 'trail.kept', years: 8 }, second);
  const fourth = written({ kind: 'trail.kept', years: 9 }, third);
  const chain = [first, second, third, fourth].map(stored);

  /** How many entries from the beginning can be read. */
  function readable(entries: readonly StoredEntry[]): number {
    let at: Position = START;
    for (const entry of entries) {
      const read = readEntry(entry, at);
      if (read === null) break;
      at = read;
    }
    return at.seq;
  }

  it('is read to its end', () => {
    expect(readable(chain)).toBe(4);
  });

  it('ends where entries were swapped, dropped or doubled, with their numbers or new ones', () => {
    const [one, two, three, four] = chain as [StoredEntry, StoredEntry, StoredEntry, StoredEntry];
    const cases = [
      { entries: [one, three, two, four], until: 1 },
      { entries: [one, three, four], until: 1 },
      { entries: [one, two, two, three, four], until: 2 },
      { entries: [two, three, four], until: 0 },
      { entries: [one, one, two], until: 1 },
    ];
    for (const { entries, until } of cases) {
      expect(readable(entries)).toBe(until);
      const numbered = entries.map((entry, index) => ({ ...entry, seq: index + 1 }));
      expect(readable(numbered)).toBe(until);
      // Links that were computed anew do not help either: the body names the one before.
      let at: Position = START;
      const relinked = numbered.map(({ body, signature }) => {
        const entry = linked(body, at, signature);
        at = entry;
        return entry;
      });
      expect(readable(relinked)).toBe(until);
    }
  });

  it('takes no entry of another chain', () => {
    const other = written({ ...FOUNDED, clinicName: 'Southside Clinic' });
    expect(readable([stored(first), stored(written(RESET, other))])).toBe(1);
    expect(readable([stored(other), ...chain.slice(1)])).toBe(1);
  });
});

describe('a body', () => {
  it('is written in one way: the same JSON with other spaces, order, numbers or letters is none', () => {
    expect(readEntry(linked(text, first), first)).not.toBeNull();
    const { v, ...others } = JSON.parse(text) as Record<string, unknown>;
    for (const other of [
      ` ${text}`,
      `${text}\n`,
      `\uFEFF${text}`,
      text.replace('"at":1000', '"at": 1000'),
      text.replace('"at":1000', '"at":1e3'),
      text.replace('"at":1000', '"at":1000.0'),
      text.replace('"kind"', String.raw`"\u006bind"`),
      text.replace('{"v":1', '{"v":1,"v":1'),
      text.replace('{"v":1', '{"__proto__":{},"v":1'),
    ]) {
      expect(other).not.toBe(text);
      expect(readEntry(linked(other, first), first)).toBeNull();
    }
    expect(v).toBe(1);
    expect(readEntry(linked(JSON.stringify(others), first), first)).toBeNull();
  });

  it('is UTF-8', () => {
    const good = written({ ...FOUNDED, clinicName: 'Süd' }).body;
    const broken = Buffer.from(good.toString('latin1').replace('Ã¼', 'ü'), 'latin1');
    expect(readEntry(linked(good), START)).not.toBeNull();
    expect(readEntry(linked(broken), START)).toBeNull();
  });

  it('has a longest length', () => {
    const policy = { ...(FOUNDED.policy as object), note: '' };
    const more = LONGEST_BODY - written({ kind: 'policy.set', policy }).body.length;
    const longest = { ...policy, note: 'x'.repeat(more) };
    expect(written({ kind: 'policy.set', policy: longest }).body).toHaveLength(LONGEST_BODY);
    const longer = { ...policy, note: 'x'.repeat(more + 1) };
    expect(() => written({ kind: 'policy.set', policy: longer })).toThrow('cannot be read');
  });

  it('is none when it is anything else', () => {
    const nested = '['.repeat(30_000);
    for (const other of ['', 'not JSON', '{}', 'null', '[]', '7', '{"v":1}', nested])
      expect(readEntry(linked(other), START)).toBeNull();
  });

  it('has every field, none more, and each in its form', () => {
    const good = JSON.parse(text) as Record<string, unknown>;
    for (const name of Object.keys(good))
      expect(readEntry(withOther({ [name]: undefined }), first)).toBeNull();
    const key = founder.key;
    for (const other of [
      { v: 2 },
      { more: 1 },
      { at: 1.5 },
      { at: -1 },
      { at: 8.64e15 + 2 },
      { at: '1000' },
      { trail: [7] },
      { trail: [-1, hashNamed('a')] },
      { trail: [7, 'A'.repeat(92)] },
      { trail: [7, 'AB=='] },
      { clinic: key.replace('=', '') },
      { clinic: Buffer.alloc(31).toString('base64') },
      { clinic: Buffer.alloc(33).toString('base64') },
      { by: { ...founder, as: 'administrator' } },
      { by: { ...founder, more: 1 } },
      { by: { ...founder, id: 'dana' } },
      { by: { ...founder, id: FOUNDER.replace('4', 'A').toUpperCase() } },
      // The last letter before "=" carries two bits that 32 bytes do not use.
      { by: { ...founder, key: key.replace(/[AEIMQUYcgkosw048]=$/, 'B=') } },
      { change: { ...RESET, more: 1 } },
      { change: { ...RESET, kind: 'x'.repeat(201) } },
      { change: { kind: 'moon.landed', mayPass: 'yes' } },
      { on: 'reception' },
      { change: { kind: 'trail.kept', years: 1.5 } },
      { change: { kind: 'recoveryCode.used', index: 100 } },
      { change: { kind: 'apps.changed', records: { '': null } } },
      { change: { kind: 'apps.changed', records: { apps: 'short' } } },
    ])
      expect(readEntry(withOther(other), first), JSON.stringify(other)).toBeNull();
  });

  it('names no key under which anybody signs, or for which nothing can be sealed', () => {
    const made = oneOfEach(sampleClinic(), founder)['emergencyKit.made'];
    const weak = Buffer.concat([Buffer.from([1]), Buffer.alloc(31)]).toString('base64');
    const change = (code: object): StoredEntry => withOther({ change: { ...made, code } });
    expect(readEntry(change(made.code), first)).not.toBeNull();
    expect(readEntry(change({ ...made.code, signing: weak }), first)).toBeNull();
    expect(readEntry(change({ ...made.code, opening: weak }), first)).toBeNull();
  });

  it('is never taken, and never breaks the reader, when it is any JSON', () => {
    fc.assert(
      fc.property(fc.json(), fc.jsonValue(), (any, change) => {
        expect(readEntry(linked(any, first), first)).toBeNull();
        expect(readEntry(withOther({ change }), first)).toBeNull();
      }),
    );
  });
});
