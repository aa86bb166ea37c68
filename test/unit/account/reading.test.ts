import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NOTHING_REMEMBERED } from '../../../src/main/account/clinic-state.js';
import { ChangedFile, flipped } from './changed-file.js';

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

const SOUND = { kind: 'sound' } as const;

let file: ChangedFile;
beforeEach(() => {
  file = new ChangedFile();
});

describe('a chain as it was written', () => {
  it('is sound, and says what the account is, whatever was in memory', async () => {
    await file.start();
    expect(file.account.standing).toEqual(SOUND);
    expect(file.years).toBe(10);
    expect(file.account.foreign).toEqual([]);
  });

  it('has each signature checked once in a run, and those of new entries as they come', async () => {
    checked.signatures = 0;
    await file.start();
    expect(checked.signatures).toBe(6);
    await file.account.chain.check();
    await file.account.chain.confirm(NOTHING_REMEMBERED);
    await file.keep(11);
    expect(checked.signatures).toBe(6);
    file.account.decide({ kind: 'trail.kept', years: 12 });
    await file.account.chain.check();
    expect(checked.signatures).toBe(7);
    expect(file.years).toBe(12);
  });

  it('of any length is read to its end', async () => {
    file.lengthen(90);
    await file.start();
    expect(file.account.state?.seq).toBe(96);
    expect(file.account.standing).toEqual(SOUND);
  });

  it('is read again when the database failed', async () => {
    file.open();
    const { decisions } = file.account;
    const read = decisions.entriesAfter.bind(decisions);
    decisions.entriesAfter = () => {
      throw new Error('the disk does not answer');
    };
    await expect(file.account.chain.check()).rejects.toThrow('answer');
    decisions.entriesAfter = read;
    await file.account.chain.check();
    expect(file.account.standing).toEqual(SOUND);
    expect(file.years).toBe(10);
  });
});

describe('an entry that does not belong there', () => {
  /** What is done to the entries, and how many of them still count. */
  const DAMAGES: Readonly<Record<string, readonly [() => void, number]>> = {
    'a body that was changed': [
      () => file.replace(4, { body: flipped(file.entryAt(4).body, 40) }),
      3,
    ],
    'a signature that was changed': [
      () => file.replace(5, { signature: flipped(file.entryAt(5).signature, 63) }),
      4,
    ],
    'a link that was changed': [
      () => file.replace(3, { link: flipped(file.entryAt(3).link, 0) }),
      2,
    ],
    'two that changed places': [
      () => {
        const [four, five] = [file.entryAt(4), file.entryAt(5)];
        file.replace(4, { ...five, seq: 4 });
        file.replace(5, { ...four, seq: 5 });
      },
      3,
    ],
    'one that was taken out': [
      () => {
        const { decisions } = file.account;
        decisions.entries = decisions.entries.filter(({ seq }) => seq !== 4);
      },
      3,
    ],
    'one that was taken out, with the others moved up': [
      () => {
        const { decisions } = file.account;
        decisions.entries = decisions.entries
          .filter(({ seq }) => seq !== 4)
          .map((entry) => (entry.seq > 4 ? { ...entry, seq: entry.seq - 1 } : entry));
      },
      3,
    ],
    'one that is there twice': [
      () => file.account.decisions.entries.push({ ...file.entryAt(6), seq: 7 }),
      6,
    ],
    'one after a gap': [
      () => file.account.decisions.entries.push({ ...file.entryAt(6), seq: 9 }),
      6,
    ],
    'one before the first': [
      () => file.account.decisions.entries.unshift({ ...file.entryAt(1), seq: 0 }),
      6,
    ],
    'a decision that its author may not make': [
      () => {
        const change = { kind: 'trail.kept', years: 1 } as const;
        file.account.decisions.entries.push(file.forged(7, change, file.asSam));
      },
      6,
    ],
    'a decision in another’s name': [
      () => file.account.decisions.entries.push(file.forged(7, { kind: 'trail.kept', years: 1 })),
      6,
    ],
    'a decision in another’s name in the place of a real one': [
      () => file.replace(6, file.forged(6, { kind: 'trail.kept', years: 1 })),
      5,
    ],
  };

  it.each(Object.entries(DAMAGES))(
    '%s: the chain ends before it, and it is told',
    async (...row) => {
      const [, [damage, left]] = row;
      damage();
      await file.start();
      expect(file.account.standing).toEqual({ kind: 'broken', at: left + 1 });
      expect(file.account.state?.seq).toBe(left);
      expect(file.years).toBe([6, 6, 6, 7, 8, 9, 10][left]);
      expect(file.account.foreign).toContain('chain');
      expect(file.account.chain.head.seq).toBe(left);
    },
  );

  it.each(Object.entries(DAMAGES))('%s: also while the app runs', async (...row) => {
    const [, [damage, left]] = row;
    await file.start();
    damage();
    file.account.decisions.touched = true;
    expect(await file.account.chain.confirm(NOTHING_REMEMBERED)).toBe(false);
    expect(file.account.standing).toEqual({ kind: 'broken', at: left + 1 });
    expect(file.account.state?.seq).toBe(left);
    expect(file.account.foreign).toContain('chain');
  });

  it.each([33, 64, 65, 90])('is found wherever it is in a long chain: %i', async (seq) => {
    file.lengthen(90);
    file.replace(seq, file.forged(seq, { kind: 'trail.kept', years: 99 }));
    await file.start();
    expect(file.account.standing).toEqual({ kind: 'broken', at: seq });
    expect(file.account.state?.seq).toBe(seq - 1);
  });

  it('at the very start leaves no clinic to found anew, and nothing to decide', async () => {
    file.replace(1, { body: flipped(file.entryAt(1).body, 40) });
    await file.start();
    expect(file.account.standing).toEqual({ kind: 'broken', at: 1 });
    expect(file.account.clinicName()).toBe('Rivertown Clinic');
    await expect(file.keep(11)).rejects.toThrow('in question');
  });

  it('and a file without a single entry is no new clinic either, while the app runs', async () => {
    await file.start();
    file.account.decisions.entries = [];
    file.account.decisions.touched = true;
    await file.account.chain.check();
    expect(file.account.standing).toEqual({ kind: 'broken', at: 1 });
    expect(file.account.clinicName()).toBe('Rivertown Clinic');
  });
});

describe('entries that were cut off at the end', () => {
  it('are missed by the app that runs', async () => {
    await file.start();
    file.account.decisions.entries.pop();
    file.account.decisions.touched = true;
    await file.account.chain.check();
    expect(file.account.standing).toEqual({ kind: 'older', remembered: 6 });
    expect(file.years).toBe(9);
    expect(file.account.foreign).toContain('chain');
    // It does not become right by being looked at again.
    file.account.decisions.touched = true;
    await file.account.chain.check();
    expect(file.account.standing).toEqual({ kind: 'older', remembered: 6 });
  });

  it('and replaced by others are missed too', async () => {
    await file.start();
    const other = file.account.restarted();
    other.decisions.entries.pop();
    await other.chain.check();
    other.decide({ kind: 'trail.kept', years: 50 });
    await file.account.chain.check();
    expect(file.account.standing).toEqual({ kind: 'older', remembered: 6 });
  });
});

describe('the copy of the state', () => {
  it('that was changed is told and written anew: the chain holds', async () => {
    const { state: right } = file.account.decisions;
    file.account.decisions.state = (right ?? '').replace('"trailYears":10', '"trailYears":99');
    const before = file.account.restarted();
    expect(before.state?.trailYears).toBe(99);
    await file.start();
    expect(file.years).toBe(10);
    expect(file.account.foreign).toEqual(['state']);
    expect(file.account.standing).toEqual(SOUND);
    expect(file.account.decisions.state).toBe(right);
  });

  it.each([
    ['is missing', null],
    ['has the form of another version', '{"form":0,"state":{}}'],
    ['cannot be read', '{'],
  ])('that %s is written anew, and nobody is alarmed', async (_what, state) => {
    const { state: right } = file.account.decisions;
    file.account.decisions.state = state;
    await file.start();
    expect(file.account.foreign).toEqual([]);
    expect(file.account.decisions.state).toBe(right);
  });

  it('that is older than the chain is told as well', async () => {
    const restore = file.account.decisions.state;
    file.account.decide({ kind: 'trail.kept', years: 11 });
    file.account.decisions.state = restore;
    await file.start();
    expect(file.account.foreign).toEqual(['state']);
    expect(file.years).toBe(11);
  });
});

it.each([
  ['is missing', (hash: string) => file.account.decisions.boxes.delete(hash)],
  ['was changed', (hash: string) => file.account.decisions.boxes.set(hash, Buffer.from('other'))],
])('a box that %s is told, and read as none', async (_what, damage) => {
  const hash = file.account.state?.shares.box ?? '';
  expect(file.account.box(hash)).not.toBeNull();
  damage(hash);
  await file.start();
  expect(file.account.foreign).toEqual(['box']);
  expect(file.account.standing).toEqual(SOUND);
  expect(file.account.box(hash)).toBeNull();
});
