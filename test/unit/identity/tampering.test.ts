import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClinicState } from '../../../src/main/account/clinic-state.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { GENERATION, IdentityWorld, PASSWORD } from '../../support/fakes/identity-world.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

const HOUR_MS = 3_600_000;

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
});

function enter(email = world.sam.email) {
  return world.identity.flow.enter(email, PASSWORD, GENERATION);
}

function told(): readonly unknown[] {
  return world.audit.named('record.tampered').map(({ detail }) => detail?.['what']);
}

/** Whom a notice tells, by what they read. */
function readers(): readonly string[] {
  return [world.dana, world.sam]
    .filter(({ id }) => world.account.noticesFor(id).some(({ kind }) => kind === 'recordTampered'))
    .map(({ name }) => name);
}

/** Changed in each of some bytes, and other things that are no record. */
function damagesOf(box: Buffer, flips: number): readonly (Buffer | null)[] {
  const flipped = Array.from({ length: flips }, (_, part) => {
    const bytes = Buffer.from(box);
    const at = Math.floor((part * box.length) / flips);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
  return [null, box.subarray(1), Buffer.alloc(0), ...flipped];
}

describe('a credential', () => {
  it('that was taken out of the database, or changed, lets nobody in', async () => {
    const { boxes } = world.account.decisions;
    const hash = world.account.state?.members[world.sam.id]?.keys.credential ?? '';
    const danas = world.account.state?.members[world.dana.id]?.keys.credential ?? '';
    const box = boxes.get(hash) ?? Buffer.alloc(0);
    for (const damaged of [null, boxes.get(danas) ?? null, box.subarray(1)]) {
      if (damaged === null) boxes.delete(hash);
      else boxes.set(hash, damaged);
      expect(await enter()).toEqual({ ok: false, code: 'wrongCredentials' });
      world.clock.stop(60_000);
    }
    world.restart();
    await world.account.chain.check();
    expect(world.account.foreign).toEqual(['box']);
  });

  it('that does not open the seed is told, and opens nothing', async () => {
    editCopy((state) => {
      const sam = state.members[world.sam.id];
      if (sam === undefined) throw new Error('Sam is no member.');
      const members = { ...state.members, [sam.id]: { ...sam, keys: { ...sam.keys, version: 5 } } };
      return { ...state, members };
    });
    expect(await enter()).toEqual({ ok: false, code: 'recordTampered' });
    expect(told()).toEqual(['credential']);
  });
});

it('a seed that is not the member’s own lets nobody in, and is told', async () => {
  const { flow } = world.identity;
  const keys = world.keysOf(world.dana);
  expect(await flow.admit(world.sam.id, keys, GENERATION)).toEqual({
    ok: false,
    code: 'recordTampered',
  });
  expect(keys.isForgotten).toBe(true);
  expect(told()).toEqual(['member']);
  expect(readers()).toEqual(['Dana', 'Sam']);
});

describe('the record of a second factor', () => {
  it('that is gone, or another member’s, or changed in any byte, lets nobody in', async () => {
    const danas = await setUpSecondFactor(world, world.dana);
    const codes = await setUpSecondFactor(world, world.sam);
    const { boxes } = world.account.decisions;
    const recordOf = ({ id }: typeof world.sam): string =>
      world.account.state?.members[id]?.twoFactor?.record ?? '';
    const box = boxes.get(recordOf(world.sam)) ?? Buffer.alloc(0);
    const others = boxes.get(recordOf(world.dana)) ?? Buffer.alloc(0);
    const { flow } = world.identity;
    const [recoveryCode = ''] = codes.recoveryCodes;
    const tries = [
      () => flow.verifyCode(codes.at(0), GENERATION),
      () => flow.verifyCode(danas.at(0), GENERATION),
      () => flow.useRecoveryCode(recoveryCode, GENERATION),
    ];
    for (const damaged of [others, ...damagesOf(box, 3)]) {
      if (damaged === null) boxes.delete(recordOf(world.sam));
      else boxes.set(recordOf(world.sam), damaged);
      for (const right of tries) {
        // Wrong tries have to wait.
        world.clock.stop(HOUR_MS);
        expect(await enter()).toEqual({ ok: true, complete: null });
        expect(flow.half(GENERATION)).toMatchObject({ stage: 'code' });
        expect(await right()).toMatchObject({
          code: expect.stringMatching(/^wrong(Recovery)?Code$/) as string,
        });
      }
    }
    world.clock.stop(HOUR_MS);
    const given = { password: PASSWORD, code: codes.next() };
    const { stepUp } = world.identity;
    expect(await stepUp.passwordAndCode(world.sam, world.keysOf(world.sam), given)).toEqual({
      ok: false,
      code: 'recordTampered',
    });
    world.restart();
    await world.account.chain.check();
    expect(world.account.foreign).toEqual(['box']);
  });

  it('is repaired by an administrator’s reset', async () => {
    await setUpSecondFactor(world, world.sam);
    world.account.decisions.boxes.delete(
      world.account.state?.members[world.sam.id]?.twoFactor?.record ?? '',
    );
    await world.identity.secondFactor.reset(world.sam.id, world.asDana);
    expect(await enter()).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({ stage: 'enrolment' });
    expect(world.account.memberById(world.sam.id)?.role).toBe('receptionist');
  });
});

describe('what this computer remembers of a member', () => {
  const name = (): string => `memory/${world.sam.id}`;

  it('that is gone or was changed is told, and no code that may have been used counts', async () => {
    const codes = await setUpSecondFactor(world, world.sam);
    const box = world.store.boxes.get(name()) ?? Buffer.alloc(0);
    const danas = world.store.boxes.get(`memory/${world.dana.id}`) ?? Buffer.alloc(0);
    const damages = [danas, ...damagesOf(box, 7)];
    for (const damaged of damages) {
      if (damaged === null) world.store.boxes.delete(name());
      else world.store.boxes.set(name(), damaged);
      world.clock.stop(600_000);
      await enter();
      const { flow } = world.identity;
      for (const steps of [0, 1])
        expect(await flow.verifyCode(codes.at(steps), GENERATION)).toEqual({
          ok: false,
          code: 'usedCode',
        });
      world.clock.stop(60_000);
      expect(await flow.verifyCode(codes.at(0), GENERATION)).toMatchObject({ ok: true });
    }
    expect(told()).toEqual(damages.map(() => 'memory'));
    expect(readers()).toEqual(['Dana', 'Sam']);
  });

  it('gives no more days for two-factor authentication when it is gone', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 3 });
    world.clock.stop(3 * 86_400_000);
    world.store.boxes.delete(name());
    expect(await enter()).toEqual({ ok: true, complete: null });
  });
});

it('a member’s own record that was changed is told, and deleted; others’ stay', async () => {
  const ofSam = `draft/${world.sam.id}/app`;
  const ofDana = `draft/${world.dana.id}/app`;
  world.store.saveSealed(ofSam, world.keysOf(world.sam).own.seal(ofDana, Buffer.from('moved')));
  world.store.saveSealed(ofDana, Buffer.from('no box at all'));
  expect(await enter()).toMatchObject({ ok: true });
  expect(world.store.sealed(ofSam)).toBeNull();
  expect(world.store.sealed(ofDana)).not.toBeNull();
  expect(told()).toEqual(['ownRecord']);
});

/** Somebody with the file changes the copy of the state in it, and the app starts. */
function editCopy(edit: (state: ClinicState) => ClinicState): void {
  const { decisions } = world.account;
  const saved = JSON.parse(decisions.state ?? '') as { form: number; state: ClinicState };
  decisions.state = JSON.stringify({ ...saved, state: edit(saved.state) });
  world.restart();
}

function withSam(change: Partial<ClinicState['members'][string]>) {
  return (state: ClinicState): ClinicState => {
    const sam = state.members[world.sam.id];
    if (sam === undefined) throw new Error('Sam is no member.');
    return { ...state, members: { ...state.members, [sam.id]: { ...sam, ...change } } };
  };
}

describe('what was edited by hand in the account has no effect, and is told', () => {
  it('a role', async () => {
    editCopy(withSam({ role: 'administrator' }));
    expect(await enter()).toMatchObject({ complete: { member: { role: 'receptionist' } } });
    expect(world.account.memberById(world.sam.id)?.role).toBe('receptionist');
    expect(world.account.foreign).toEqual(['state']);
  });

  it('access that was turned on again', async () => {
    world.holdKeys();
    await world.identity.members.setActive(world.sam.id, false, world.asDana);
    editCopy(withSam({ active: true }));
    expect(await enter()).toEqual({ ok: false, code: 'memberDisabled' });
    expect(world.account.memberById(world.sam.id)?.active).toBe(false);
    expect(world.account.foreign).toEqual(['state']);
  });

  it('access that was turned off', async () => {
    editCopy(withSam({ active: false }));
    expect(await enter()).toMatchObject({ ok: true });
    expect(world.account.foreign).toEqual(['state']);
  });

  it('names that were swapped', async () => {
    editCopy((state) => withSam({ name: 'Dana' })(state));
    expect(await enter()).toMatchObject({ complete: { member: { name: 'Sam' } } });
    expect(world.account.foreign).toEqual(['state']);
  });

  it('a second factor that was turned off', async () => {
    await setUpSecondFactor(world, world.sam);
    editCopy(withSam({ twoFactor: null }));
    expect(await enter()).toEqual({ ok: true, complete: null });
    expect(world.identity.flow.half(GENERATION)).toMatchObject({ stage: 'code' });
    expect(world.account.foreign).toEqual(['state']);
  });

  it('a recovery code that was used', async () => {
    const { recoveryCodes } = await setUpSecondFactor(world, world.sam);
    const [code = ''] = recoveryCodes;
    await world.identity.secondFactor.spendRecoveryCode(world.as(world.sam), code);
    const record = world.account.state?.members[world.sam.id]?.twoFactor?.record ?? '';
    editCopy(withSam({ twoFactor: { record, used: [] } }));
    await enter();
    expect(await world.identity.flow.useRecoveryCode(code, GENERATION)).toMatchObject({
      ok: false,
    });
    expect(world.account.foreign).toEqual(['state']);
  });

  it('the rules for signing in', async () => {
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    const loose = { ...world.identity.rules.current(), requireTwoFactor: false };
    editCopy((state) => ({ ...state, rules: loose, requiredSince: null }));
    expect(await enter()).toEqual({ ok: true, complete: null });
    expect(world.identity.rules.current().requireTwoFactor).toBe(true);
    expect(world.account.foreign).toEqual(['state']);
  });

  it('the policy', async () => {
    editCopy((state) => ({
      ...state,
      policy: { ...DEFAULT_POLICY, sessionTimeoutSeconds: 604_800 },
    }));
    await enter();
    expect(world.account.state?.policy).toEqual(DEFAULT_POLICY);
    expect(world.account.foreign).toEqual(['state']);
  });

  it('everything, with something that is no state at all', async () => {
    for (const nothing of [null, '', 'null', '{}', '{"form":1,"state":{}}']) {
      world.account.decisions.state = nothing;
      world.restart();
      await world.account.chain.check();
      expect(world.account.memberById(world.sam.id)).toMatchObject({ name: 'Sam' });
      expect(await enter()).toMatchObject({ ok: true });
    }
  });

  it('and the copy is right again afterwards', async () => {
    const { state } = world.account.decisions;
    editCopy(withSam({ role: 'administrator' }));
    await enter();
    expect(world.account.decisions.state).toBe(state);
    world.restart();
    await enter();
    expect(world.account.foreign).toEqual([]);
  });
});
