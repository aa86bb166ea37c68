import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openShare } from '../../../src/main/account/shares.js';
import type { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys(world.sam);
});

/** Sam, who is signed in, chooses another password, and goes on with the new keys. */
async function change(password = OTHER_PASSWORD): Promise<SeedKeys> {
  const { keys, ownPassword } = world.identity;
  const changed = await ownPassword.change(world.sam, password, keys.authorFor(world.sam));
  if (!changed.ok) throw new Error(changed.problem);
  keys.hold(world.sam.id, changed.keys);
  return changed.keys;
}

function refusal(password: string): Promise<unknown> {
  const { keys, ownPassword } = world.identity;
  return ownPassword.change(world.sam, password, keys.authorFor(world.sam));
}

function enter(password: string) {
  return world.identity.flow.enter(world.sam.email, password, GENERATION);
}

function opensShare(keys: SeedKeys): boolean {
  return openShare(world.account, { name: world.sam.id, keys }) !== null;
}

describe('a changed password', () => {
  it('signs in, and the old one does not', async () => {
    await change();
    expect(await enter(PASSWORD)).toEqual({ ok: false, code: 'wrongCredentials' });
    expect(await enter(OTHER_PASSWORD)).toMatchObject({
      complete: { member: { id: world.sam.id } },
    });
    expect(world.account.credentialsById(world.sam.id)?.version).toBe(2);
    expect(world.audit.names).toContain('member.passwordChanged');
  });

  it('comes with a new seed: the old one opens nothing, and decides nothing', async () => {
    const old = world.keysOf(world.sam);
    const keys = await change();
    expect(keys.publicKeys.signing).not.toBe(old.publicKeys.signing);
    expect(keys.publicKeys.opening).not.toBe(old.publicKeys.opening);
    expect(opensShare(keys)).toBe(true);
    expect(opensShare(old)).toBe(false);
    const { secondFactor } = world.identity;
    const before = { memberId: world.sam.id, keys: old };
    await expect(secondFactor.turnOff(before)).rejects.toThrow('notAllowed');
    expect(await world.identity.flow.admit(world.sam.id, old, GENERATION)).toEqual({
      ok: false,
      code: 'recordTampered',
    });
  });

  it('leaves the member’s own records, sealed anew', async () => {
    const old = world.keysOf(world.sam);
    const name = `probe/${world.sam.id}`;
    world.store.saveSealed(name, old.own.seal(name, Buffer.from('a draft')));
    const others = `probe/${world.dana.id}`;
    const danas = world.keysOf(world.dana).own.seal(others, Buffer.from('of Dana'));
    world.store.saveSealed(others, danas);
    const keys = await change();
    const box = world.store.sealed(name) ?? Buffer.alloc(0);
    expect(keys.own.open(name, box)?.toString()).toBe('a draft');
    expect(old.own.open(name, box)).toBeNull();
    expect(world.store.sealed(others)).toEqual(danas);
    expect(world.memories.read(world.sam.id, keys)).not.toBeNull();
    // Nothing of it looks as if somebody had changed it.
    expect(await enter(OTHER_PASSWORD)).toMatchObject({ ok: true });
    expect(world.audit.named('record.tampered')).toEqual([]);
  });

  it('leaves the second factor on, and used codes used', async () => {
    const codes = await setUpSecondFactor(world, world.sam);
    const [first = '', second = ''] = codes.recoveryCodes;
    const owner = world.as(world.sam);
    expect(await world.identity.secondFactor.spendRecoveryCode(owner, first)).toBeNull();
    const keys = await change();
    expect(await enter(OTHER_PASSWORD)).toEqual({ ok: true, complete: null });
    const { flow } = world.identity;
    expect(await flow.verifyCode(codes.at(0), GENERATION)).toMatchObject({ code: 'usedCode' });
    expect(await flow.useRecoveryCode(first, GENERATION)).toMatchObject({ ok: false });
    expect(await flow.useRecoveryCode(second, GENERATION)).toMatchObject({ ok: true });
    expect(world.identity.secondFactor.isDamaged({ memberId: world.sam.id, keys })).toBe(false);
  });

  it('gives a share to a member of the same kind: no administrator’s key to anybody else', async () => {
    await change();
    expect(world.identity.keys.clinic?.administrators).toBeNull();
    world.holdKeys(world.dana);
    const changed = await world.identity.ownPassword.change(
      world.dana,
      OTHER_PASSWORD,
      world.identity.keys.authorFor(world.dana),
    );
    if (!changed.ok) throw new Error(changed.problem);
    world.identity.keys.hold(world.dana.id, changed.keys);
    expect(world.identity.keys.clinic?.administrators).not.toBeNull();
  });
});

describe('a password stays', () => {
  it.each([
    ['too short', 'elevenchars', /at least 12 characters/],
    ['too long', 'x'.repeat(129), /at most 128/],
    ['common', 'password1234', /attackers try first/],
    ['made of the clinic’s and the member’s own words', 'Sam.Rivertown.1', /name/],
  ])('when the new one is %s, and the reason is told', async (_why, wanted, reason) => {
    const before = world.account.credentialsById(world.sam.id);
    expect(await refusal(wanted)).toMatchObject({
      ok: false,
      code: 'weakPassword',
      problem: expect.stringMatching(reason) as string,
    });
    expect(world.account.credentialsById(world.sam.id)).toEqual(before);
    expect(world.audit.events).toEqual([]);
  });

  it('when the session ended while the new one was derived', async () => {
    const before = world.account.credentialsById(world.sam.id);
    const changing = refusal(OTHER_PASSWORD);
    setTimeout(() => world.identity.keys.forget(), 1);
    await expect(changing).rejects.toThrow();
    expect(world.account.credentialsById(world.sam.id)).toEqual(before);
    expect(world.audit.events).toEqual([]);
  });

  it('when the record of the second factor was changed: it would be lost', async () => {
    await setUpSecondFactor(world, world.sam);
    const record = world.account.state?.members[world.sam.id]?.twoFactor?.record ?? '';
    world.account.decisions.boxes.delete(record);
    const before = world.account.credentialsById(world.sam.id);
    await expect(refusal(OTHER_PASSWORD)).rejects.toThrow('second factor');
    expect(world.account.credentialsById(world.sam.id)).toEqual(before);
  });

  it('when the disk is full, and so do the member’s own records', async () => {
    const name = `memory/${world.sam.id}`;
    const box = world.store.sealed(name);
    world.store.writable = false;
    await expect(refusal(OTHER_PASSWORD)).rejects.toThrow('made to fail');
    expect(world.store.sealed(name)).toEqual(box);
    world.store.writable = true;
    expect(await enter(PASSWORD)).toMatchObject({ ok: true });
    expect(world.audit.names).toEqual([]);
  });
});

it('a password must be as long as the rules say for this member', async () => {
  await world.changeRules({ shortestPassword: 9, strictPasswords: true });
  world.holdKeys(world.sam);
  await change('kelp-moth-frost');
  expect(await refusal('kelp-moth-frs')).toMatchObject({ ok: false });
  await setUpSecondFactor(world, world.sam, world.identity.keys.authorFor(world.sam));
  await change('kelp-moth-');
  expect(await refusal('kelp-mot')).toMatchObject({ ok: false });
});
