import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { GENERATION, IdentityWorld, OTHER_PASSWORD } from '../../support/fakes/identity-world.js';

const form = {
  clinicName: 'Harbour',
  name: 'Kim',
  email: 'kim@harbour.example',
  password: OTHER_PASSWORD,
};

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(() => {
  world = IdentityWorld.beforeSetUp();
});

function found(changes: Partial<typeof form> = {}) {
  return world.identity.founding.found({ ...form, ...changes }, DEFAULT_POLICY, [
    'timeoutWasNever',
  ]);
}

async function signsIn(): Promise<boolean> {
  return (await world.identity.flow.enter(form.email, OTHER_PASSWORD, GENERATION)).ok;
}

describe('a new clinic', () => {
  it('has its founder as administrator, the policy, its keys, and the first notices', async () => {
    const created = await found();
    expect(created).toMatchObject({ ok: true, member: { name: 'Kim', role: 'administrator' } });
    expect(world.account.clinicName()).toBe('Harbour');
    expect(world.account.state?.policy).toEqual(DEFAULT_POLICY);
    const id = world.account.members()[0]?.id ?? '';
    expect(world.account.noticesFor(id).map(({ kind }) => kind)).toEqual(['timeoutWasNever']);
    expect(world.audit.names).toEqual(['clinic.created']);
    expect(await signsIn()).toBe(true);
    // The lowest recommended cost on a slow computer; later passwords use it too.
    expect(world.identity.cost.recommended()).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
  });

  it('gives its founder both of its keys', async () => {
    const created = await found();
    if (!created.ok) throw new Error(created.code);
    world.identity.keys.hold(created.member.id, created.keys);
    expect(world.identity.keys.clinic?.administrators?.publicKeys.opening).toBe(
      world.account.state?.shares.administrators,
    );
  });

  it('is what its founder signed: the chain says the same after a start', async () => {
    await found();
    const { state } = world.account;
    world.restart();
    await world.account.chain.check();
    expect(world.account.state).toEqual(state);
    expect(world.account.foreign).toEqual([]);
    expect(await signsIn()).toBe(true);
  });

  it('is created only once, also by two forms at the same time', async () => {
    const answers = await Promise.all([found(), found({ clinicName: 'Other' })]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(world.account.members()).toHaveLength(1);
    expect(await found({ clinicName: 'Third' })).toEqual({ ok: false, code: 'alreadySetUp' });
  });

  it('is not created with a weak password', async () => {
    for (const password of ['short', 'harbour-kim-1'])
      expect(await found({ password })).toMatchObject({ ok: false, code: 'weakPassword' });
    expect(world.account.clinicName()).toBeNull();
  });

  it('is not there when it cannot be stored, and can be founded then', async () => {
    world.store.writable = false;
    await expect(found()).rejects.toThrow('made to fail');
    expect(world.account.clinicName()).toBeNull();
    expect(world.audit.events).toEqual([]);
    world.store.writable = true;
    expect(await found()).toMatchObject({ ok: true });
  });
});
