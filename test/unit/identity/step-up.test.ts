import { beforeEach, describe, expect, it } from 'vitest';
import { IdentityWorld, OTHER_PASSWORD, PASSWORD } from '../../support/fakes/identity-world.js';
import { authenticator, setUpSecondFactor } from '../../support/fakes/second-factor.js';

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

describe('proving it again within a session', () => {
  it('takes the password, which then counts as recent', async () => {
    const { stepUp, proof } = world.identity;
    expect(proof.isRecent(world.dana.id)).toBe(false);
    expect(await stepUp.password(world.dana, PASSWORD)).toEqual({ ok: true });
    expect(proof.isRecent(world.dana.id)).toBe(true);
  });

  it('counts wrong tries like a sign-in, so that nobody can guess at an unlocked desk', async () => {
    const { stepUp, proof, flow } = world.identity;
    for (let i = 0; i < 3; i += 1)
      expect(await stepUp.password(world.dana, OTHER_PASSWORD)).toEqual({
        ok: false,
        code: 'wrongPassword',
      });
    expect(await stepUp.password(world.dana, PASSWORD)).toMatchObject({ code: 'throttled' });
    expect(await flow.enter(world.dana.email, PASSWORD, 0)).toMatchObject({ code: 'throttled' });
    expect(proof.isRecent(world.dana.id)).toBe(false);
    expect(world.audit.named('signIn.failed')).toHaveLength(3);
  });

  it('with a second factor takes a fresh code too, and wrong ones count', async () => {
    const { stepUp } = world.identity;
    const codes = await setUpSecondFactor(world, world.dana);
    const prove = (code: string | undefined, password = PASSWORD) =>
      stepUp.passwordAndCode(world.dana, world.key, { password, code });
    expect(await prove(undefined)).toEqual({ ok: false, code: 'wrongCode' });
    expect(await prove(codes.at(0))).toEqual({ ok: false, code: 'usedCode' });
    expect(await prove(codes.at(1), OTHER_PASSWORD)).toEqual({ ok: false, code: 'wrongPassword' });
    expect(await prove(codes.at(1))).toMatchObject({ code: 'throttled' });
    world.clock.stop(60_000);
    expect(await prove(codes.at(0))).toEqual({ ok: true });
    expect(await prove(codes.at(0))).toEqual({ ok: false, code: 'usedCode' });
  });

  it('without one takes the password alone', async () => {
    const given = { password: PASSWORD };
    expect(await world.identity.stepUp.passwordAndCode(world.sam, world.key, given)).toEqual({
      ok: true,
    });
  });
});

describe('a second factor', () => {
  it('is confirmed only in the session that was shown its secret', async () => {
    const { secondFactor } = world.identity;
    const owner = { memberId: world.sam.id, key: world.key.copy() };
    const { secret } = secondFactor.start(owner);
    const right = authenticator(world, secret)(0);
    const later = { memberId: world.sam.id, key: world.key.copy() };
    const somebodyElse = { memberId: world.dana.id, key: owner.key };
    for (const other of [later, somebodyElse])
      expect(await secondFactor.confirm(other, right)).toEqual({ ok: false, code: 'wrongCode' });
    expect(secondFactor.isOn(later)).toBe(false);
    expect(await secondFactor.confirm(owner, right)).toMatchObject({ ok: true });
  });

  it('set up on a new device voids the old one and its recovery codes', async () => {
    const { secondFactor } = world.identity;
    const old = await setUpSecondFactor(world, world.sam);
    const owner = { memberId: world.sam.id, key: world.key };
    world.clock.stop(60_000);
    const current = await setUpSecondFactor(world, world.sam);
    expect(secondFactor.spendCode(owner, old.next())).toBe('wrongCode');
    expect(secondFactor.spendRecoveryCode(owner, old.recoveryCodes[0] ?? '')).toBe(
      'wrongRecoveryCode',
    );
    expect(secondFactor.spendCode(owner, current.next())).toBeNull();
  });

  it('has ten different recovery codes of 80 bits, which are not stored', async () => {
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    expect(new Set(recoveryCodes).size).toBe(10);
    for (const code of recoveryCodes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      const record = JSON.stringify(world.records.member(world.key, world.sam.id));
      expect(record).not.toContain(code);
      expect(record).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('has its codes renewed: the old ones are void', async () => {
    const { secondFactor } = world.identity;
    const owner = { memberId: world.sam.id, key: world.key };
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    const renewed = await secondFactor.renewRecoveryCodes(owner);
    expect(secondFactor.spendRecoveryCode(owner, recoveryCodes[3] ?? '')).toBe('wrongRecoveryCode');
    expect(secondFactor.spendRecoveryCode(owner, renewed[3] ?? '')).toBeNull();
  });

  it('turned off asks for nothing, and has no codes to renew', async () => {
    const { secondFactor } = world.identity;
    const owner = { memberId: world.sam.id, key: world.key };
    await setUpSecondFactor(world, world.sam);
    await secondFactor.turnOff(owner);
    expect(secondFactor.isOn(owner)).toBe(false);
    expect(await secondFactor.renewRecoveryCodes(owner)).toEqual([]);
    expect(secondFactor.spendCode(owner, '000000')).toBe('wrongCode');
    expect(world.audit.names).toEqual(['twoFactor.turnedOn', 'twoFactor.turnedOff']);
  });
});
