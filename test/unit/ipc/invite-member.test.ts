import { beforeEach, expect, it } from 'vitest';
import { type MemberHandlerParts, memberHandlers } from '../../../src/main/ipc/member-handlers.js';
import { IdentityWorld, PASSWORD } from '../../support/fakes/identity-world.js';

/* An administrator makes an invitation code for a member whose access is off. */

const REFUSED = {
  ok: false,
  code: 'noAccessToInvite',
  message: expect.stringMatching(/access is turned off.*Turn it on first/) as string,
};

let world: IdentityWorld;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
});

/** @param meanwhile what another window does while the proof is checked */
function invite(
  proof: { readonly password: string } | null,
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
): unknown {
  const { account, identity, dana, sam } = world;
  const parts = {
    ...{ ...identity, account },
    stepUp: { passwordAndCode: () => meanwhile().then(() => ({ ok: true })) },
    runner: { state: { kind: 'active', generation: 1, session: { memberId: dana.id } } },
  } as unknown as MemberHandlerParts;
  const caller = { member: dana } as unknown as Parameters<
    ReturnType<typeof memberHandlers>['inviteMember']
  >[1];
  return memberHandlers(parts).inviteMember({ memberId: sam.id, proof }, caller);
}

function disable(): Promise<unknown> {
  return world.identity.members.setActive(world.sam.id, false, world.asDana);
}

it('is told before the proof, which would use a code up', async () => {
  await disable();
  for (const proof of [null, { password: PASSWORD }])
    expect(await invite(proof, () => Promise.reject(new Error('A proof was asked for.')))).toEqual(
      REFUSED,
    );
});

it('is told, and decides nothing, when another window turned it off meanwhile', async () => {
  expect(await invite({ password: PASSWORD }, disable)).toEqual(REFUSED);
  expect(world.account.state?.invitations).toEqual({});
  expect(world.audit.names).not.toContain('invitation.made');
});

it('is no longer refused once it is on again', async () => {
  await disable();
  await world.identity.members.setActive(world.sam.id, true, world.asDana);
  expect(await invite({ password: PASSWORD })).toMatchObject({ ok: true, validHours: 24 });
});
