import { beforeEach, describe, expect, it } from 'vitest';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const HOUR_MS = 3_600_000;

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function redeem(code: string, email = world.sam.email, newPassword = OTHER_PASSWORD) {
  return world.identity.recovery.redeemInvitation({ email, code, newPassword }, GENERATION);
}

function useKit(code: string, email = world.dana.email, newPassword = OTHER_PASSWORD) {
  return world.identity.recovery.useKit({ email, code, newPassword }, GENERATION);
}

async function signsIn(email: string, password: string): Promise<boolean> {
  return (await world.identity.flow.enter(email, password, GENERATION)).ok;
}

describe('an invitation code', () => {
  const WRONG = { ok: false, code: 'wrongInvitation' };

  it('has 100 bits in groups that can be read out, and is nowhere in the clear', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(JSON.stringify(world.audit.events)).not.toContain(code.slice(0, 9));
    expect(world.identity.recovery.isInvited(world.sam.id)).toBe(true);
    expect(world.identity.recovery.isInvited(world.dana.id)).toBe(false);
  });

  it('sets a new password, once, however it is typed', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l');
    expect(await redeem(typed)).toMatchObject({ complete: { member: { id: world.sam.id } } });
    expect(await signsIn(world.sam.email, OTHER_PASSWORD)).toBe(true);
    expect(await signsIn(world.sam.email, PASSWORD)).toBe(false);
    expect(await redeem(code)).toEqual(WRONG);
    expect(world.audit.names).toContain('invitation.used');
  });

  it('used twice at once sets one password', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    const answers = await Promise.all([redeem(code), redeem(code)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('is refused for another member, an unknown email and a changed code', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
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
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    passes();
    expect(world.identity.recovery.isInvited(world.sam.id)).toBe(false);
    expect(await redeem(code)).toEqual(WRONG);
  });

  it('is void once there is a newer one', async () => {
    const old = await world.identity.recovery.invite(world.sam.id, world.asDana);
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    expect(await redeem(old)).toEqual(WRONG);
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it('stays valid when the new password is refused, and that is no wrong try', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    for (let i = 0; i < 5; i += 1)
      expect(await redeem(code, world.sam.email, 'password1234')).toMatchObject({
        code: 'weakPassword',
      });
    expect(await redeem(code)).toMatchObject({ ok: true });
  });

  it('does not sign in a disabled member, and leaves the second factor in force', async () => {
    const code = await world.identity.recovery.invite(world.sam.id, world.asDana);
    await setUpSecondFactor(world, world.sam);
    expect(await redeem(code)).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({ stage: 'code' });

    const other = await world.identity.recovery.invite(world.sam.id, world.asDana);
    world.holdKey();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    expect(await redeem(other)).toMatchObject({ code: 'memberDisabled' });
  });

  it('can’t be guessed in a short time', async () => {
    await world.identity.recovery.invite(world.sam.id, world.asDana);
    for (let i = 0; i < 3; i += 1) await redeem('0000-0000-0000-0000-0000');
    expect(await redeem('0000-0000-0000-0000-0000')).toMatchObject({ code: 'throttled' });
  });
});

describe('the emergency kit', () => {
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

  it('repairs a damaged record', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    world.store.boxes.delete(`member/${world.dana.id}`);
    expect(await signsIn(world.dana.email, PASSWORD)).toBe(false);
    expect(await useKit(code)).toMatchObject({ complete: { member: { role: 'administrator' } } });
  });

  it('works for no other member, and with no wrong key', async () => {
    const code = await world.identity.recovery.makeKit(world.asDana);
    expect(await useKit(code, world.sam.email)).toEqual(WRONG);
    expect(await useKit(code, 'nobody@rivertown.example')).toEqual(WRONG);
    expect(await useKit('0000-0000')).toEqual(WRONG);
    expect(await redeem(code, world.dana.email)).toMatchObject({ code: 'wrongInvitation' });
    expect(await useKit(code)).toMatchObject({ ok: true });
  });

  it('made again voids the old one', async () => {
    const old = await world.identity.recovery.makeKit(world.asDana);
    const code = await world.identity.recovery.makeKit(world.asDana);
    expect(await useKit(old)).toEqual(WRONG);
    expect(await useKit(code)).toMatchObject({ ok: true });
  });
});
