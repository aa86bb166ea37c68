import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import { NOTHING_REMEMBERED, type Remembered } from '../../../src/main/account/clinic-state.js';
import { ChangedFile } from './changed-file.js';

/* How the account stands to what was remembered of it, and how administrators go on. */

const SOUND = { kind: 'sound' } as const;

let file: ChangedFile;
beforeEach(() => {
  file = new ChangedFile();
});

describe('what somebody remembers', () => {
  const at = (seq: number, accepted = 0): Remembered => ({ ...file.entryAt(seq), accepted });
  const elsewhere = (seq: number): Remembered => ({ seq, link: Buffer.alloc(32, 7), accepted: 0 });

  it.each([0, 1, 4, 6])('is in the chain: number %i', async (seq) => {
    await file.start();
    const from = seq === 0 ? NOTHING_REMEMBERED : at(seq);
    expect(await file.account.chain.confirm(from)).toBe(true);
    expect(file.account.chain.compare(from)).toEqual(SOUND);
  });

  it.each([3, 6, 7, 40])('is not in the chain: number %i of another one', async (seq) => {
    await file.start();
    expect(await file.account.chain.confirm(elsewhere(seq))).toBe(false);
    expect(file.account.standing).toEqual({ kind: 'older', remembered: seq });
    await file.start();
    expect(file.account.chain.compare(elsewhere(seq))).toEqual({ kind: 'older', remembered: seq });
    // The state is what the chain says all the same.
    expect(file.years).toBe(10);
  });

  it('is nothing at all for the computer: then it is not known whether this is the account', async () => {
    await file.start();
    expect(file.account.chain.compare(null)).toEqual({ kind: 'unknown' });
  });

  it('is asked for only while nothing else is in question', async () => {
    await file.start();
    file.account.chain.compare(elsewhere(40));
    expect(file.account.chain.compare(null)).toEqual({ kind: 'older', remembered: 40 });
    expect(await file.account.chain.confirm(elsewhere(50))).toBe(false);
    expect(file.account.standing).toEqual({ kind: 'older', remembered: 40 });
  });

  it('is forgiven once an administrator went on, by everybody who remembered it before', async () => {
    await file.start();
    file.account.chain.compare(elsewhere(40));
    await acceptance(elsewhere(40)).accept(file.asDana);
    expect(file.account.standing).toEqual(SOUND);
    expect(file.account.state?.accepted).toMatchObject({ seq: 7, remembered: 40, number: 41 });
    await file.start();
    for (const seq of [3, 8, 40, 41])
      expect(await file.account.chain.confirm(elsewhere(seq))).toBe(true);
    // But not by whoever remembers more than that decision.
    expect(await file.account.chain.confirm({ ...elsewhere(50), accepted: 41 })).toBe(false);
  });

  it('from before a second restored backup is forgiven too', async () => {
    await file.start();
    const restore = file.account.decisions.snapshot();
    for (const more of [11, 12, 13]) await file.keep(more);
    file.account.chain.compare(elsewhere(40));
    await acceptance(elsewhere(40)).accept(file.asDana);
    const remembered = file.account.chain.head;
    expect(remembered).toMatchObject({ seq: 10, accepted: 41 });
    restore();
    await file.start();
    expect(await acceptance(remembered).recall()).toBe(false);
    await acceptance(remembered).accept(file.asDana);
    // A member who was signed in last before that backup was restored.
    expect(await file.account.chain.confirm(remembered)).toBe(true);
    await file.start();
    expect(await file.account.chain.confirm(remembered)).toBe(true);
  });

  it('is forgiven by a second decision where the first did not know of it', async () => {
    await file.start();
    file.account.chain.compare(null);
    await acceptance(null).accept(file.asDana);
    const member = { ...elsewhere(50), accepted: 41 };
    expect(await file.account.chain.confirm(member)).toBe(false);
    await acceptance(null).accept(file.asDana);
    expect(await file.account.chain.confirm(member)).toBe(true);
  });

  it('is not forgiven by a decision that was remembered: an older file has that too', async () => {
    await file.start();
    file.account.chain.compare(null);
    await acceptance(null).accept(file.asDana);
    const restore = file.account.decisions.snapshot();
    for (const more of [11, 12]) await file.keep(more);
    const remembered = file.account.chain.head;
    restore();
    await file.start();
    expect(await file.account.chain.confirm(remembered)).toBe(false);
    expect(file.account.standing).toEqual({ kind: 'older', remembered: remembered.seq });
  });
});

function acceptance(remembered: Remembered | null): Acceptance {
  return deskWith(() => Promise.resolve(remembered));
}

function deskWith(read: () => Promise<Remembered | null>): Acceptance {
  const { account } = file;
  return new Acceptance({
    ...{ account, chain: account.chain, memory: { read } },
    reseal: () => undefined,
  });
}

describe('an account in question', () => {
  const QUESTIONS: Readonly<Record<string, () => Promise<void>>> = {
    older: async () => {
      await file.start();
      file.account.chain.compare({ seq: 40, link: Buffer.alloc(32), accepted: 0 });
    },
    unknown: async () => {
      await file.start();
      file.account.chain.compare(null);
    },
    broken: async () => {
      file.replace(5, { signature: Buffer.alloc(64) });
      await file.start();
    },
  };

  it.each(Object.entries(QUESTIONS))(
    '(%s) decides nothing but to go on with it',
    async (...row) => {
      const [kind, happens] = row;
      await happens();
      expect(file.account.standing.kind).toBe(kind);
      const before = [...file.account.decisions.entries];
      await expect(file.keep(11)).rejects.toThrow('in question');
      // Whatever changes nothing is no decision.
      expect(await file.account.chain.commit(file.asDana, () => ({ ok: true }))).toEqual({
        ok: true,
      });
      await expect(acceptance(null).accept(file.asSam)).rejects.toThrow('notAllowed');
      expect(file.account.decisions.entries).toEqual(before);
      expect(file.account.standing.kind).toBe(kind);
      const told: number[] = [];
      file.account.chain.onDecided(({ seq }) => told.push(seq));
      await acceptance(null).accept(file.asDana);
      expect(file.account.standing).toEqual(SOUND);
      expect(told).toEqual([file.account.state?.seq]);
      expect(await file.keep(11)).toEqual({ ok: true });
      await file.start();
      expect([file.account.standing, file.years]).toEqual([SOUND, 11]);
    },
  );

  it('that is broken has its tail set aside when an administrator goes on', async () => {
    await QUESTIONS['broken']?.();
    const tail = [file.entryAt(5), file.entryAt(6)];
    expect(file.account.decisions.aside).toEqual([]);
    await acceptance(null).accept(file.asDana);
    expect(file.account.decisions.aside).toEqual(tail);
    expect(file.account.decisions.entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
    expect(file.account.state?.accepted).toMatchObject({ seq: 5, remembered: null, number: 1 });
    expect(file.years).toBe(8);
  });

  it('keeps its tail when going on cannot be stored', async () => {
    await QUESTIONS['broken']?.();
    const before = [...file.account.decisions.entries];
    file.account.writable = false;
    await expect(acceptance(null).accept(file.asDana)).rejects.toThrow('made to fail');
    file.account.writable = true;
    expect(file.account.decisions.entries).toEqual(before);
    expect(file.account.decisions.aside).toEqual([]);
    expect(file.account.standing).toEqual({ kind: 'broken', at: 5 });
  });
});

describe('this computer’s memory', () => {
  it('is asked for only when the chain itself is sound', async () => {
    file.replace(5, { signature: Buffer.alloc(64) });
    await file.start();
    const read = vi.fn(() => Promise.resolve(null));
    expect(await deskWith(read).recall()).toBe(false);
    expect(read).not.toHaveBeenCalled();
  });

  it('that cannot be read is an error of the keychain, and puts nothing in question', async () => {
    await file.start();
    const read = () => Promise.reject(new Error('the keychain is silent'));
    await expect(deskWith(read).recall()).rejects.toThrow('silent');
    expect(file.account.standing).toEqual(SOUND);
  });

  it('is compared also before anybody read the chain', async () => {
    file.open();
    const far = { seq: 40, link: Buffer.alloc(32), accepted: 0 };
    expect(await acceptance(far).recall()).toBe(false);
  });
});
