import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Member } from '../../../src/main/ports/index.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { enter, openTwoDesks, signIn, told } from '../../support/fakes/two-desks.js';

/* In a clinic with several computers a password goes with the access, and does not come back with it. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const WRONG = { ok: false, code: 'wrongCredentials' };

let first: IdentityWorld;
let second: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  ({ first, second, sam } = await openTwoDesks());
  await signIn(second);
  first.holdKeys();
});

function setAccess(active: boolean, world = first): Promise<unknown> {
  return world.identity.members.setActive(sam.id, active, world.asDana);
}

function redeem(world: IdentityWorld, code: string) {
  const form = { email: sam.email, code, newPassword: OTHER_PASSWORD };
  return world.identity.recovery.redeemInvitation(form, GENERATION);
}

describe('the old password', () => {
  it('is only wrong at a desk that took the decision, and nobody is alarmed', async () => {
    await setAccess(false);
    second.take(first);
    for (const world of [first, second]) {
      expect(await enter(world)).toEqual(WRONG);
      expect(told(world)).toEqual([]);
    }
  });

  it('signs in nowhere after access came back, also where a server still has it', async () => {
    const hash = first.account.state?.members[sam.id]?.keys.credential ?? '';
    const box = first.account.box(hash) ?? Buffer.alloc(0);
    await setAccess(false);
    await setAccess(true);
    second.take(first);
    for (const world of [first, second]) {
      world.desk.boxes.set(hash, box);
      expect(await enter(world)).toEqual(WRONG);
      // It was brought here, and opens nothing all the same.
      expect(world.account.box(hash)).toEqual(box);
      expect(await enter(world)).toEqual(WRONG);
      expect(told(world)).toEqual([]);
    }
    second.leave();
    expect(await enter(second)).toEqual(WRONG);
  });

  it('is kept for whoever comes back where one computer has the account for itself', async () => {
    const single = await IdentityWorld.open();
    single.holdKeys();
    await setAccess(false, single);
    expect(await enter(single)).toEqual({ ok: false, code: 'memberDisabled' });
    expect(single.identity.facts.of(sam.id)).toMatchObject({ needsInvitation: false });
    await setAccess(true, single);
    expect(await enter(single)).toMatchObject({ complete: { member: { id: sam.id } } });
  });
});

describe('a member who has access again', () => {
  beforeEach(async () => {
    await setAccess(false);
    await setAccess(true);
  });

  it('needs an invitation code, and the list of members says so', async () => {
    const { facts } = first.identity;
    expect(facts.of(sam.id)).toMatchObject({ needsInvitation: true });
    expect(facts.of(first.dana.id)).toMatchObject({ needsInvitation: false });
    const code = await first.invite(sam);
    second.take(first);
    expect(await redeem(second, code)).toMatchObject({ complete: { member: { id: sam.id } } });
    expect(second.identity.facts.of(sam.id)).toMatchObject({ needsInvitation: false });
    expect(await enter(second, OTHER_PASSWORD)).toMatchObject({ ok: true });
    expect(await enter(second, PASSWORD)).toEqual(WRONG);
    first.take(second);
    expect(await enter(first, OTHER_PASSWORD)).toMatchObject({ ok: true });
    expect([told(first), told(second)]).toEqual([[], []]);
  });

  it('and loses it once more needs another one', async () => {
    const code = await first.invite(sam);
    expect(await redeem(first, code)).toMatchObject({ ok: true });
    await setAccess(false);
    await setAccess(true);
    expect(await redeem(first, code)).toMatchObject({ code: 'wrongInvitation' });
    expect(await enter(first, OTHER_PASSWORD)).toEqual(WRONG);
    const again = await first.invite(sam);
    expect(await redeem(first, again)).toMatchObject({ ok: true });
  });
});

it('the passwords of all others stay as they are', async () => {
  await setAccess(false);
  second.take(first);
  for (const world of [first, second])
    expect(await enter(world, PASSWORD, first.dana.email)).toMatchObject({ ok: true });
  first.holdKeys();
  await setAccess(true);
  expect(await enter(first)).toEqual(WRONG);
});
