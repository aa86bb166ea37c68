import { beforeEach, describe, expect, it } from 'vitest';
import { changeSchema, type SignedChange } from '../../../src/main/account/changes.js';
import { type ClinicState, withMember } from '../../../src/main/account/clinic-state.js';
import { cannotWait } from '../../../src/main/account/kept-for-later.js';
import { hashOf } from '../../../src/main/account/shares.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { type Author, type Member, ServerAwayError } from '../../../src/main/ports/index.js';
import { authorOf, type Desk } from '../../support/fakes/desk.js';
import { MemoryAccount } from '../../support/fakes/memory-account.js';
import type { VirtualServer } from '../../support/fakes/virtual-server.js';
import {
  accept,
  ada,
  dana,
  decideAll,
  expectAgreed,
  keep,
  openClinic,
  sam,
  SOUND,
} from './several-desks.js';

/* What an administrator decides on the way in while the server is away, and what becomes of it. */

const SHARE = Buffer.from('a share');
const CREDENTIAL = Buffer.from('a credential');
const RECORD = Buffer.from('a second factor');

function stateOf({ state }: Pick<MemoryAccount, 'state'>): ClinicState {
  if (state === null) throw new Error('There is no clinic.');
  return state;
}

function newKeys(state: ClinicState, { id }: Member, way: 'emergencyKit' | 'invitation') {
  const { signing, opening } = SeedKeys.fresh().publicKeys;
  const version = (state.members[id]?.keys.version ?? 0) + 1;
  return {
    kind: 'member.keys',
    ...{ memberId: id, way, share: hashOf(SHARE), twoFactor: null, former: null },
    keys: { version, signing, opening, credential: hashOf(CREDENTIAL) },
  } as const satisfies SignedChange;
}

function secondFactor(record: Buffer | null = RECORD): SignedChange {
  const told = record === null ? 'twoFactor.turnedOff' : 'twoFactor.turnedOn';
  return { kind: 'twoFactor.set', record: record === null ? null : hashOf(record), told };
}

describe('what cannot wait', () => {
  const found = stateOf(MemoryAccount.of(dana, sam));
  const CODE: SignedChange = { kind: 'recoveryCode.used', index: 0 };

  function judged(
    member: Member,
    change: SignedChange,
    { as, ...about }: Pick<Author, 'as'> & Partial<ClinicState['members'][string]> = {},
  ): boolean {
    const state = withMember(found, member.id, about);
    if (typeof state === 'string') throw new Error(state);
    const author = { ...authorOf(member), ...(as === undefined ? {} : { as }) };
    return cannotWait(state, author, { change });
  }

  it('is the kit, of an administrator with access', () => {
    const as = 'emergencyKit';
    expect(judged(dana, newKeys(found, dana, as), { as })).toBe(true);
    expect(judged(dana, newKeys(found, dana, as), { as, active: false })).toBe(false);
    expect(judged(sam, newKeys(found, sam, as), { as })).toBe(false);
  });

  it('is a recovery code of an administrator', () => {
    expect(judged(dana, CODE)).toBe(true);
    expect(judged(dana, CODE, { active: false })).toBe(false);
    expect(judged(sam, CODE)).toBe(false);
  });

  it('is the second factor that an administrator must set up, and not that it is turned off', () => {
    expect(judged(dana, secondFactor(), { mustSetUp: true })).toBe(true);
    expect(judged(dana, secondFactor(null), { mustSetUp: true })).toBe(false);
    expect(judged(dana, secondFactor())).toBe(false);
    expect(judged(sam, secondFactor(), { mustSetUp: true })).toBe(false);
  });

  it('is no invitation code, not even an administrator’s', () => {
    const as = 'invitation';
    expect(judged(dana, newKeys(found, dana, as), { as })).toBe(false);
  });

  it('is nothing else, also for whoever must set up a second factor', () => {
    const kinds = changeSchema.options.map(({ shape }) => shape.kind.value);
    const waiting = kinds.filter(
      (kind) => !judged(dana, { kind } as SignedChange, { mustSetUp: true }),
    );
    const passed = kinds.filter((kind) => !waiting.includes(kind));
    expect(passed).toEqual(['twoFactor.set', 'recoveryCode.used']);
  });

  it('is nothing of somebody whom the account does not know, or before there is one', () => {
    expect(cannotWait(null, authorOf(dana), { change: CODE })).toBe(false);
    expect(cannotWait(found, authorOf({ ...dana, id: 'x' }), { change: CODE })).toBe(false);
  });
});

describe('the kit, used while the server is away', () => {
  let server: VirtualServer;
  let first: Desk;
  let second: Desk;
  let kit: SeedKeys;
  beforeEach(async () => {
    ({ server, first, second } = await openClinic());
    kit = SeedKeys.fresh();
    const change = { kind: 'emergencyKit.made', code: kit.publicKeys } as const;
    const box = Buffer.from('the share of the kit');
    await first.decide(ada, { ...change, share: hashOf(box) }, box);
    await second.log.pull();
    first.disconnect();
  });

  function useKit(desk: Desk): Promise<unknown> {
    const author = { memberId: dana.id, keys: kit, as: 'emergencyKit' } as const;
    const change = newKeys(desk.state, dana, 'emergencyKit');
    return desk.account.chain.commit(author, () => ({ change, boxes: [SHARE, CREDENTIAL] }));
  }

  function danas(desk: Desk): ClinicState['members'][string] | undefined {
    return desk.state.members[dana.id];
  }

  it('is in force at once, felt there, and kept with its row', async () => {
    const rows = server.rows.length;
    await useKit(first);
    expect(danas(first)?.keys.version).toBe(2);
    expect([first.felt.at(-1), first.state.emergencyKit]).toEqual(['member.keys', null]);
    expect(server.rows).toHaveLength(rows);
    expect(first.rows.rows).toHaveLength(rows + 1);
    const [entry] = first.account.decisions.entries.slice(-1);
    expect(JSON.parse(entry?.body.toString('utf8') ?? '')).toMatchObject({ on: first.id });
    const again = await first.restarted();
    expect([again.standing, danas(again)?.keys.version]).toEqual([SOUND, 2]);
    expect(again.account.foreign).toEqual([]);
  });

  it('opens the way for nothing else: all other decisions wait for the server', async () => {
    await useKit(first);
    await expect(first.decide(ada, keep(9))).rejects.toThrow(ServerAwayError);
    await expect(first.decide(sam, secondFactor(), RECORD)).rejects.toThrow(ServerAwayError);
    expect(first.state.trailYears).toBe(6);
  });

  it('comes to the server at the next contact, with its boxes, and to every other desk', async () => {
    await useKit(first);
    const kept = first.rows.rows.at(-1);
    expect(await first.connect()).toBe('same');
    expect(server.rows.at(-1)).toEqual(kept);
    expect([first.lost, first.standing]).toEqual([[], SOUND]);
    await second.log.pull();
    expect(second.taken.at(-1)).toBe('member.keys');
    expect(second.account.box(hashOf(SHARE))).toEqual(SHARE);
    expect(await second.log.fetchBox(hashOf(CREDENTIAL), 1_000)).toBe('here');
    await second.decide(ada, keep(9));
    await expectAgreed(first, second);
  });

  it('comes there too when the app was started again meanwhile', async () => {
    await useKit(first);
    const restarted = await first.restarted();
    await restarted.connect();
    await restarted.decide(ada, keep(9));
    await second.log.pull();
    await expectAgreed(restarted, second);
    expect(danas(second)?.keys.version).toBe(2);
  });

  it('is kept whole or not at all', async () => {
    first.rows.writable = false;
    await expect(useKit(first)).rejects.toThrow('made to fail');
    expect([danas(first)?.keys.version, first.rows.rows]).toEqual([1, server.rows]);
    first.rows.writable = true;
    await useKit(first);
    await first.connect();
    await expectAgreed(first, second);
  });

  it('puts the account in question there when others decided meanwhile, and is listed', async () => {
    await useKit(first);
    const [lost] = first.account.decisions.entries.slice(-1);
    const remembered = first.account.chain.head.seq;
    await decideAll(second, 20);
    expect(await first.connect()).toBe('same');
    expect(first.lost).toEqual([lost]);
    expect(first.standing).toEqual({ kind: 'older', remembered });
    // What everybody else has is what counts, and the kit is as it was.
    expect([danas(first)?.keys.version, first.state.trailYears]).toEqual([1, 20]);
    expect(first.state.emergencyKit).not.toBeNull();
    expect(second.standing).toEqual(SOUND);
    await accept(first, ada);
    expect(first.standing).toEqual(SOUND);
    await first.decide(ada, keep(21));
    await expectAgreed(first, second);
  });

  it('is used again then, with the server', async () => {
    await useKit(first);
    await decideAll(second, 20);
    await first.connect();
    await useKit(first);
    await accept(first, ada);
    expect(danas(first)?.keys.version).toBe(2);
    await expectAgreed(first, second);
  });
});
