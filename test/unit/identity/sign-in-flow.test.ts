import { beforeEach, describe, expect, it, vi } from 'vitest';
import { HALF_SIGN_IN_MS } from '../../../src/main/identity/sign-in/half-sign-in.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';

const HOUR_MS = 3_600_000;

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function enter(password = PASSWORD, email = world.sam.email) {
  return world.identity.flow.enter(email, password, GENERATION);
}

describe('email and password', () => {
  it('complete a sign-in without a second factor, whatever the email’s case', async () => {
    const entered = await enter(PASSWORD, world.sam.email.toUpperCase());
    expect(entered).toMatchObject({ ok: true, complete: { member: { id: world.sam.id } } });
    expect(world.audit.events).toEqual([]);
  });

  it('unknown or wrong get the same answer, and both are recorded without what was typed', async () => {
    const refusal = { ok: false, code: 'wrongCredentials' };
    expect(await enter(PASSWORD, 'nobody@rivertown.example')).toEqual(refusal);
    expect(await enter(OTHER_PASSWORD)).toEqual(refusal);
    expect(world.audit.events.map(({ event, memberId }) => [event, memberId])).toEqual([
      ['signIn.failed', null],
      ['signIn.failed', world.sam.id],
    ]);
    expect(JSON.stringify(world.audit.events)).not.toMatch(/another-lantern|nobody@/);
  });

  it('reveal that access was turned off only to somebody who knows the password', async () => {
    world.holdKeys();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    expect(await enter()).toEqual({ ok: false, code: 'memberDisabled' });
    expect(await enter(OTHER_PASSWORD)).toEqual({ ok: false, code: 'wrongCredentials' });
  });

  it('use the account as it is after the check, not before', async () => {
    const checking = enter();
    world.holdKeys();
    await world.identity.members.changeRole(world.sam.id, 'bookkeeper', world.asDana);
    expect(await checking).toMatchObject({ complete: { member: { role: 'bookkeeper' } } });
    const again = enter();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    expect(await again).toEqual({ ok: false, code: 'memberDisabled' });
  });

  it('tried too often give a waiting time, and the member reads the number of failed tries', async () => {
    for (let i = 0; i < 3; i += 1) await enter(OTHER_PASSWORD);
    expect(await enter()).toEqual({ ok: false, code: 'throttled', retryAfterSeconds: 2 });
    expect(world.audit.names.at(-1)).toBe('signIn.throttled');
    world.clock.stop(2_000);
    expect(await enter()).toMatchObject({ ok: true });
    expect(world.account.noticesFor(world.sam.id)).toMatchObject([
      { kind: 'failedSignIns', amount: 3 },
    ]);
    expect(world.account.noticesFor(world.dana.id)).toEqual([]);
  });

  it('are hashed again when the clinic’s cost is higher', async () => {
    world = await IdentityWorld.open({ memoryKib: 20_480, passes: 2, lanes: 1 });
    const before = world.account.credentialsById(world.sam.id);
    expect(before?.credential?.cost.memoryKib).toBe(19_456);
    expect(await enter()).toMatchObject({ ok: true });
    const after = world.account.credentialsById(world.sam.id);
    expect(after).toMatchObject({ version: 1, credential: { cost: { memoryKib: 20_480 } } });
    expect(await enter()).toMatchObject({ ok: true });
    // Nobody chose another password.
    expect(world.audit.events).toEqual([]);
    // Not after a wrong password.
    await enter(OTHER_PASSWORD, world.dana.email);
    const danas = world.account.credentialsById(world.dana.id)?.credential;
    expect(danas?.cost.memoryKib).toBe(19_456);
  });
});

describe('with a second factor', () => {
  let codes: Codes;
  beforeEach(async () => {
    codes = await setUpSecondFactor(world, world.sam);
  });

  it('accepts right codes even if it was set up while the clock was an hour ahead', async () => {
    world.clock.jumpWall(HOUR_MS);
    codes = await setUpSecondFactor(world, world.sam);
    world.clock.jumpWall(-HOUR_MS);
    await enter();
    const code = codes.at(0);
    const verify = () => world.identity.flow.verifyCode(code, GENERATION);
    expect(await verify()).toMatchObject({ complete: { member: world.sam } });
    // And each code only once, as always.
    await enter();
    expect(await verify()).toEqual({ ok: false, code: 'usedCode' });
    expect(await world.identity.flow.verifyCode(codes.at(-1), GENERATION)).toMatchObject({
      ok: false,
    });
  });

  it('only the next code completes it; the password alone begins nothing', async () => {
    expect(await enter()).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'code' });
    expect(await flow.verifyCode(codes.at(0), GENERATION)).toEqual({ ok: false, code: 'usedCode' });
    expect(await flow.verifyCode(codes.at(2), GENERATION)).toEqual({
      ok: false,
      code: 'wrongCode',
    });
    expect(await flow.verifyCode('12 34', GENERATION)).toEqual({ ok: false, code: 'wrongCode' });
    // Wrong codes count like wrong passwords, so the next one has to wait.
    const code = codes.at(1);
    expect(await flow.verifyCode(code, GENERATION)).toMatchObject({ code: 'throttled' });
    world.clock.stop(2_000);
    expect(await flow.verifyCode(code, GENERATION)).toMatchObject({
      complete: { member: { id: world.sam.id } },
    });
    expect(flow.half(GENERATION)).toBeNull();
    expect(await flow.verifyCode(codes.next(), GENERATION)).toMatchObject({
      code: 'signInExpired',
    });
  });

  it('the right password gives no further guesses of the code', async () => {
    for (let i = 0; i < 3; i += 1) {
      await enter();
      await world.identity.flow.verifyCode('000000', GENERATION);
    }
    expect(await enter()).toMatchObject({ code: 'throttled' });
  });

  it('a used code stays used, also after a restart', async () => {
    await enter();
    const code = codes.next();
    expect(await world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({ ok: true });
    world.restart();
    await enter();
    expect(await world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({
      code: 'usedCode',
    });
  });

  it('a recovery code takes the place of the app, once, and the member is told', async () => {
    const { flow } = world.identity;
    const [code = ''] = codes.recoveryCodes;
    await enter();
    expect(await flow.useRecoveryCode('0000-0000-0000-0000', GENERATION)).toEqual({
      ok: false,
      code: 'wrongRecoveryCode',
    });
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect(await flow.useRecoveryCode(typed, GENERATION)).toMatchObject({ ok: true });
    expect(world.account.noticesFor(world.sam.id)).toContainEqual(
      expect.objectContaining({ kind: 'recoveryCodeUsed', amount: 9 }),
    );
    await enter();
    expect(await flow.useRecoveryCode(code, GENERATION)).toMatchObject({
      code: 'wrongRecoveryCode',
    });
  });

  it.each([
    ['5 minutes on both clocks', () => world.clock.stop(HALF_SIGN_IN_MS)],
    ['5 minutes on the wall clock', () => world.clock.jumpWall(HALF_SIGN_IN_MS)],
    ['a clock that was set back', () => world.clock.jumpWall(-1)],
    ['5 minutes of sleep', () => world.clock.sleep(HALF_SIGN_IN_MS)],
  ])('expires by %s, and its keys are overwritten', async (_what, passes) => {
    await enter();
    const keys = world.identity.flow.half(GENERATION)?.keys;
    const code = codes.at(1);
    passes();
    expect(await world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({
      code: 'signInExpired',
    });
    expect(() => keys?.copy()).toThrow('forgotten');
  });

  it('expires after its time, and the change is reported', async () => {
    await enter();
    const keys = world.identity.flow.half(GENERATION)?.keys;
    const changes = world.halfChanges;
    await world.clock.run(HALF_SIGN_IN_MS);
    expect(world.halfChanges).toBe(changes + 1);
    expect(() => keys?.copy()).toThrow('forgotten');
  });

  it('a lock voids it: the right code after the lock is refused', async () => {
    await enter();
    const keys = world.identity.flow.half(GENERATION)?.keys;
    expect(await world.identity.flow.verifyCode(codes.next(), GENERATION + 1)).toMatchObject({
      code: 'signInExpired',
    });
    expect(() => keys?.copy()).toThrow('forgotten');
  });

  it('a second sign-in replaces the first', async () => {
    await enter();
    const first = world.identity.flow.half(GENERATION)?.keys;
    await enter();
    expect(() => first?.copy()).toThrow('forgotten');
  });
});
