import { beforeEach, describe, expect, it } from 'vitest';
import { HALF_SIGN_IN_MS } from '../../../src/main/identity/sign-in/sign-in-flow.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

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
    world.holdKey();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    expect(await enter()).toEqual({ ok: false, code: 'memberDisabled' });
    expect(await enter(OTHER_PASSWORD)).toEqual({ ok: false, code: 'wrongCredentials' });
  });

  it('use the account as it is after the check, not before', async () => {
    const checking = enter();
    world.holdKey();
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

  it('are hashed again when a higher cost is recommended', async () => {
    const before = world.account.credentialsById(world.sam.id)?.credential;
    world.store.savePasswordCost({ memoryKib: 20_480, passes: 2, lanes: 1 });
    expect(await enter()).toMatchObject({ ok: true });
    const after = world.account.credentialsById(world.sam.id)?.credential;
    expect(after).toMatchObject({ version: before?.version, cost: { memoryKib: 20_480 } });
    expect(await enter()).toMatchObject({ ok: true });
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
    expect(verify()).toMatchObject({ complete: { member: world.sam } });
    // And each code only once, as always.
    await enter();
    expect(verify()).toEqual({ ok: false, code: 'usedCode' });
    expect(world.identity.flow.verifyCode(codes.at(-1), GENERATION)).toMatchObject({ ok: false });
  });

  it('only the next code completes it; the password alone begins nothing', async () => {
    expect(await enter()).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'code' });
    expect(flow.verifyCode(codes.at(0), GENERATION)).toEqual({ ok: false, code: 'usedCode' });
    expect(flow.verifyCode(codes.at(2), GENERATION)).toEqual({ ok: false, code: 'wrongCode' });
    expect(flow.verifyCode('12 34', GENERATION)).toEqual({ ok: false, code: 'wrongCode' });
    // Wrong codes count like wrong passwords, so the next one has to wait.
    const code = codes.at(1);
    expect(flow.verifyCode(code, GENERATION)).toMatchObject({ code: 'throttled' });
    world.clock.stop(2_000);
    expect(flow.verifyCode(code, GENERATION)).toMatchObject({
      complete: { member: { id: world.sam.id } },
    });
    expect(flow.half(GENERATION)).toBeNull();
    expect(flow.verifyCode(codes.next(), GENERATION)).toMatchObject({ code: 'signInExpired' });
  });

  it('the right password gives no further guesses of the code', async () => {
    for (let i = 0; i < 3; i += 1) {
      await enter();
      world.identity.flow.verifyCode('000000', GENERATION);
    }
    expect(await enter()).toMatchObject({ code: 'throttled' });
  });

  it('a used code stays used, also after a restart', async () => {
    await enter();
    const code = codes.next();
    expect(world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({ ok: true });
    world.restart();
    await enter();
    expect(world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({ code: 'usedCode' });
  });

  it('a recovery code takes the place of the app, once, and the member is told', async () => {
    const { flow } = world.identity;
    const [code = ''] = codes.recoveryCodes;
    await enter();
    expect(flow.useRecoveryCode('0000-0000-0000-0000', GENERATION)).toEqual({
      ok: false,
      code: 'wrongRecoveryCode',
    });
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o');
    expect(flow.useRecoveryCode(typed, GENERATION)).toMatchObject({ ok: true });
    expect(world.account.noticesFor(world.sam.id)).toContainEqual(
      expect.objectContaining({ kind: 'recoveryCodeUsed', amount: 9 }),
    );
    await enter();
    expect(flow.useRecoveryCode(code, GENERATION)).toMatchObject({ code: 'wrongRecoveryCode' });
  });

  it.each([
    ['5 minutes on both clocks', () => world.clock.stop(HALF_SIGN_IN_MS)],
    ['5 minutes on the wall clock', () => world.clock.jumpWall(HALF_SIGN_IN_MS)],
    ['a clock that was set back', () => world.clock.jumpWall(-1)],
    ['5 minutes of sleep', () => world.clock.sleep(HALF_SIGN_IN_MS)],
  ])('expires by %s, and its key is overwritten', async (_what, passes) => {
    await enter();
    const key = world.identity.flow.half(GENERATION)?.accountKey;
    const code = codes.at(1);
    passes();
    expect(world.identity.flow.verifyCode(code, GENERATION)).toMatchObject({
      code: 'signInExpired',
    });
    expect(() => key?.copy()).toThrow('forgotten');
  });

  it('expires after its time, and the change is reported', async () => {
    await enter();
    const key = world.identity.flow.half(GENERATION)?.accountKey;
    const changes = world.halfChanges;
    await world.clock.run(HALF_SIGN_IN_MS);
    expect(world.halfChanges).toBe(changes + 1);
    expect(() => key?.copy()).toThrow('forgotten');
  });

  it('a lock voids it: the right code after the lock is refused', async () => {
    await enter();
    const key = world.identity.flow.half(GENERATION)?.accountKey;
    expect(world.identity.flow.verifyCode(codes.next(), GENERATION + 1)).toMatchObject({
      code: 'signInExpired',
    });
    expect(() => key?.copy()).toThrow('forgotten');
  });

  it('a second sign-in replaces the first', async () => {
    await enter();
    const first = world.identity.flow.half(GENERATION)?.accountKey;
    await enter();
    expect(() => first?.copy()).toThrow('forgotten');
  });
});

describe('when two-factor authentication is required', () => {
  it('with 0 days, set-up comes before everything else', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    expect(await enter()).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'required' });
    expect(flow.verifyCode('000000', GENERATION)).toMatchObject({ code: 'signInExpired' });
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({ code: 'signInExpired' });
    await setUpSecondFactor(world, world.sam);
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({
      complete: { member: { id: world.sam.id } },
    });
  });

  it('members have the given days, counted from when it was turned on', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
    world.clock.stop(2 * DAY_MS);
    // Saving the rules again does not restart the days.
    await world.changeRules({ shortestPassword: 14 });
    expect(await enter()).toMatchObject({ ok: true, complete: { member: world.sam } });
    world.clock.stop(DAY_MS);
    expect(await enter()).toEqual({ ok: true, complete: null });
  });

  it('a clock that was set back gains no days', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
    world.clock.stop(3 * DAY_MS);
    await enter(PASSWORD, world.dana.email);
    await setUpSecondFactor(world, world.dana);
    world.identity.flow.finishEnrolment(GENERATION);
    world.clock.jumpWall(-2 * DAY_MS);
    expect(await enter()).toEqual({ ok: true, complete: null });
  });

  it('signing in twice under a clock that was set back gains no days, and restores none that are over', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
    world.clock.stop(2 * DAY_MS);
    expect(await enter()).toMatchObject({ complete: { member: world.sam } });
    world.clock.jumpWall(-1.5 * DAY_MS);
    expect(await enter()).toMatchObject({ complete: { member: world.sam } });
    world.clock.stop(0.9 * DAY_MS);
    expect(await enter()).toMatchObject({ complete: { member: world.sam } });
    world.clock.stop(0.2 * DAY_MS);
    expect(await enter()).toEqual({ ok: true, complete: null });
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'somebody signed in under',
      async () => {
        await enter();
        world.clock.jumpWall(-365 * DAY_MS);
        await enter();
        await world.enrol(world.sam);
      },
    ],
    [
      'the rule was made under',
      async () => {
        await world.changeRules({ requireTwoFactor: true });
        world.clock.jumpWall(-365 * DAY_MS);
      },
    ],
    [
      'the member was added under',
      async () => {
        await world.enrol(world.sam);
        world.clock.jumpWall(-365 * DAY_MS);
      },
    ],
  ])(
    'a clock that was ahead, which %s, neither ends the days nor stops their count',
    async (_what, under) => {
      await world.changeRules({ graceDays: 3 });
      world.clock.jumpWall(365 * DAY_MS);
      await under();
      await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
      expect(await enter()).toMatchObject({ complete: { member: world.sam } });
      world.clock.stop(2 * DAY_MS);
      expect(await enter()).toMatchObject({ complete: { member: world.sam } });
      world.clock.stop(1.1 * DAY_MS);
      expect(await enter()).toEqual({ ok: true, complete: null });
    },
  );

  it('turned off again, it asks for nothing', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    await world.changeRules({ requireTwoFactor: false });
    expect(await enter()).toMatchObject({ complete: { member: { id: world.sam.id } } });
  });

  it('a member who was reset sets it up again, whether it is required or not', async () => {
    await setUpSecondFactor(world, world.sam);
    await world.identity.secondFactor.reset(world.sam.id, world.asDana);
    expect(await enter()).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({
      stage: 'enrolment',
      reason: 'reset',
    });
  });
});
