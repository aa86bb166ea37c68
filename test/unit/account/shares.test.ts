import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import type { Author, Decision, Member } from '../../../src/main/ports/index.js';
import {
  hashOf,
  invitationHolder,
  KIT_HOLDER,
  openShare,
} from '../../../src/main/account/shares.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { asMade } from '../../../src/main/keys/typed-code.js';
import { memberNamed } from '../../support/fakes/builders.js';
import { keysOf } from '../../support/fakes/member-seeds.js';
import { IdentityWorld } from '../../support/fakes/identity-world.js';

/* Who has a share of the clinic's keys, and where: what one member decides takes nobody else's. */

const robin = memberNamed('Robin', 'administrator');
const RUBBISH = Buffer.from('rubbish');

let world: IdentityWorld;
/** The codes on paper: an invitation of Robin, and the emergency kit. */
let codes: { readonly invitation: SeedKeys; readonly kit: SeedKeys };
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.account.enrol(robin);
  world.holdKeys();
  const { recovery } = world.identity;
  const typed = [await world.invite(robin), await recovery.makeKit(world.asDana)];
  const [invitation, kit] = typed.map((code) => SeedKeys.ofCode(asMade(code)));
  if (invitation === undefined || kit === undefined) throw new Error('There is no code.');
  codes = { invitation, kit };
});

/** What a holder's share opens. */
function held(name: string, keys: SeedKeys): 'nothing' | 'the clinic’s key' | 'both keys' {
  const share = openShare(world.account, { name, keys });
  if (share === null) return 'nothing';
  return share.administrators === null ? 'the clinic’s key' : 'both keys';
}

function everybody(sams: SeedKeys): Record<string, string> {
  return {
    dana: held(world.dana.id, keysOf(world.dana)),
    robin: held(robin.id, keysOf(robin)),
    sam: held(world.sam.id, sams),
    invitation: held(invitationHolder(robin.id), codes.invitation),
    kit: held(KIT_HOLDER, codes.kit),
  };
}

const ALL = {
  dana: 'both keys',
  robin: 'both keys',
  sam: 'the clinic’s key',
  invitation: 'both keys',
  kit: 'both keys',
};

/** A member signs new keys for themself without this app, with any box for their share. */
async function takesKeys(
  { id }: Pick<Member, 'id'>,
  author: Author,
  share: string,
  boxes: readonly Buffer[],
): Promise<SeedKeys> {
  const next = SeedKeys.fresh();
  await world.account.chain.commit(author, ({ state }): Decision => {
    const before = state?.members[id]?.keys;
    if (before === undefined) throw new Error('There is no such member.');
    const keys = { ...before, ...next.publicKeys, version: before.version + 1 };
    const about = { memberId: id, way: 'changed', twoFactor: null, former: null } as const;
    return { change: { kind: 'member.keys', ...about, keys, share }, boxes };
  });
  return next;
}

describe('a member who signs rubbish for their own share', () => {
  beforeEach(() => expect(everybody(keysOf(world.sam))).toEqual(ALL));

  it.each<[string, () => readonly [string, readonly Buffer[]]]>([
    ['a box with something else', () => [hashOf(RUBBISH), [RUBBISH]]],
    ['no box at all', () => [hashOf(RUBBISH), []]],
    ['the box of all', () => [world.account.state?.shares.box ?? '', []]],
    ['the box of somebody else', () => [world.account.state?.members[robin.id]?.share ?? '', []]],
    ['the box of the kit', () => [world.account.state?.emergencyKit?.share ?? '', []]],
  ])('loses the clinic’s keys, and nobody else does: %s', async (_what, rubbish) => {
    const sams = await takesKeys(world.sam, world.as(world.sam), ...rubbish());
    expect(everybody(sams)).toEqual({ ...ALL, sam: 'nothing' });

    // The next start says the same.
    world.restart();
    await world.account.chain.check();
    expect(everybody(sams)).toEqual({ ...ALL, sam: 'nothing' });
    expect(world.account.standing).toEqual({ kind: 'sound' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['new keys', () => world.identity.members.rotateKeys(world.asDana)],
    ['access once more', () => world.identity.members.setActive(world.sam.id, true, world.asDana)],
  ])('gets one again from an administrator, with %s', async (_how, repairs) => {
    const sams = await takesKeys(world.sam, world.as(world.sam), hashOf(RUBBISH), [RUBBISH]);
    await repairs();
    expect(everybody(sams)).toEqual(ALL);
  });

  it('is an administrator: the others decide all that they did before', async () => {
    const robins = await takesKeys(robin, world.as(robin), hashOf(RUBBISH), [RUBBISH]);
    expect(held(robin.id, robins)).toBe('nothing');
    const { members } = world.identity;
    expect(await members.setActive(world.sam.id, false, world.asDana)).toEqual({ ok: true });
    expect([held(world.dana.id, keysOf(world.dana)), held(robin.id, robins)]).toEqual([
      'both keys',
      'both keys',
    ]);
  });
});

describe('an administrator who goes on with an account whose tail is broken', () => {
  /** The last entry is changed, the app starts again, and Dana goes on. */
  async function goesOn(): Promise<void> {
    const { decisions } = world.account;
    const last = decisions.entries.at(-1);
    if (last === undefined) throw new Error('There is no decision.');
    const broken = { ...last, signature: Buffer.alloc(64) };
    decisions.entries = [...decisions.entries.slice(0, -1), broken];
    world.restart();
    world.account.chain.register({ 'apps.changed': () => undefined });
    const { account, reseal } = world;
    await account.chain.check();
    const memory = { read: () => Promise.resolve(null) };
    await new Acceptance({ account, chain: account.chain, memory, reseal }).accept(world.asDana);
  }

  const epoch = (): number | undefined => world.account.state?.shares.epoch;

  beforeEach(async () => {
    const sealed = world.identity.keys.clinic?.clinic.seal('list', Buffer.from('a list'));
    const box = sealed ?? Buffer.alloc(0);
    world.account.chain.register({ 'apps.changed': () => undefined });
    const change = { kind: 'apps.changed', records: { list: hashOf(box) } } as const;
    await world.account.chain.commit(world.asDana, (): Decision => ({ change, boxes: [box] }));
  });

  it('gives everybody a share again whose box is gone since, and keeps the records', async () => {
    await world.identity.members.changeRole(world.sam.id, 'administrator', world.asDana);
    const resealed = vi.fn();
    world.reseal = resealed;
    await goesOn();
    expect(epoch()).toBe(2);
    expect(everybody(keysOf(world.sam))).toEqual(ALL);
    const share = openShare(world.account, { name: world.sam.id, keys: keysOf(world.sam) });
    const box = world.account.box(world.account.state?.records['list'] ?? '');
    expect(share?.clinic.open('list', box ?? Buffer.alloc(0))?.toString()).toBe('a list');
    expect(resealed).toHaveBeenCalledOnce();
  });

  it('gives no new keys while every share is there', async () => {
    await world.changeRules({ shortestPassword: 14 });
    await goesOn();
    expect(epoch()).toBe(1);
    expect(everybody(keysOf(world.sam))).toEqual(ALL);
  });

  it('gives everybody a share of new keys when nobody has the old ones', async () => {
    await world.identity.members.rotateKeys(world.asDana);
    await goesOn();
    expect(epoch()).toBe(2);
    expect(everybody(keysOf(world.sam))).toEqual(ALL);
    expect(world.account.state?.records).toEqual({});
  });
});

it('a share is for its holder, and for the keys with which it was made', async () => {
  const { members } = world.identity;
  const shareOf = (member: Member): string | null | undefined =>
    world.account.state?.members[member.id]?.share;
  const boxes = (): ReadonlyMap<string, Buffer> => world.account.decisions.boxes;
  const before = shareOf(robin) ?? '';
  expect(boxes().has(before)).toBe(true);
  await members.rotateKeys(world.asDana);
  expect([shareOf(world.dana), shareOf(world.sam), shareOf(robin)]).toEqual([null, null, null]);
  // The box with the share of before is gone.
  expect(boxes().has(before)).toBe(false);
  await members.setActive(world.sam.id, false, world.asDana);
  await members.setActive(world.sam.id, true, world.asDana);
  const sams = shareOf(world.sam) ?? '';
  expect(boxes().has(sams)).toBe(true);
  expect(world.account.state?.shares.box).not.toBe(sams);
  expect(held(world.sam.id, keysOf(world.dana))).toBe('nothing');
  expect(held(world.dana.id, keysOf(world.sam))).toBe('nothing');
});

it('a code that was used leaves no share of it', async () => {
  const { emergencyKit } = world.account.state ?? {};
  await world.identity.recovery.makeKit(world.asDana);
  expect(world.account.state?.emergencyKit?.share).not.toBe(emergencyKit?.share);
  expect(world.account.decisions.boxes.has(emergencyKit?.share ?? '')).toBe(false);
  expect(held(KIT_HOLDER, codes.kit)).toBe('nothing');
});
