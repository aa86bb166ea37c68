import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Member, ServerAwayError } from '../../../src/main/ports/index.js';
import {
  GENERATION,
  type IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';
import { changePassword, enter, openTwoDesks, signIn } from '../../support/fakes/two-desks.js';

/* What a sign-in asks of the clinic's server, what it waits for, and in which order it decides. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
let sam: Member;
beforeEach(async () => {
  ({ first: world, sam } = await openTwoDesks());
  world.desk.standing = { kind: 'connected' };
});

/** Something that settles when the test says so. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** The server does not answer what was decided until the gate is opened. */
function holdCatchUp(): { readonly asked: () => number; open: () => void } {
  const { opened, open } = gate();
  let times = 0;
  world.desk.catchUp = () => {
    times += 1;
    return opened;
  };
  return { asked: () => times, open };
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  const turn = new Promise((resolve) => setImmediate(() => resolve(open)));
  return (await Promise.race([promise, turn])) !== open;
}

describe('the password', () => {
  it('is derived while the server is asked, and nobody gets in before it has answered', async () => {
    const held = holdCatchUp();
    const entered = enter(world);
    expect(held.asked()).toBe(1);
    // Another derivation, which takes as long, is over by then.
    await world.identity.stepUp.password(world.dana, PASSWORD);
    expect(await isSettled(entered)).toBe(false);
    // Whoever was sent away meanwhile does not get in.
    world.account.setMemberActive(sam.id, false);
    held.open();
    expect(await entered).toEqual({ ok: false, code: 'memberDisabled' });
  });

  it('that is right does not wait once more for a server that is known to be away', async () => {
    world.desk.goAlone();
    const held = holdCatchUp();
    expect(await enter(world)).toMatchObject({ ok: true, complete: { member: { id: sam.id } } });
    // It was asked all the same: it may be back.
    expect(held.asked()).toBe(1);
  });

  it.each(['alone', 'shut', 'connecting'] as const)(
    'that gets nobody in waits for it: %s',
    async (kind) => {
      if (kind === 'connecting') world.desk.standing = { kind };
      else world.desk.goAlone(kind);
      const held = holdCatchUp();
      const entered = enter(world, kind === 'alone' ? OTHER_PASSWORD : undefined);
      await expect.poll(() => held.asked()).toBe(1);
      expect(await isSettled(entered)).toBe(false);
      held.open();
      expect(await entered).toMatchObject({ ok: kind === 'connecting' });
    },
  );
});

it('a password that another desk replaces while the old one is on its way counts at once', async () => {
  const second = world.otherDesk();
  await signIn(world);
  const fetchBox = second.desk.fetchBox.bind(second.desk);
  second.desk.fetchBox = async (hash) => {
    second.desk.fetchBox = fetchBox;
    await changePassword(world, OTHER_PASSWORD);
    second.take(world);
    return fetchBox(hash);
  };
  expect(await enter(second, OTHER_PASSWORD)).toMatchObject({
    complete: { member: { id: sam.id } },
  });
});

describe('the second step', () => {
  let codes: Codes;
  beforeEach(async () => {
    codes = await setUpSecondFactor(world, sam);
    await enter(world);
  });

  /** The try is counted when the gate is opened. */
  function holdCount(): () => void {
    const { opened, open } = gate();
    world.desk.countTry = async () => {
      await opened;
      return world.desk.failures;
    };
    return open;
  }

  it('counts the try and uses the code up in one go, and decides when it has both', async () => {
    const open = holdCount();
    world.desk.spent.clear();
    const verified = world.identity.flow.verifyCode(codes.next(), GENERATION);
    await expect.poll(() => world.desk.spent.size).toBe(1);
    expect(await isSettled(verified)).toBe(false);
    open();
    expect(await verified).toMatchObject({ complete: { member: { id: sam.id } } });
  });

  it('uses a recovery code up only when the try is counted', async () => {
    const open = holdCount();
    const { flow, secondFactor } = world.identity;
    const used = flow.useRecoveryCode(codes.recoveryCodes[0] ?? '', GENERATION);
    expect(await isSettled(used)).toBe(false);
    expect(secondFactor.codesLeft(sam.id)).toBe(10);
    open();
    expect(await used).toMatchObject({ ok: true });
    expect(secondFactor.codesLeft(sam.id)).toBe(9);
  });

  it('of a sign-in that was called off meanwhile lets nobody in', async () => {
    const open = holdCount();
    const { flow } = world.identity;
    const verified = flow.verifyCode(codes.next(), GENERATION);
    flow.cancel();
    open();
    expect(await verified).toEqual({ ok: false, code: 'signInExpired' });
  });
});

describe('a second factor that is due', () => {
  it('is not shown for nothing while the server is away', () => {
    const { secondFactor } = world.identity;
    world.desk.goAlone();
    expect(() => secondFactor.start(world.as(sam))).toThrow(ServerAwayError);
    world.desk.standing = { kind: 'connected' };
    expect(secondFactor.start(world.as(sam)).secret).toMatch(/^[A-Z2-7 ]+$/);
  });
});
