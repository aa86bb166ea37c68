import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import { NOTHING_REMEMBERED, type Remembered } from '../../../src/main/account/clinic-state.js';
import { type StoredEntry, writeEntry } from '../../../src/main/account/entry.js';
import type { SignedChange } from '../../../src/main/account/changes.js';
import type { Author } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';

/* What the chain makes of a file in which somebody changed something. */

/** How many signatures were checked. */
const checked = vi.hoisted(() => ({ signatures: 0 }));
vi.mock('../../../src/main/keys/key-pairs.js', async (importOriginal) => {
  const real = await importOriginal<typeof import('../../../src/main/keys/key-pairs.js')>();
  return {
    ...real,
    isSignedBy: (...given: Parameters<typeof real.isSignedBy>) => {
      checked.signatures += 1;
      return real.isSignedBy(...given);
    },
  };
});

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const asDana: Author = { memberId: dana.id, keys: keysOf(dana) };
const SOUND = { kind: 'sound' } as const;

let account: MemoryAccount;
beforeEach(() => {
  account = MemoryAccount.of(dana, sam);
  // Entries 3 to 6.
  for (const years of [7, 8, 9, 10]) account.decide({ kind: 'trail.kept', years });
  registerAll();
});

function registerAll(): void {
  account.chain.register({ 'trail.kept': () => undefined, 'account.accepted': () => undefined });
}

/** The app starts on the file as it is now. */
async function start(): Promise<void> {
  account = account.restarted();
  registerAll();
  await account.chain.check();
}

function years(): number | undefined {
  return account.state?.trailYears;
}

function keep(wanted: number): Promise<unknown> {
  return account.chain.commit(asDana, () => ({ change: { kind: 'trail.kept', years: wanted } }));
}

function entryAt(seq: number): StoredEntry {
  const found = account.decisions.entries.find((entry) => entry.seq === seq);
  if (found === undefined) throw new Error(`There is no entry ${seq}.`);
  return found;
}

function replace(seq: number, change: Partial<StoredEntry>): void {
  const { decisions } = account;
  decisions.entries = decisions.entries.map((entry) =>
    entry.seq === seq ? { ...entry, ...change } : entry,
  );
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}

/** An entry of Dana's that Sam wrote and signed: its link is right. */
function forge(seq: number, change: SignedChange): StoredEntry {
  const before = entryAt(seq - 1);
  const by = { as: 'member', id: dana.id, key: asDana.keys.publicKeys.signing } as const;
  const clinic = account.state?.clinic ?? '';
  const body = { clinic, at: 0, by, trail: null, change };
  return writeEntry(body, { seq: seq - 1, link: before.link }, keysOf(sam));
}

describe('a chain as it was written', () => {
  it('is sound, and says what the account is, whatever was in memory', async () => {
    await start();
    expect(account.standing).toEqual(SOUND);
    expect(years()).toBe(10);
    expect(account.foreign).toEqual([]);
  });

  it('has each signature checked once in a run, and those of new entries as they come', async () => {
    checked.signatures = 0;
    await start();
    expect(checked.signatures).toBe(6);
    await account.chain.check();
    await account.chain.confirm(NOTHING_REMEMBERED);
    await keep(11);
    expect(checked.signatures).toBe(6);
    account.decide({ kind: 'trail.kept', years: 12 });
    await account.chain.check();
    expect(checked.signatures).toBe(7);
    expect(years()).toBe(12);
  });

  it('of any length is read to its end', async () => {
    for (let count = 0; count < 90; count += 1)
      account.decide({ kind: 'trail.kept', years: 1 + (count % 9) });
    await start();
    expect(account.state?.seq).toBe(96);
    expect(account.standing).toEqual(SOUND);
  });

  it('is read again when the database failed', async () => {
    account = account.restarted();
    const { decisions } = account;
    const read = decisions.entriesAfter.bind(decisions);
    decisions.entriesAfter = () => {
      throw new Error('the disk does not answer');
    };
    await expect(account.chain.check()).rejects.toThrow('answer');
    decisions.entriesAfter = read;
    await account.chain.check();
    expect(account.standing).toEqual(SOUND);
    expect(years()).toBe(10);
  });
});

describe('an entry that does not belong there', () => {
  /** What is done to the entries, and how many of them still count. */
  const DAMAGES: Readonly<Record<string, readonly [() => void, number]>> = {
    'a body that was changed': [
      () => replace(4, { body: flipped(entryAt(4).body, 40) }),
      3,
    ],
    'a signature that was changed': [
      () => replace(5, { signature: flipped(entryAt(5).signature, 63) }),
      4,
    ],
    'a link that was changed': [() => replace(3, { link: flipped(entryAt(3).link, 0) }), 2],
    'two that changed places': [
      () => {
        const [four, five] = [entryAt(4), entryAt(5)];
        replace(4, { ...five, seq: 4 });
        replace(5, { ...four, seq: 5 });
      },
      3,
    ],
    'one that was taken out': [
      () => {
        const { decisions } = account;
        decisions.entries = decisions.entries.filter(({ seq }) => seq !== 4);
      },
      3,
    ],
    'one that was taken out, with the others moved up': [
      () => {
        const { decisions } = account;
        decisions.entries = decisions.entries
          .filter(({ seq }) => seq !== 4)
          .map((entry) => (entry.seq > 4 ? { ...entry, seq: entry.seq - 1 } : entry));
      },
      3,
    ],
    'one that is there twice': [
      () => account.decisions.entries.push({ ...entryAt(6), seq: 7 }),
      6,
    ],
    'one after a gap': [() => account.decisions.entries.push({ ...entryAt(6), seq: 9 }), 6],
    'one before the first': [
      () => account.decisions.entries.unshift({ ...entryAt(1), seq: 0 }),
      6,
    ],
    'a decision that its author may not make': [
      () => {
        const by = { as: 'member', id: sam.id, key: keysOf(sam).publicKeys.signing } as const;
        const change = { kind: 'trail.kept', years: 1 } as const;
        const body = { clinic: account.state?.clinic ?? '', at: 0, by, trail: null, change };
        account.decisions.entries.push(writeEntry(body, entryAt(6), keysOf(sam)));
      },
      6,
    ],
    'a decision in another’s name': [
      () => account.decisions.entries.push(forge(7, { kind: 'trail.kept', years: 1 })),
      6,
    ],
    'a decision in another’s name in the place of a real one': [
      () => replace(6, forge(6, { kind: 'trail.kept', years: 1 })),
      5,
    ],
  };

  it.each(Object.entries(DAMAGES))('%s: the chain ends before it, and it is told', async (...row) => {
    const [, [damage, left]] = row;
    damage();
    await start();
    expect(account.standing).toEqual({ kind: 'broken', at: left + 1 });
    expect(account.state?.seq).toBe(left);
    expect(years()).toBe([6, 6, 6, 7, 8, 9, 10][left]);
    expect(account.foreign).toContain('chain');
    expect(account.chain.head.seq).toBe(left);
  });

  it.each(Object.entries(DAMAGES))('%s: also while the app runs', async (...row) => {
    const [, [damage, left]] = row;
    await start();
    damage();
    account.decisions.touched = true;
    expect(await account.chain.confirm(NOTHING_REMEMBERED)).toBe(false);
    expect(account.standing).toEqual({ kind: 'broken', at: left + 1 });
    expect(account.state?.seq).toBe(left);
    expect(account.foreign).toContain('chain');
  });

  it.each([33, 64, 65, 90])('is found wherever it is in a long chain: %i', async (seq) => {
    for (let count = 0; count < 90; count += 1)
      account.decide({ kind: 'trail.kept', years: 1 + (count % 9) });
    replace(seq, forge(seq, { kind: 'trail.kept', years: 99 }));
    await start();
    expect(account.standing).toEqual({ kind: 'broken', at: seq });
    expect(account.state?.seq).toBe(seq - 1);
  });

  it('at the very start leaves no clinic to found anew, and nothing to decide', async () => {
    replace(1, { body: flipped(entryAt(1).body, 40) });
    await start();
    expect(account.standing).toEqual({ kind: 'broken', at: 1 });
    expect(account.clinicName()).toBe('Rivertown Clinic');
    await expect(keep(11)).rejects.toThrow('in question');
  });

  it('and a file without a single entry is no new clinic either, while the app runs', async () => {
    await start();
    account.decisions.entries = [];
    account.decisions.touched = true;
    await account.chain.check();
    expect(account.standing).toEqual({ kind: 'broken', at: 1 });
    expect(account.clinicName()).toBe('Rivertown Clinic');
  });
});

describe('entries that were cut off at the end', () => {
  it('are missed by the app that runs', async () => {
    await start();
    account.decisions.entries.pop();
    account.decisions.touched = true;
    await account.chain.check();
    expect(account.standing).toEqual({ kind: 'older', remembered: 6 });
    expect(years()).toBe(9);
    expect(account.foreign).toContain('chain');
    // It does not become right by being looked at again.
    account.decisions.touched = true;
    await account.chain.check();
    expect(account.standing).toEqual({ kind: 'older', remembered: 6 });
  });

  it('and replaced by others are missed too', async () => {
    await start();
    const other = account.restarted();
    other.decisions.entries.pop();
    await other.chain.check();
    other.decide({ kind: 'trail.kept', years: 50 });
    await account.chain.check();
    expect(account.standing).toEqual({ kind: 'older', remembered: 6 });
  });
});

describe('the copy of the state', () => {
  it('that was changed is told and written anew: the chain holds', async () => {
    const { state: right } = account.decisions;
    account.decisions.state = (right ?? '').replace('"trailYears":10', '"trailYears":99');
    const before = account.restarted();
    expect(before.state?.trailYears).toBe(99);
    await start();
    expect(years()).toBe(10);
    expect(account.foreign).toEqual(['state']);
    expect(account.standing).toEqual(SOUND);
    expect(account.decisions.state).toBe(right);
  });

  it.each([
    ['is missing', null],
    ['has the form of another version', '{"form":0,"state":{}}'],
    ['cannot be read', '{'],
  ])('that %s is written anew, and nobody is alarmed', async (_what, state) => {
    const { state: right } = account.decisions;
    account.decisions.state = state;
    await start();
    expect(account.foreign).toEqual([]);
    expect(account.decisions.state).toBe(right);
  });

  it('that is older than the chain is told as well', async () => {
    const restore = account.decisions.state;
    account.decide({ kind: 'trail.kept', years: 11 });
    account.decisions.state = restore;
    await start();
    expect(account.foreign).toEqual(['state']);
    expect(years()).toBe(11);
  });
});

it.each([
  ['is missing', (hash: string) => account.decisions.boxes.delete(hash)],
  ['was changed', (hash: string) => account.decisions.boxes.set(hash, Buffer.from('other'))],
])('a box that %s is told, and read as none', async (_what, damage) => {
  const hash = account.state?.shares.box ?? '';
  expect(account.box(hash)).not.toBeNull();
  damage(hash);
  await start();
  expect(account.foreign).toEqual(['box']);
  expect(account.standing).toEqual(SOUND);
  expect(account.box(hash)).toBeNull();
});

describe('what somebody remembers', () => {
  const at = (seq: number, accepted = 0): Remembered => ({ ...entryAt(seq), accepted });
  const elsewhere = (seq: number): Remembered => ({ seq, link: Buffer.alloc(32, 7), accepted: 0 });

  it.each([0, 1, 4, 6])('is in the chain: number %i', async (seq) => {
    await start();
    const from = seq === 0 ? NOTHING_REMEMBERED : at(seq);
    expect(await account.chain.confirm(from)).toBe(true);
    expect(account.chain.compare(from)).toEqual(SOUND);
  });

  it.each([3, 6, 7, 40])('is not in the chain: number %i of another one', async (seq) => {
    await start();
    expect(await account.chain.confirm(elsewhere(seq))).toBe(false);
    expect(account.standing).toEqual({ kind: 'older', remembered: seq });
    await start();
    expect(account.chain.compare(elsewhere(seq))).toEqual({ kind: 'older', remembered: seq });
    // The state is what the chain says all the same.
    expect(years()).toBe(10);
  });

  it('is nothing at all for the computer: then it is not known whether this is the account', async () => {
    await start();
    expect(account.chain.compare(null)).toEqual({ kind: 'unknown' });
  });

  it('is asked for only while nothing else is in question', async () => {
    await start();
    account.chain.compare(elsewhere(40));
    expect(account.chain.compare(null)).toEqual({ kind: 'older', remembered: 40 });
    expect(await account.chain.confirm(elsewhere(50))).toBe(false);
    expect(account.standing).toEqual({ kind: 'older', remembered: 40 });
  });

  it('is forgiven once an administrator went on, by everybody who remembered it before', async () => {
    await start();
    account.chain.compare(elsewhere(40));
    await acceptance(elsewhere(40)).accept(asDana);
    expect(account.standing).toEqual(SOUND);
    expect(account.state?.accepted).toEqual({ seq: 7, remembered: 40 });
    await start();
    for (const seq of [3, 8, 40, 41])
      expect(await account.chain.confirm(elsewhere(seq))).toBe(true);
    // But not by whoever remembers more than that decision.
    expect(await account.chain.confirm({ ...elsewhere(50), accepted: 7 })).toBe(false);
  });

  it('from before a second restored backup is forgiven too', async () => {
    await start();
    const restore = account.decisions.snapshot();
    for (const more of [11, 12, 13]) await keep(more);
    account.chain.compare(elsewhere(40));
    await acceptance(elsewhere(40)).accept(asDana);
    const remembered = account.chain.head;
    expect(remembered).toMatchObject({ seq: 10, accepted: 10 });
    restore();
    await start();
    expect(await acceptance(remembered).recall()).toBe(false);
    await acceptance(remembered).accept(asDana);
    // A member who was signed in last before that backup was restored.
    expect(await account.chain.confirm(remembered)).toBe(true);
  });
});

function acceptance(remembered: Remembered | null): Acceptance {
  const memory = { read: () => Promise.resolve(remembered) };
  return new Acceptance({ account, chain: account.chain, memory });
}

describe('an account in question', () => {
  const QUESTIONS: Readonly<Record<string, () => Promise<void>>> = {
    older: async () => {
      await start();
      account.chain.compare({ seq: 40, link: Buffer.alloc(32), accepted: 0 });
    },
    unknown: async () => {
      await start();
      account.chain.compare(null);
    },
    broken: async () => {
      replace(5, { signature: Buffer.alloc(64) });
      await start();
    },
  };

  it.each(Object.entries(QUESTIONS))('(%s) decides nothing but to go on with it', async (...row) => {
    const [kind, happens] = row;
    await happens();
    expect(account.standing.kind).toBe(kind);
    const before = [...account.decisions.entries];
    await expect(keep(11)).rejects.toThrow('in question');
    // Whatever changes nothing is no decision.
    expect(await account.chain.commit(asDana, () => ({ ok: true }))).toEqual({ ok: true });
    const asSam = { memberId: sam.id, keys: keysOf(sam) };
    await expect(acceptance(null).accept(asSam)).rejects.toThrow('notAllowed');
    expect(account.decisions.entries).toEqual(before);
    expect(account.standing.kind).toBe(kind);
    const told: number[] = [];
    account.chain.onDecided(({ seq }) => told.push(seq));
    await acceptance(null).accept(asDana);
    expect(account.standing).toEqual(SOUND);
    expect(told).toEqual([account.state?.seq]);
    expect(await keep(11)).toEqual({ ok: true });
    await start();
    expect([account.standing, years()]).toEqual([SOUND, 11]);
  });

  it('that is broken has its tail set aside when an administrator goes on', async () => {
    await QUESTIONS['broken']?.();
    const tail = [entryAt(5), entryAt(6)];
    expect(account.decisions.aside).toEqual([]);
    await acceptance(null).accept(asDana);
    expect(account.decisions.aside).toEqual(tail);
    expect(account.decisions.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(account.state?.accepted).toEqual({ seq: 5, remembered: null });
    expect(years()).toBe(8);
  });

  it('keeps its tail when going on cannot be stored', async () => {
    await QUESTIONS['broken']?.();
    const before = [...account.decisions.entries];
    account.writable = false;
    await expect(acceptance(null).accept(asDana)).rejects.toThrow('made to fail');
    account.writable = true;
    expect(account.decisions.entries).toEqual(before);
    expect(account.decisions.aside).toEqual([]);
    expect(account.standing).toEqual({ kind: 'broken', at: 5 });
  });
});

describe('this computer’s memory', () => {
  it('is asked for only when the chain itself is sound', async () => {
    replace(5, { signature: Buffer.alloc(64) });
    await start();
    const read = vi.fn(() => Promise.resolve(null));
    const desk = new Acceptance({ account, chain: account.chain, memory: { read } });
    expect(await desk.recall()).toBe(false);
    expect(read).not.toHaveBeenCalled();
  });

  it('that cannot be read is an error of the keychain, and puts nothing in question', async () => {
    await start();
    const read = () => Promise.reject(new Error('the keychain is silent'));
    const desk = new Acceptance({ account, chain: account.chain, memory: { read } });
    await expect(desk.recall()).rejects.toThrow('silent');
    expect(account.standing).toEqual(SOUND);
  });

  it('is compared also before anybody read the chain', async () => {
    account = account.restarted();
    const far = { seq: 40, link: Buffer.alloc(32), accepted: 0 };
    expect(await acceptance(far).recall()).toBe(false);
  });
});
