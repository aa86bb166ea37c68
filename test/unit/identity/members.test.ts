import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openShare } from '../../../src/main/account/shares.js';
import type { Members } from '../../../src/main/identity/members/members.js';
import type { Author, Member } from '../../../src/main/ports/index.js';
import { GENERATION, IdentityWorld, OTHER_PASSWORD } from '../../support/fakes/identity-world.js';

// Each test derives several passwords, also on a slow computer.
vi.setConfig({ testTimeout: 30_000 });

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
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
    // It is signed, so that the next run believes it.
    world.restart();
    await world.account.chain.check();
    expect(world.account.foreign).toEqual([]);
    expect(world.account.memberById(world.sam.id)).toMatchObject({
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

describe('the clinic’s keys', () => {
  /** What a member can open now, with the seed of the member's password. */
  function held({ id }: Pick<Member, 'id'>, keys = world.keysOf(world.sam)): string {
    const share = openShare(world.account, { name: id, keys });
    if (share === null) return 'nothing';
    return share.administrators === null ? 'the clinic’s key' : 'both keys';
  }
  const danas = (): string => held(world.dana, world.keysOf(world.dana));
  const epoch = (): number => world.account.state?.shares.epoch ?? 0;
  const members = (): Members => world.identity.members;

  it('are new once somebody loses access, who opens nothing from then on', async () => {
    expect([epoch(), held(world.sam)]).toEqual([1, 'the clinic’s key']);
    const before = world.account.state?.shares;
    await members().setActive(world.sam.id, false, world.asDana);
    expect([epoch(), held(world.sam), danas()]).toEqual([2, 'nothing', 'both keys']);
    expect(world.account.state?.shares.administrators).not.toBe(before?.administrators);
    // The box with the old shares is gone.
    expect(world.account.decisions.boxes.has(before?.box ?? '')).toBe(false);
  });

  it('are given back with access, and are the same then', async () => {
    await members().setActive(world.sam.id, false, world.asDana);
    await members().setActive(world.sam.id, true, world.asDana);
    expect([epoch(), held(world.sam), danas()]).toEqual([2, 'the clinic’s key', 'both keys']);
  });

  it('are both an administrator’s, and new once somebody is none any more', async () => {
    await members().changeRole(world.sam.id, 'administrator', world.asDana);
    expect([epoch(), held(world.sam)]).toEqual([1, 'both keys']);
    await members().changeRole(world.sam.id, 'receptionist', world.asDana);
    expect([epoch(), held(world.sam), danas()]).toEqual([2, 'the clinic’s key', 'both keys']);
  });

  it('stay with any other change of role', async () => {
    await members().changeRole(world.sam.id, 'bookkeeper', world.asDana);
    expect([epoch(), held(world.sam)]).toEqual([1, 'the clinic’s key']);
    await members().setActive(world.sam.id, false, world.asDana);
    // Somebody without access gets none of them with another role.
    await members().changeRole(world.sam.id, 'administrator', world.asDana);
    expect([epoch(), held(world.sam)]).toEqual([2, 'nothing']);
    await members().setActive(world.sam.id, true, world.asDana);
    expect([epoch(), held(world.sam)]).toEqual([2, 'both keys']);
  });

  it('are new when an administrator wants it, for everybody', async () => {
    await members().rotateKeys(world.asDana);
    expect([epoch(), held(world.sam), danas()]).toEqual([2, 'the clinic’s key', 'both keys']);
    expect(world.audit.names).toEqual(['keys.rotated']);
  });

  it('are not given by a member, who cannot decide it', async () => {
    world.holdKeys(world.sam);
    const asSam: Author = world.as(world.sam);
    await expect(members().rotateKeys(asSam)).rejects.toThrow('notAllowed');
    await expect(members().changeRole(world.sam.id, 'administrator', asSam)).rejects.toThrow(
      'notAllowed',
    );
    expect([epoch(), held(world.sam)]).toEqual([1, 'the clinic’s key']);
    expect(world.audit.events).toEqual([]);
  });
});
