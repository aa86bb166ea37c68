import { beforeEach, describe, expect, it, vi } from 'vitest';
import { KeptForLater } from '../../../src/main/account/kept-for-later.js';
import { LogKeys } from '../../../src/main/account/log-keys.js';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { type Author, ServerAwayError } from '../../../src/main/ports/index.js';
import {
  FIRST_DESK,
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
} from '../../support/fakes/identity-world.js';
import { MemoryLog } from '../../support/fakes/memory-log.js';
import { type Codes, setUpSecondFactor } from '../../support/fakes/second-factor.js';
import { enter } from '../../support/fakes/two-desks.js';

/* The emergency kit at a desk that was without the server for too long: nobody else gets in there. */

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

const KEY_BYTES = 32;

let world: IdentityWorld;
let rows: MemoryLog;
let isOpen: boolean;
let kit: string;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.share();
  rows = new MemoryLog();
  isOpen = true;
  const log = new LogKeys(new Map([[1, Buffer.alloc(KEY_BYTES, 1)]]));
  const reader = { id: FIRST_DESK, keys: SeedKeys.fresh(), log, keep: () => undefined };
  world.account.decisions.database = [...world.account.decisions.database, rows];
  world.account.chain.deciding.keepForLater(new KeptForLater(rows, () => (isOpen ? reader : null)));
  world.holdKeys();
  kit = await world.identity.recovery.makeKit(world.asDana);
});

function goShut(): void {
  world.account.chain.deciding.follow(null);
  world.desk.goAlone('shut');
}

function useKit(code = kit, email = world.dana.email) {
  return world.identity.recovery.useKit({ email, code, newPassword: OTHER_PASSWORD }, GENERATION);
}

/** Dana, in the middle of a sign-in. */
function danasHalf(): Author {
  const keys = world.identity.flow.half(GENERATION)?.keys;
  if (keys === undefined) throw new Error('No sign-in waits.');
  return { memberId: world.dana.id, keys };
}

function enterAsDana(password = OTHER_PASSWORD) {
  return enter(world, password, world.dana.email);
}

/** The kinds of the decisions that wait for the server. */
function kept(): readonly string[] {
  const { entries } = world.account.decisions;
  const waiting = rows.rows.length === 0 ? [] : entries.slice(-rows.rows.length);
  return waiting.map(({ body }) => {
    const { change } = JSON.parse(body.toString('utf8')) as { change: { kind: string } };
    return change.kind;
  });
}

describe('without a second factor before', () => {
  it('lets its administrator in for an hour, and says so in the log', async () => {
    goShut();
    expect(await useKit()).toMatchObject({
      complete: { member: { id: world.dana.id }, longestSeconds: 3_600 },
    });
    expect(kept()).toEqual(['member.keys']);
    expect(world.audit.names).toEqual(
      expect.arrayContaining(['emergencyKit.used', 'workstation.shutSignIn']),
    );
    expect(world.identity.recovery.hasKit()).toBe(false);
  });

  it('and once only: then the kit is used up here', async () => {
    goShut();
    await useKit();
    expect(await useKit()).toEqual({ ok: false, code: 'wrongEmergencyKit' });
    expect(kept()).toEqual(['member.keys']);
  });

  it('is a decision of the server while that answers', async () => {
    expect(await useKit()).toMatchObject({ ok: true });
    expect(rows.rows).toEqual([]);
  });

  it('opens nothing with the new password after it, without a second factor', async () => {
    goShut();
    await useKit();
    expect(await enterAsDana()).toEqual({ ok: false, code: 'shutToMembers' });
  });

  it('changes nothing, and is no wrong try, where the keychain does not give the keys', async () => {
    goShut();
    isOpen = false;
    for (let tries = 0; tries < 5; tries += 1)
      await expect(useKit()).rejects.toThrow(ServerAwayError);
    expect(world.identity.recovery.hasKit()).toBe(true);
    isOpen = true;
    expect(await useKit()).toMatchObject({ ok: true });
  });

  it('lets nobody else in: no member, and no other code', async () => {
    const invitation = await world.invite(world.dana);
    goShut();
    expect(await useKit(kit, world.sam.email)).toMatchObject({ code: 'wrongEmergencyKit' });
    const form = { email: world.dana.email, code: invitation, newPassword: OTHER_PASSWORD };
    await expect(world.identity.recovery.redeemInvitation(form, GENERATION)).rejects.toThrow(
      ServerAwayError,
    );
    expect(rows.rows).toEqual([]);
  });
});

describe('with a second factor before', () => {
  let old: Codes;
  beforeEach(async () => {
    old = await setUpSecondFactor(world, world.dana);
    goShut();
  });

  it('leads to a new one, which is kept too, and its codes open the desk from then on', async () => {
    expect(await useKit()).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(flow.half(GENERATION)).toMatchObject({ stage: 'enrolment', reason: 'reset' });
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({ code: 'signInExpired' });
    const codes = await setUpSecondFactor(world, world.dana, danasHalf());
    expect(flow.finishEnrolment(GENERATION)).toMatchObject({
      complete: { member: { id: world.dana.id }, longestSeconds: 3_600 },
    });
    expect(kept()).toEqual(['member.keys', 'twoFactor.set']);
    // The next time the password and a code are enough, and the old app's code is not.
    expect(await enterAsDana()).toEqual({ ok: true, complete: null });
    expect(await flow.verifyCode(old.next(), GENERATION)).toMatchObject({ code: 'wrongCode' });
    expect(await flow.verifyCode(codes.at(0), GENERATION)).toMatchObject({
      complete: { member: { id: world.dana.id }, longestSeconds: 3_600 },
    });
  });

  it('leads to no other decision: the new second factor cannot be turned off', async () => {
    await useKit();
    const dana = danasHalf();
    const { secondFactor, members } = world.identity;
    await expect(secondFactor.turnOff(dana)).rejects.toThrow(ServerAwayError);
    await setUpSecondFactor(world, world.dana, dana);
    await expect(secondFactor.turnOff(dana)).rejects.toThrow(ServerAwayError);
    await expect(secondFactor.renewRecoveryCodes(dana)).rejects.toThrow(ServerAwayError);
    world.identity.keys.hold(world.dana.id, dana.keys.copy());
    await expect(members.setActive(world.sam.id, false, dana)).rejects.toThrow(ServerAwayError);
    expect(kept()).toEqual(['member.keys', 'twoFactor.set']);
  });

  it('is not needed by whoever has a recovery code: that is kept too, and used up', async () => {
    const [code = ''] = old.recoveryCodes;
    const { flow } = world.identity;
    const before = await enter(world, undefined, world.dana.email);
    expect(before).toEqual({ ok: true, complete: null });
    expect(await flow.useRecoveryCode(code, GENERATION)).toMatchObject({
      complete: { member: { id: world.dana.id }, longestSeconds: 3_600 },
    });
    expect(kept()).toEqual(['recoveryCode.used']);
    await enter(world, undefined, world.dana.email);
    expect(await flow.useRecoveryCode(code, GENERATION)).toMatchObject({
      code: 'wrongRecoveryCode',
    });
  });
});

it('a recovery code of another member waits for the server, also at a desk that is not shut', async () => {
  const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
  world.account.chain.deciding.follow(null);
  world.desk.goAlone();
  expect(await enter(world)).toEqual({ ok: true, complete: null });
  const used = world.identity.flow.useRecoveryCode(recoveryCodes[0] ?? '', GENERATION);
  await expect(used).rejects.toThrow(ServerAwayError);
  expect(rows.rows).toEqual([]);
});
