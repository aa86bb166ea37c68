import { beforeEach, describe, expect, it } from 'vitest';
import { LostShareError } from '../../../src/main/identity/lost-share.js';
import { storageRefusal } from '../../../src/main/ipc/messages.js';
import { IdentityWorld, OTHER_PASSWORD } from '../../support/fakes/identity-world.js';

/* The box with the shares of everybody was deleted by other means than this app. */

let world: IdentityWorld;
let kit: string;
beforeEach(async () => {
  world = await IdentityWorld.open();
  world.holdKeys();
  kit = await world.identity.recovery.makeKit(world.asDana);
  await world.identity.members.rotateKeys(world.asDana);
  world.account.decisions.boxes.delete(world.account.state?.shares.box ?? '');
  world.holdKeys();
});

describe.each<[string, () => Promise<unknown>]>([
  [
    'adding a member',
    () =>
      world.identity.members.add(
        { name: 'Li', email: 'li@clinic.example', role: 'receptionist', password: OTHER_PASSWORD },
        world.asDana,
      ),
  ],
  ['turning access off', () => world.identity.members.setActive(world.sam.id, false, world.asDana)],
  ['making new keys', () => world.identity.members.rotateKeys(world.asDana)],
  ['an invitation', () => world.identity.recovery.invite(world.sam.id, world.asDana)],
  ['an emergency kit', () => world.identity.recovery.makeKit(world.asDana)],
  [
    'an own password',
    () => world.identity.ownPassword.change(world.dana, OTHER_PASSWORD, world.asDana),
  ],
  [
    'the kit',
    () =>
      world.identity.recovery.useKit(
        { email: world.dana.email, code: kit, newPassword: OTHER_PASSWORD },
        0,
      ),
  ],
])('%s', (_what, act) => {
  it('decides nothing, and says what to do', async () => {
    const before = world.account.state;
    const error = await act().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LostShareError);
    expect(storageRefusal(error).message).toMatch(
      /changed by other means.*turn your access off and on again.*restore a backup/,
    );
    expect(world.account.state).toBe(before);
  });
});
