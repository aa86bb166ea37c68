import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Chain } from '../../../src/main/account/chain.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Author, Decision } from '../../../src/main/ports/index.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import { MemoryAudit } from '../../support/fakes/memory-audit.js';

/* How the clinic decides something. `reading.test.ts` is about what it makes of a file that others changed. */

const dana = memberNamed('Dana', 'administrator');
const sam = memberNamed('Sam');
const asDana = authorOf(dana);
const asSam = authorOf(sam);

let account: MemoryAccount;
let chain: Chain;
let audit: MemoryAudit;
beforeEach(() => {
  account = MemoryAccount.of(dana, sam);
  ({ chain } = account);
  audit = new MemoryAudit();
  account.decisions.database = [audit];
});

function authorOf(member: typeof dana): Author {
  return { memberId: member.id, keys: keysOf(member) };
}

function kept(years: number): Decision {
  return { change: { kind: 'trail.kept', years } };
}

function years(): number | undefined {
  return account.state?.trailYears;
}

/** Everything that a decision could have changed. */
function everything(): unknown {
  const { entries, aside, boxes, state } = account.decisions;
  return structuredClone({
    ...{ entries, aside, boxes, state },
    known: account.state,
    standing: account.standing,
    notices: account.noticesFor(dana.id),
    audit: audit.events,
  });
}

describe('a decision', () => {
  beforeEach(() => chain.register({ 'trail.kept': () => undefined }));

  it('is made on the current account, and is committed before its promise settles', async () => {
    account.decide({ kind: 'trail.kept', years: 9 });
    const seen: unknown[] = [];
    const committed = chain.commit(asDana, (now) => {
      seen.push(now.state?.trailYears);
      return kept(10);
    });
    expect(await committed).toEqual({ ok: true });
    expect(seen).toEqual([9]);
    expect(years()).toBe(10);
    expect(account.decisions.entries).toHaveLength(4);
  });

  it('is in the state, in its copy and in the chain, and the next run reads the same', async () => {
    await chain.commit(asDana, () => kept(10));
    const { state } = account;
    expect(state).toMatchObject({ seq: 3, trailYears: 10, decidedAt: account.clock.now().wallMs });
    const again = account.restarted();
    expect(again.state).toEqual(state);
    await again.chain.check();
    expect(again.state).toEqual(state);
    expect([again.standing, again.foreign]).toEqual([{ kind: 'sound' }, []]);
    expect(again.chain.head.link.toString('base64')).toBe(state?.link);
  });

  it('that refuses, or has nothing to change, changes nothing', async () => {
    await chain.check();
    const before = everything();
    const no = { ok: false, code: 'lastAdministrator' } as const;
    expect(await chain.commit(asDana, () => no)).toEqual(no);
    expect(await chain.commit(asDana, () => ({ ok: true }))).toEqual({ ok: true });
    expect(everything()).toEqual(before);
  });

  it('and another one at the same time are made one after the other', async () => {
    const seen: unknown[] = [];
    const longer = () =>
      chain.commit(asDana, (now) => {
        seen.push(now.state?.trailYears);
        return kept((now.state?.trailYears ?? 0) + 1);
      });
    await Promise.all([longer(), longer(), longer()]);
    expect(seen).toEqual([6, 7, 8]);
    expect(years()).toBe(9);
    await account.restarted().chain.check();
    expect(account.standing).toEqual({ kind: 'sound' });
  });

  it('of an author whose session is over is not made', async () => {
    await chain.check();
    const before = everything();
    const left = authorOf(dana);
    left.keys.forget();
    await expect(chain.commit(left, () => kept(10))).rejects.toThrow('signed in');
    const leaving = authorOf(dana);
    const committed = chain.commit(leaving, () => kept(10));
    leaving.keys.forget();
    await expect(committed).rejects.toThrow('signed in');
    expect(everything()).toEqual(before);
  });

  it.each<[string, Author, string]>([
    ['a member', asSam, 'notAllowed'],
    ['somebody with other keys', { memberId: dana.id, keys: SeedKeys.fresh() }, 'notAllowed'],
    ['somebody whom nobody knows', { ...asDana, memberId: sam.id }, 'notAllowed'],
    ['a code on paper', { ...asDana, as: 'emergencyKit' }, 'notAllowed'],
  ])('of %s is refused by the judge, and nothing is changed', async (_who, author, why) => {
    await chain.check();
    const before = everything();
    await expect(chain.commit(author, () => kept(10))).rejects.toThrow(why);
    expect(everything()).toEqual(before);
  });

  it('of a kind that nobody applies is rejected as a programming error', async () => {
    const rotated = { kind: 'twoFactor.reset', memberId: sam.id } as const;
    await expect(chain.commit(asDana, () => ({ change: rotated }))).rejects.toThrow(
      'twoFactor.reset',
    );
  });

  it('that nobody could read again is not written', async () => {
    await chain.check();
    const before = everything();
    await expect(chain.commit(asDana, () => kept(0))).rejects.toThrow('cannot be read');
    expect(everything()).toEqual(before);
  });
});

describe('what follows from a decision', () => {
  it('is one transaction of all rooms that apply it', async () => {
    await chain.check();
    const then = vi.fn();
    chain.register({
      'trail.kept': (_change, { memberId }) => {
        audit.append({ event: 'policy.changed', at: account.clock.now(), memberId });
        account.addNotice('timeoutWasCapped', 0);
        return then;
      },
    });
    const before = everything();
    chain.register({
      'trail.kept': () => {
        throw new Error('the disk is full');
      },
    });
    await expect(chain.commit(asDana, () => kept(10))).rejects.toThrow('full');
    expect(then).not.toHaveBeenCalled();
    expect(everything()).toEqual(before);
    expect(chain.head.seq).toBe(2);
  });

  it('is written with it, and what else must be written', async () => {
    chain.register({ 'trail.kept': () => undefined });
    await chain.check();
    const before = everything();
    const also = (): void => {
      audit.append({ event: 'policy.changed', at: account.clock.now(), memberId: dana.id });
      throw new Error('the disk is full');
    };
    await expect(chain.commit(asDana, () => ({ ...kept(10), also }))).rejects.toThrow('full');
    expect(everything()).toEqual(before);
    // A failure leaves nothing that stands in the way of the next decision.
    expect(await chain.commit(asDana, () => kept(11))).toEqual({ ok: true });
    expect(years()).toBe(11);
  });

  it('sees the state from before in the transaction, and the new one after it', async () => {
    const seen: unknown[] = [];
    chain.register({
      'trail.kept': ({ years: wanted }) => {
        seen.push([years(), wanted]);
        return () => seen.push([years(), account.decisions.entries.length]);
      },
    });
    await chain.commit(asDana, () => kept(10));
    expect(seen).toEqual([
      [6, 10],
      [10, 3],
    ]);
  });

  it('is told to whoever follows the account, once', async () => {
    chain.register({ 'trail.kept': () => undefined });
    await chain.check();
    const change = vi.fn();
    account.onChange(change);
    await chain.commit(asDana, () => kept(10));
    expect(change).toHaveBeenCalledOnce();
    // The same once more is another decision, and another state.
    await chain.commit(asDana, () => kept(10));
    expect(change).toHaveBeenCalledTimes(2);
  });
});

describe('the boxes of a decision', () => {
  const box = Buffer.from('a sealed list');
  const apps = (hash: string | null): Decision['change'] => ({
    kind: 'apps.changed',
    records: { apps: hash },
  });

  beforeEach(() => chain.register({ 'apps.changed': () => undefined }));

  it('are kept with it, under their hashes', async () => {
    await chain.commit(asDana, () => ({ change: apps(hashOf(box)), boxes: [box] }));
    expect(account.box(hashOf(box))).toEqual(box);
    expect(account.restarted().box(hashOf(box))).toEqual(box);
  });

  it('go with the last decision that named them', async () => {
    await chain.commit(asDana, () => ({ change: apps(hashOf(box)), boxes: [box] }));
    const others = account.decisions.boxes.size;
    const newer = Buffer.from('a newer list');
    await chain.commit(asDana, () => ({ change: apps(hashOf(newer)), boxes: [newer] }));
    expect(account.box(hashOf(box))).toBeNull();
    await chain.commit(asDana, () => ({ change: apps(null) }));
    expect(account.box(hashOf(newer))).toBeNull();
    expect(account.decisions.boxes.size).toBe(others - 1);
  });

  it('that nobody decided about go too', async () => {
    account.decisions.boxes.set(hashOf(Buffer.from('x')), Buffer.from('x'));
    await chain.commit(asDana, () => ({ change: apps(hashOf(box)), boxes: [box] }));
    expect(account.decisions.boxes.has(hashOf(Buffer.from('x')))).toBe(false);
  });
});

describe('what this computer is to remember', () => {
  it('is told after each decision, once the chain was compared with it', async () => {
    chain.register({ 'trail.kept': () => undefined });
    const told: number[] = [];
    chain.onDecided(({ seq }) => told.push(seq));
    await chain.commit(asDana, () => kept(10));
    // An older file must not make this computer forget the newer one.
    expect(told).toEqual([]);
    chain.compare(chain.head);
    expect(told).toEqual([]);
    await chain.commit(asDana, () => kept(11));
    expect(told).toEqual([4]);
  });

  it('is told too when it had not remembered the newest', async () => {
    await chain.check();
    const first = account.decisions.entries[0];
    if (first === undefined) throw new Error('There is no decision.');
    const told: number[] = [];
    chain.onDecided(({ seq }) => told.push(seq));
    expect(chain.compare({ seq: 1, link: first.link, accepted: 0 })).toEqual({ kind: 'sound' });
    expect(told).toEqual([2]);
  });
});
