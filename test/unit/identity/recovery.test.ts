import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openShare } from '../../../src/main/account/shares.js';
import type { Author, Member } from '../../../src/main/ports/index.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const HOUR_MS = 3_600_000;

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
});

function disable(member: Member): Promise<unknown> {
  return world.identity.members.setActive(member.id, false, world.asDana);
}

function redeem(code: string, email = world.sam.email, newPassword = OTHER_PASSWORD) {
  return world.identity.recovery.redeemInvitation({ email, code, newPassword }, GENERATION);
}

function useKit(code: string, email = world.dana.email, newPassword = OTHER_PASSWORD) {
  return world.identity.recovery.useKit({ email, code, newPassword }, GENERATION);
}

function enter(password: string, email = world.sam.email) {
  return world.identity.flow.enter(email, password, GENERATION);
}

async function signsIn(email: string, password: string): Promise<boolean> {
  return (await enter(password, email)).ok;
}

describe('an invitation code', () => {
  const WRONG = { ok: false, code: 'wrongInvitation' };

  it('has 100 bits in groups that can be read out, and is nowhere in the clear', async () => {
    const code = await world.invite(world.sam);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(JSON.stringify(world.audit.events)).not.toContain(code.slice(0, 9));
    expect(world.identity.recovery.isInvited(world.sam.id)).toBe(true);
    expect(world.identity.recovery.isInvited(world.dana.id)).toBe(false);
  });

  it('sets a new password, once, however it is typed', async () => {
    const code = await world.invite(world.sam);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l');
    expect(await redeem(typed)).toMatchObject({ complete: { member: { id: world.sam.id } } });
    expect(await signsIn(world.sam.email, OTHER_PASSWORD)).toBe(true);
    expect(await signsIn(world.sam.email, PASSWORD)).toBe(false);
    expect(await redeem(code)).toEqual(WRONG);
    expect(world.audit.names).toContain('invitation.used');
  });

  it('used twice at once sets one password', async () => {
    const code = await world.invite(world.sam);
    const answers = await Promise.all([redeem(code), redeem(code)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is refused for another member, an unknown email and a changed code', async () => {
    const code = await world.invite(world.sam);
    expect(await redeem(code, world.dana.email)).toEqual(WRONG);
    expect(await redeem(code, 'nobody@rivertown.example')).toEqual(WRONG);
    expect(await redeem(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`)).toEqual(WRONG);
    expect(world.audit.named('signIn.failed')).toHaveLength(3);
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it.each([
    ['a day later', () => world.clock.stop(24 * HOUR_MS + 1)],
    ['when the wall clock says so', () => world.clock.jumpWall(24 * HOUR_MS + 1)],
    ['when the clock was set back', () => world.clock.jumpWall(-1)],
  ])('is void %s', async (_when, passes) => {
    const code = await world.invite(world.sam);
    passes();
    expect(world.identity.recovery.isInvited(world.sam.id)).toBe(false);
    expect(await redeem(code)).toEqual(WRONG);
  });

  it('is void once there is a newer one', async () => {
    const old = await world.invite(world.sam);
    const code = await world.invite(world.sam);
    expect(await redeem(old)).toEqual(WRONG);
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it('stays valid when the new password is refused, and that is no wrong try', async () => {
    const code = await world.invite(world.sam);
    for (let i = 0; i < 5; i += 1)
      expect(await redeem(code, world.sam.email, 'password1234')).toMatchObject({
        code: 'weakPassword',
      });
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it('makes the member set up a new second factor, and every administrator is told', async () => {
    const code = await world.invite(world.sam);
    const codes = await setUpSecondFactor(world, world.sam);
    expect(await redeem(code)).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'reset' });
    // Neither the old authenticator app nor one of its recovery codes leads on.
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({
      code: 'signInExpired',
    });
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({ code: 'signInExpired' });
    flow.cancel();
    expect(await enter(OTHER_PASSWORD)).toEqual({ ok: true, complete: null });
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'reset' });
    const kinds = world.account.noticesFor(world.dana.id).map(({ kind }) => kind);
    expect(kinds).toEqual(['invitationUsed']);
  });

  it('without a second factor before asks for none', async () => {
    const code = await world.invite(world.sam);
    expect(await redeem(code)).toMatchObject({ complete: { member: { id: world.sam.id } } });
  });

  it('gives the member a new seed, with which what was kept for the old one is gone', async () => {
    const old = world.keysOf(world.sam);
    const draft = `draft/${world.sam.id}`;
    const others = `draft/${world.dana.id}`;
    world.store.saveSealed(draft, old.own.seal(draft, Buffer.from('a draft')));
    const danas = world.keysOf(world.dana).own.seal(others, Buffer.from('of Dana'));
    world.store.saveSealed(others, danas);
    const code = await world.invite(world.sam);
    const redeemed = await redeem(code);
    const keys = redeemed.ok ? redeemed.complete?.keys : undefined;
    expect(keys?.publicKeys.signing).not.toBe(old.publicKeys.signing);
    expect(world.store.sealed(draft)).toBeNull();
    expect(world.store.sealed(others)).toEqual(danas);
    const opens = (seed: typeof old): boolean =>
      openShare(world.account, { name: world.sam.id, keys: seed }) !== null;
    expect([opens(old), keys !== undefined && opens(keys)]).toEqual([false, true]);
    expect(world.audit.named('record.tampered')).toEqual([]);
  });

  it('is void once the member has no access, also after access came back', async () => {
    const code = await world.invite(world.sam);
    await disable(world.sam);
    expect(await redeem(code)).toEqual(WRONG);
    await world.identity.members.setActive(world.sam.id, true, world.asDana);
    expect(world.identity.recovery.isInvited(world.sam.id)).toBe(false);
    expect(await redeem(code)).toEqual(WRONG);
  });

  it('does not sign in a member who loses access while the password is derived', async () => {
    const code = await world.invite(world.sam);
    const redeeming = redeem(code);
    await disable(world.sam);
    expect(await redeeming).toMatchObject({ ok: false });
    expect(world.account.credentialsById(world.sam.id)?.version).toBe(1);
  });

  it('is void once the administrator who made it has no access', async () => {
    await world.identity.members.changeRole(world.sam.id, 'administrator', world.asDana);
    world.holdKeys(world.sam);
    const code = await world.invite(world.dana, world.as(world.sam));
    world.holdKeys();
    await disable(world.sam);
    expect(world.identity.recovery.isInvited(world.dana.id)).toBe(false);
    expect(await redeem(code, world.dana.email)).toEqual(WRONG);
  });

  it('still works after the clinic got new keys', async () => {
    const code = await world.invite(world.sam);
    await world.identity.members.rotateKeys(world.asDana);
    expect(await redeem(code)).toMatchObject({ complete: { member: { id: world.sam.id } } });
  });

  it('is made for nobody without access', async () => {
    await disable(world.sam);
    const { recovery } = world.identity;
    expect(await recovery.invite(world.sam.id, world.asDana)).toEqual({
      ok: false,
      code: 'memberDisabled',
    });
    expect(recovery.isInvited(world.sam.id)).toBe(false);
  });

  it('can’t be guessed in a short time', async () => {
    await world.invite(world.sam);
    for (let i = 0; i < 3; i += 1) await redeem('0000-0000-0000-0000-0000');
    expect(await redeem('0000-0000-0000-0000-0000')).toMatchObject({ code: 'throttled' });
  });
});

describe('the emergency kit', () => {
  /** Dana, in the middle of a sign-in. */
  function danasHalf(): Author {
    const keys = world.identity.flow.half(GENERATION)?.keys;
    if (keys === undefined) throw new Error('No sign-in waits.');
    return { memberId: world.dana.id, keys };
  }

  const WRONG = { ok: false, code: 'wrongEmergencyKit' };

  it('brings an administrator back in, once, and the others are told', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    expect(code.replaceAll('-', '')).toHaveLength(32);
    expect(world.identity.recovery.hasKit()).toBe(true);
    expect(await useKit(code)).toMatchObject({ complete: { member: { id: world.dana.id } } });
    expect(await signsIn(world.dana.email, OTHER_PASSWORD)).toBe(true);
    expect(world.identity.recovery.hasKit()).toBe(false);
    expect(await useKit(code)).toEqual(WRONG);
    expect(world.account.noticesFor(world.dana.id)).toContainEqual(
      expect.objectContaining({ kind: 'emergencyKitUsed' }),
    );
  });

  it('overrides a lost second factor, which must be set up again', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    await setUpSecondFactor(world, world.dana);
    expect(await useKit(code)).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({
      stage: 'enrolment',
      reason: 'reset',
    });
  });

  it('brings in whoever’s second factor was damaged', async () => {
    const codes = await setUpSecondFactor(world, world.dana);
    const code = await world.identity.recovery.makeKit(world.asDana);
    const record = world.account.state?.members[world.dana.id]?.twoFactor?.record ?? '';
    world.account.decisions.boxes.delete(record);
    expect(await enter(PASSWORD, world.dana.email)).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({ code: 'wrongCode' });
    expect(await useKit(code)).toEqual({ ok: true, complete: null });
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'reset' });
    await setUpSecondFactor(world, world.dana, danasHalf());
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({
      complete: { member: { role: 'administrator' } },
    });
  });

  it('brings in whoever’s memory or credential was removed', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    world.store.boxes.delete(`memory/${world.dana.id}`);
    const credential = world.account.state?.members[world.dana.id]?.keys.credential ?? '';
    world.account.decisions.boxes.delete(credential);
    expect(await signsIn(world.dana.email, PASSWORD)).toBe(false);
    expect(await useKit(code)).toMatchObject({ complete: { member: { role: 'administrator' } } });
  });

  it('signs in no administrator without access, and that is no wrong try', async () => {
    await world.identity.members.changeRole(world.sam.id, 'administrator', world.asDana);
    const code = await world.identity.recovery.makeKit(world.asDana);
    await disable(world.sam);
    for (let i = 0; i < 5; i += 1)
      expect(await useKit(code, world.sam.email)).toEqual({ ok: false, code: 'memberDisabled' });
    expect(await useKit(code)).toMatchObject({ ok: true });
  });

  it('is void once the administrator who made it is none any more', async () => {
    await world.identity.members.changeRole(world.sam.id, 'administrator', world.asDana);
    world.holdKeys(world.sam);
    const code = await world.identity.recovery.makeKit(world.as(world.sam));
    world.holdKeys();
    await world.identity.members.changeRole(world.sam.id, 'bookkeeper', world.asDana);
    expect(world.identity.recovery.hasKit()).toBe(false);
    expect(await useKit(code)).toEqual(WRONG);
  });

  it('works for no other member, and with no wrong key', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    expect(await useKit(code, world.sam.email)).toEqual(WRONG);
    expect(await useKit(code, 'nobody@rivertown.example')).toEqual(WRONG);
    expect(await useKit('0000-0000')).toEqual(WRONG);
    expect(await redeem(code, world.dana.email)).toMatchObject({ code: 'wrongInvitation' });
    expect(await useKit(code)).toMatchObject({ ok: true });
  });

  it('still works after the clinic got new keys', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    await world.identity.members.rotateKeys(world.asDana);
    expect(await useKit(code)).toMatchObject({ complete: { member: { id: world.dana.id } } });
  });

  it('made again voids the old one', async () => {
    const old = await world.identity.recovery.makeKit(world.asDana);
    const code = await world.identity.recovery.makeKit(world.asDana);
    expect(await useKit(old)).toEqual(WRONG);
    expect(await useKit(code)).toMatchObject({ ok: true });
  });
});
