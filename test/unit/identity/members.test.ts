import { beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import {
  GENERATION,
  IdentityWorld,
  OTHER_PASSWORD,
  PASSWORD,
} from '../../support/fakes/identity-world.js';
import type { Author } from '../../../src/main/ports/index.js';
import { setUpSecondFactor } from '../../support/fakes/second-factor.js';

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKey();
});

const asSam = (): Author => world.identity.keys.authorFor(world.sam);

async function signsIn(email: string, password: string): Promise<boolean> {
  return (await world.identity.flow.enter(email, password, GENERATION)).ok;
}

describe('a password', () => {
  it('is changed, and then the old one is void; the account key stays', async () => {
    const { members } = world.identity;
    const box = world.key.seal('probe', Buffer.from('text'));
    expect(await members.changePassword(world.sam, OTHER_PASSWORD, asSam())).toEqual({ ok: true });
    expect(await signsIn(world.sam.email, PASSWORD)).toBe(false);
    const entered = await world.identity.flow.enter(world.sam.email, OTHER_PASSWORD, GENERATION);
    const key = entered.ok ? entered.complete?.accountKey : undefined;
    expect(key?.open('probe', box)?.toString()).toBe('text');
    expect(world.account.credentialsById(world.sam.id)?.credential?.version).toBe(2);
    expect(world.audit.names).toContain('member.passwordChanged');
  });

  it.each([
    ['too short', 'elevenchars', /at least 12 characters/],
    ['too long', 'x'.repeat(129), /at most 128/],
    ['common', 'password1234', /attackers try first/],
    ['made of the clinic’s and the member’s own words', 'Sam.Rivertown.1', /name/],
  ])('stays when the new one is %s, and the reason is told', async (_why, wanted, reason) => {
    const before = world.account.credentialsById(world.sam.id);
    const changed = await world.identity.members.changePassword(world.sam, wanted, asSam());
    expect(changed).toMatchObject({ ok: false, code: 'weakPassword' });
    expect(changed.ok ? '' : changed.problem).toMatch(reason);
    expect(world.account.credentialsById(world.sam.id)).toEqual(before);
    expect(world.audit.events).toEqual([]);
  });

  it('stays when the session ended while the new one was derived', async () => {
    const before = world.account.credentialsById(world.sam.id);
    const changing = world.identity.members.changePassword(world.sam, OTHER_PASSWORD, asSam());
    setTimeout(() => world.identity.keys.forget(), 1);
    await expect(changing).rejects.toThrow();
    expect(world.account.credentialsById(world.sam.id)).toEqual(before);
    expect(world.audit.events).toEqual([]);
  });

  it('must be as long as the rules say for this member', async () => {
    const { members } = world.identity;
    await world.changeRules({ shortestPassword: 9, strictPasswords: true });
    world.holdKey();
    expect(await members.changePassword(world.sam, 'kelp-moth-frost', asSam())).toEqual({
      ok: true,
    });
    expect(await members.changePassword(world.sam, 'kelp-moth-frs', asSam())).toMatchObject({
      ok: false,
    });
    await setUpSecondFactor(world, world.sam);
    expect(await members.changePassword(world.sam, 'kelp-moth-', asSam())).toEqual({ ok: true });
    expect(await members.changePassword(world.sam, 'kelp-mot', asSam())).toMatchObject({
      ok: false,
    });
  });
});

describe('a new member', () => {
  const form = {
    name: 'Robin',
    email: 'robin@rivertown.example',
    role: 'practitioner',
    password: OTHER_PASSWORD,
  } as const;

  it('can sign in, is recorded with the role, and is asked to choose a password', async () => {
    expect(await world.identity.members.add(form, world.asDana)).toEqual({ ok: true });
    const entered = await world.identity.flow.enter(form.email, OTHER_PASSWORD, GENERATION);
    expect(entered).toMatchObject({
      complete: { member: { name: 'Robin', role: 'practitioner' } },
    });
    const id = world.account.credentialsByEmail(form.email)?.member.id ?? '';
    expect(world.account.noticesFor(id).map(({ kind }) => kind)).toEqual(['passwordSetForYou']);
    expect(world.account.noticesFor(world.dana.id)).toEqual([]);
    expect(world.audit.events).toMatchObject([
      {
        event: 'member.added',
        memberId: id,
        detail: { role: 'practitioner', by: world.dana.id },
      },
    ]);
  });

  it('is refused with a taken email or a weak password, and nothing is stored', async () => {
    const { members } = world.identity;
    const taken = { ...form, email: world.sam.email.toUpperCase() };
    expect(await members.add(taken, world.asDana)).toEqual({ ok: false, code: 'emailTaken' });
    expect(await members.add({ ...form, password: 'short' }, world.asDana)).toMatchObject({
      code: 'weakPassword',
    });
    expect(world.account.members()).toHaveLength(2);
    expect(world.audit.events).toEqual([]);
  });
});

describe('the last active administrator', () => {
  it('can be neither disabled nor demoted', async () => {
    const { members } = world.identity;
    const refusal = { ok: false, code: 'lastAdministrator' };
    expect(members.lastAdministrator()).toBe(world.dana.id);
    expect(await members.setActive(world.dana.id, false, world.asDana)).toEqual(refusal);
    expect(await members.changeRole(world.dana.id, 'practitioner', world.asDana)).toEqual(refusal);
    expect(world.account.memberById(world.dana.id)).toEqual(world.dana);
    expect(world.audit.events).toEqual([]);
  });

  it('is the last one too when the other administrators are disabled', async () => {
    const { members } = world.identity;
    expect(await members.changeRole(world.sam.id, 'administrator', world.asDana)).toEqual({
      ok: true,
    });
    expect(members.lastAdministrator()).toBeNull();
    expect(await members.setActive(world.sam.id, false, world.asDana)).toEqual({ ok: true });
    expect(members.lastAdministrator()).toBe(world.dana.id);
    expect(await members.setActive(world.sam.id, true, world.asDana)).toEqual({ ok: true });
    expect(await members.changeRole(world.dana.id, 'practitioner', world.asDana)).toEqual({
      ok: true,
    });
    expect(world.audit.names).toEqual([
      'member.roleChanged',
      'member.disabled',
      'member.enabled',
      'member.roleChanged',
    ]);
    // It is sealed too, so that the next sign-in believes it.
    expect(world.records.member(world.key, world.sam.id)).toMatchObject({
      role: 'administrator',
      active: true,
    });
  });
});

it('changing a member who does not exist does nothing', async () => {
  const refusal = { ok: false, code: 'unknownMember' };
  expect(await world.identity.members.setActive('nobody', false, world.asDana)).toEqual(refusal);
  expect(await world.identity.members.changeRole('nobody', 'bookkeeper', world.asDana)).toEqual(
    refusal,
  );
  expect(world.audit.events).toEqual([]);
});

describe('a new clinic', () => {
  const form = {
    clinicName: 'Harbour',
    name: 'Kim',
    email: 'kim@harbour.example',
    password: OTHER_PASSWORD,
  };
  beforeEach(() => {
    world = IdentityWorld.beforeSetUp();
  });

  it('has its creator as administrator, the policy, its keys, and the first notices', async () => {
    const { members } = world.identity;
    const created = await members.createClinic(form, DEFAULT_POLICY, ['timeoutWasNever']);
    expect(created).toMatchObject({ ok: true, member: { name: 'Kim', role: 'administrator' } });
    expect(world.account.clinicName()).toBe('Harbour');
    expect(world.account.policyDocuments()).toEqual([JSON.stringify(DEFAULT_POLICY)]);
    const id = world.account.members()[0]?.id ?? '';
    expect(world.account.noticesFor(id).map(({ kind }) => kind)).toEqual(['timeoutWasNever']);
    expect(world.audit.names).toEqual(['clinic.created']);
    expect(await signsIn(form.email, OTHER_PASSWORD)).toBe(true);
    // The lowest recommended cost on a slow computer; later passwords use it too.
    expect(world.store.passwordCost()).toEqual({ memoryKib: 19_456, passes: 2, lanes: 1 });
  });

  it('is created only once, also by two forms at the same time', async () => {
    const { members } = world.identity;
    const answers = await Promise.all([
      members.createClinic(form, DEFAULT_POLICY, []),
      members.createClinic({ ...form, clinicName: 'Other' }, DEFAULT_POLICY, []),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(world.account.members()).toHaveLength(1);
  });

  it('is not created with a weak password', async () => {
    for (const password of ['short', 'harbour-kim-1'])
      expect(
        await world.identity.members.createClinic({ ...form, password }, DEFAULT_POLICY, []),
      ).toMatchObject({ ok: false, code: 'weakPassword' });
    expect(world.account.clinicName()).toBeNull();
  });
});
