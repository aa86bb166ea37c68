import { beforeEach, describe, expect, it } from 'vitest';
import { firstMemberRecord } from '../../../src/main/identity/sealed-records.js';
import { GENERATION, IdentityWorld, PASSWORD } from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function enter() {
  return world.identity.flow.enter(world.sam.email, PASSWORD, GENERATION);
}

function told(): readonly unknown[] {
  return world.audit.named('record.tampered').map(({ detail }) => detail?.['what']);
}

it('a member whose credential was taken out of the database does not get in', async () => {
  world.account.enrol(world.sam, { credential: null });
  expect(await enter()).toEqual({ ok: false, code: 'wrongCredentials' });
});

describe('a member’s record', () => {
  const name = (): string => `member/${world.sam.id}`;

  it('that is gone, or another member’s, or changed in any byte, lets nobody in', async () => {
    await setUpSecondFactor(world, world.sam);
    const box = world.store.boxes.get(name()) ?? Buffer.alloc(0);
    const others = world.store.boxes.get(`member/${world.dana.id}`) ?? Buffer.alloc(0);
    const damages: (Buffer | null)[] = [null, others, box.subarray(1), Buffer.alloc(0)];
    for (let at = 0; at < box.length; at += 29) {
      const bytes = Buffer.from(box);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      damages.push(bytes);
    }
    for (const damaged of damages) {
      if (damaged === null) world.store.boxes.delete(name());
      else world.store.boxes.set(name(), damaged);
      expect(await enter()).toEqual({ ok: false, code: 'recordTampered' });
      expect(world.identity.flow.half(GENERATION)).toBeNull();
    }
    expect(told()).toEqual(damages.map(() => 'member'));
    const kinds = world.account.noticesFor(world.dana.id).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['recordTampered']));
  });

  it('is repaired by an administrator’s reset, without a role that may have been set by hand', async () => {
    world.store.boxes.delete(name());
    world.account.setMemberRole(world.sam.id, 'administrator');
    await world.identity.secondFactor.reset(world.sam.id, world.asDana);
    expect(world.account.memberById(world.sam.id)?.role).toBe('receptionist');
    expect(await enter()).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({ stage: 'enrolment' });
  });

  it('of a member whose record is whole keeps the role when it is reset', async () => {
    await world.identity.secondFactor.reset(world.dana.id, world.asDana);
    expect(world.account.memberById(world.dana.id)?.role).toBe('administrator');
  });
});

describe('what was edited by hand in the account', () => {
  it('a role goes back to the sealed one', async () => {
    world.account.setMemberRole(world.sam.id, 'administrator');
    expect(await enter()).toMatchObject({ complete: { member: { role: 'receptionist' } } });
    expect(world.account.memberById(world.sam.id)?.role).toBe('receptionist');
    expect(told()).toEqual(['role']);
  });

  it('access that was turned on again stays off', async () => {
    world.holdKey();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    world.account.setMemberActive(world.sam.id, true);
    expect(await enter()).toEqual({ ok: false, code: 'memberDisabled' });
    expect(world.account.memberById(world.sam.id)?.active).toBe(false);
    expect(told()).toEqual(['active']);
  });

  it('access that was turned off by hand is off: the stricter of the two wins', async () => {
    world.account.setMemberActive(world.sam.id, false);
    expect(await enter()).toEqual({ ok: false, code: 'memberDisabled' });
  });
});

describe('the rules for signing in', () => {
  it('that are missing or were changed are replaced by the strictest', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 14 });
    const before = world.store.boxes.get('account') ?? Buffer.alloc(0);
    expect(await enter()).toMatchObject({ complete: { member: { id: world.sam.id } } });
    for (const damaged of [before.subarray(1), Buffer.alloc(0)]) {
      world.store.boxes.set('account', damaged);
      expect(await enter()).toEqual({ ok: true, complete: null });
    }
    expect(told()).toEqual(['signInRules', 'signInRules']);
  });

  it('are in force again once an administrator has saved them', async () => {
    world.store.boxes.delete('account');
    await world.changeRules({ requireTwoFactor: false });
    expect(await enter()).toMatchObject({ complete: { member: { id: world.sam.id } } });
  });

  it('can’t be another record under their name', async () => {
    const text = Buffer.from(JSON.stringify(firstMemberRecord(world.sam, 0)));
    world.store.boxes.set('account', world.key.seal('account', text));
    expect(await enter()).toEqual({ ok: true, complete: null });
  });
});

it('a credential that no longer opens the account key is reported, and opens nothing', async () => {
  const credential = world.account.credentialsById(world.sam.id)?.credential;
  if (!credential) throw new Error('Sam has no credential.');
  world.account.setCredential(world.sam.id, { ...credential, version: 5 });
  expect(await enter()).toEqual({ ok: false, code: 'recordTampered' });
  expect(told()).toEqual(['credential']);
});
