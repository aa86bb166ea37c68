import { beforeEach, describe, expect, it, vi } from 'vitest';
import { memberNamed } from '../../support/fakes/builders.js';
import { GENERATION, IdentityWorld, PASSWORD } from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const DAY_MS = 86_400_000;

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function enter(password = PASSWORD, email = world.sam.email) {
  return world.identity.flow.enter(email, password, GENERATION);
}

describe('when two-factor authentication is required', () => {
  it('with 0 days, set-up comes before everything else', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    expect(await enter()).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'required' });
    expect(await flow.verifyCode('000000', GENERATION)).toMatchObject({ code: 'signInExpired' });
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

  it.each<[string, () => Promise<string>]>([
    [
      'somebody signed in under',
      async () => {
        await enter();
        world.clock.jumpWall(-365 * DAY_MS);
        await enter();
        return world.sam.email;
      },
    ],
    [
      'the rule was made under',
      async () => {
        await world.changeRules({ requireTwoFactor: true });
        world.clock.jumpWall(-365 * DAY_MS);
        return world.sam.email;
      },
    ],
    [
      'the member was added under',
      async () => {
        world.holdKeys();
        const { name, email } = memberNamed('Robin');
        const robin = { name, email, role: 'practitioner', password: PASSWORD } as const;
        await world.identity.members.add(robin, world.asDana);
        world.clock.jumpWall(-365 * DAY_MS);
        return email;
      },
    ],
  ])(
    'a clock that was ahead, which %s, neither ends the days nor stops their count',
    async (_what, under) => {
      await world.changeRules({ graceDays: 3 });
      world.clock.jumpWall(365 * DAY_MS);
      const email = await under();
      await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
      expect(await enter(PASSWORD, email)).toMatchObject({ complete: { member: { email } } });
      world.clock.stop(2 * DAY_MS);
      expect(await enter(PASSWORD, email)).toMatchObject({ complete: { member: { email } } });
      world.clock.stop(1.1 * DAY_MS);
      expect(await enter(PASSWORD, email)).toEqual({ ok: true, complete: null });
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
