import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openTwoFactor } from '../../../src/main/identity/second-factor/second-factor-record.js';
import { IdentityWorld, OTHER_PASSWORD, PASSWORD } from '../../support/fakes/identity-world.js';
import { authenticator, setUpSecondFactor } from '../../support/fakes/second-factor.js';

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

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
      stepUp.passwordAndCode(world.dana, world.keysOf(world.dana), { password, code });
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
    const { stepUp } = world.identity;
    expect(await stepUp.passwordAndCode(world.sam, world.keysOf(world.sam), given)).toEqual({
      ok: true,
    });
  });
});

describe('a second factor', () => {
  it('is confirmed only in the session that was shown its secret', async () => {
    const { secondFactor } = world.identity;
    const owner = world.as(world.sam);
    const { secret } = secondFactor.start(owner);
    const right = authenticator(world, secret)(0);
    const later = world.as(world.sam);
    const somebodyElse = { memberId: world.dana.id, keys: owner.keys };
    for (const other of [later, somebodyElse])
      expect(await secondFactor.confirm(other, right)).toEqual({ ok: false, code: 'wrongCode' });
    expect(secondFactor.isOn(later)).toBe(false);
    expect(await secondFactor.confirm(owner, right)).toMatchObject({ ok: true });
  });

  it('set up on a new device voids the old one and its recovery codes', async () => {
    const { secondFactor } = world.identity;
    const old = await setUpSecondFactor(world, world.sam);
    const owner = world.as(world.sam);
    world.clock.stop(60_000);
    const current = await setUpSecondFactor(world, world.sam);
    expect(await secondFactor.spendCode(owner, old.next())).toBe('wrongCode');
    expect(await secondFactor.spendRecoveryCode(owner, old.recoveryCodes[0] ?? '')).toBe(
      'wrongRecoveryCode',
    );
    expect(await secondFactor.spendCode(owner, current.next())).toBeNull();
  });

  it('has ten different recovery codes of 80 bits, which are not stored', async () => {
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    expect(new Set(recoveryCodes).size).toBe(10);
    const stored = world.account.state?.members[world.sam.id]?.twoFactor?.record ?? '';
    const owner = world.as(world.sam);
    const record = openTwoFactor(owner.memberId, owner.keys, world.account.box(stored));
    expect(record?.recoveryCodes).toHaveLength(10);
    for (const code of recoveryCodes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(JSON.stringify(record)).not.toContain(code);
      expect(JSON.stringify(record)).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('opens for its member alone: for no administrator, and not with the clinic’s keys', async () => {
    await setUpSecondFactor(world, world.sam);
    const stored = world.account.state?.members[world.sam.id]?.twoFactor?.record ?? '';
    const box = world.account.box(stored) ?? Buffer.alloc(0);
    world.holdKeys();
    const { clinic } = world.identity.keys;
    const name = `two-factor/${world.sam.id}`;
    expect(world.keysOf(world.sam).own.open(name, box)).not.toBeNull();
    expect(world.keysOf(world.dana).own.open(name, box)).toBeNull();
    expect(clinic?.clinic.open(name, box)).toBeNull();
    expect(clinic?.administrators?.own.open(name, box)).toBeNull();
    expect(openTwoFactor(world.dana.id, world.keysOf(world.sam), box)).toBeNull();
  });

  it('that is due after a reset cannot be turned off instead', async () => {
    await setUpSecondFactor(world, world.sam);
    await world.identity.secondFactor.reset(world.sam.id, world.asDana);
    await expect(world.identity.secondFactor.turnOff(world.as(world.sam))).rejects.toThrow(
      'noSecondFactor',
    );
    expect(world.account.state?.members[world.sam.id]?.mustSetUp).toBe(true);
  });

  it('has each recovery code once, also in two windows at the same time', async () => {
    const { secondFactor } = world.identity;
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    const spend = () => secondFactor.spendRecoveryCode(world.as(world.sam), recoveryCodes[0] ?? '');
    const answers = await Promise.all([spend(), spend()]);
    expect(answers.filter((answer) => answer === null)).toHaveLength(1);
    expect(secondFactor.codesLeft(world.sam.id)).toBe(9);
  });

  it('has its codes renewed: the old ones are void', async () => {
    const { secondFactor } = world.identity;
    const owner = world.as(world.sam);
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    const renewed = await secondFactor.renewRecoveryCodes(owner);
    expect(await secondFactor.spendRecoveryCode(owner, recoveryCodes[3] ?? '')).toBe(
      'wrongRecoveryCode',
    );
    expect(await secondFactor.spendRecoveryCode(owner, renewed[3] ?? '')).toBeNull();
  });

  it('turned off asks for nothing, and has no codes to renew', async () => {
    const { secondFactor } = world.identity;
    const owner = world.as(world.sam);
    await setUpSecondFactor(world, world.sam);
    await secondFactor.turnOff(owner);
    expect(secondFactor.isOn(owner)).toBe(false);
    expect(await secondFactor.renewRecoveryCodes(owner)).toEqual([]);
    expect(await secondFactor.spendCode(owner, '000000')).toBe('wrongCode');
    expect(world.audit.names).toEqual(['twoFactor.turnedOn', 'twoFactor.turnedOff']);
  });
});
