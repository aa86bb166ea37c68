import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BadgeWorld, OTHER_BADGE } from '../../support/fakes/badge-world.js';
import { OTHER_PASSWORD } from '../../support/fakes/identity-world.js';

/* After each of these a full sign-in is needed: what the badge needs is gone. */

vi.setConfig({ testTimeout: 60_000 });

let desk: BadgeWorld;
beforeEach(async () => {
  desk = await BadgeWorld.open();
  await desk.signInFully();
});

const SHIFT_MS = 28_800_000;

const DESTROYING: readonly (readonly [string, () => unknown])[] = [
  ['signing out by hand', () => desk.end('signOut')],
  ['an order to sign out', () => desk.end('signedOutByAdministrator')],
  ['a sign-out from elsewhere', () => desk.end('signedOutElsewhere')],
  ['a clock that was changed', () => desk.end('clockChanged')],
  ['an account in question', () => desk.end('accountInQuestion')],
  ['sleep', () => desk.quickSignIn.forgetAll()],
  ['sleep that nobody told of', () => desk.world.clock.sleep(31_000)],
  ['a process that stood still', () => desk.world.clock.stop(31_000)],
  ['the end of the shift', () => desk.world.clock.run(SHIFT_MS)],
  ['a wall clock that is set ahead by a shift', () => desk.world.clock.jumpWall(SHIFT_MS)],
  ['a restart', () => desk.restart()],
  ['a policy that turns it off', () => desk.setPolicy({ quickSignIn: false })],
  [
    'a policy that turns it off and on again',
    async () => {
      await desk.setPolicy({ quickSignIn: false });
      await desk.setPolicy({ quickSignIn: true });
    },
  ],
  ['a shorter shift', () => desk.setPolicy({ quickSignInSeconds: 3_600 })],
  ['a longer shift', () => desk.setPolicy({ quickSignInSeconds: 43_200 })],
  [
    'access turned off',
    () => {
      const { identity, sam, asDana } = desk.world;
      return desk.asDana(() => identity.members.setActive(sam.id, false, asDana));
    },
  ],
  [
    'access turned off and on again',
    async () => {
      const { identity, sam, asDana } = desk.world;
      await desk.asDana(() => identity.members.setActive(sam.id, false, asDana));
      await desk.asDana(() => identity.members.setActive(sam.id, true, asDana));
    },
  ],
  [
    'another role',
    () => {
      const { identity, sam, asDana } = desk.world;
      return desk.asDana(() => identity.members.changeRole(sam.id, 'bookkeeper', asDana));
    },
  ],
  [
    'the role of administrator',
    () => {
      const { identity, sam, asDana } = desk.world;
      return desk.asDana(() => identity.members.changeRole(sam.id, 'administrator', asDana));
    },
  ],
  [
    'another password',
    async () => {
      const { identity, sam } = desk.world;
      const author = identity.keys.authorFor(sam);
      await identity.ownPassword.change(sam, OTHER_PASSWORD, author);
      await desk.settle();
    },
  ],
  [
    'a badge that an administrator took away',
    () => {
      const { sam, asDana } = desk.world;
      return desk.asDana(() => desk.quickSignIn.removeOf(sam.id, asDana));
    },
  ],
  [
    'a badge that its member took away',
    () => desk.quickSignIn.remove(desk.world.identity.keys.authorFor(desk.world.sam)),
  ],
  [
    'a second factor that was reset',
    () => {
      const { identity, sam, asDana } = desk.world;
      return desk.asDana(() => identity.secondFactor.reset(sam.id, asDana));
    },
  ],
  [
    'the offline limit',
    () => {
      desk.world.desk.goAlone('shut');
    },
  ],
  [
    'a workstation that was removed',
    () => {
      desk.world.desk.standing = { kind: 'removed', clinicName: '', by: '', atMs: 0 };
    },
  ],
  [
    'an account that is not sound',
    () => {
      const { account } = desk.world;
      account.adopt(account.state, { kind: 'older', remembered: 99 });
    },
  ],
  [
    'an order about whoever signed in before',
    () => {
      const cause = 'signedOutByAdministrator';
      desk.order = { cause, reason: null, hasMoment: false, elsewhere: null };
    },
  ],
  [
    'five wrong PINs',
    async () => {
      await desk.end('lockNow');
      await desk.tap();
      for (let time = 0; time < 5; time += 1) await desk.wrongPin();
      await desk.world.clock.run(20_000);
    },
  ],
];

describe.each(DESTROYING)('%s', (_what, destroy) => {
  it('needs a full sign-in', async () => {
    await destroy();
    await desk.end('lockNow');
    expect(await desk.comesBack()).toBe(false);
    expect(desk.quickSignIn.shown?.kind).not.toBe('member');
  });
});

/* After these the badge works: else the contract above would say nothing. */
it.each([
  ...(['lockNow', 'switchUser', 'idle', 'badge', 'longestSession', 'screenLock'] as const),
  'signedInElsewhere' as const,
])('a session that ended by %s goes on by badge and PIN', async (cause) => {
  await desk.end(cause);
  await desk.world.clock.run(SHIFT_MS / 2);
  expect(await desk.comesBack()).toBe(true);
});

it('a sign-in at another workstation that gives way here does not take the badge', async () => {
  desk.order = { cause: 'signedInElsewhere', reason: null, hasMoment: true, elsewhere: null };
  await desk.end('lockNow');
  expect(await desk.comesBack()).toBe(true);
});

it('what was kept is overwritten at the end of the shift, also while nobody taps', async () => {
  await desk.end('lockNow');
  await desk.tap();
  const seen = vi.spyOn(Buffer.prototype, 'fill');
  await desk.world.clock.run(SHIFT_MS);
  const filled = seen.mock.contexts.map((bytes) => (bytes as Buffer).length);
  seen.mockRestore();
  // The sealed seed with format, nonce and tag.
  expect(filled).toContain(1 + 12 + 32 + 16);
  expect(desk.world.clock.armed).toBe(0);
});

it('another badge with the right PIN, and the right badge with another’s PIN, are nobody’s', async () => {
  await desk.end('lockNow');
  expect(await desk.comesBack(OTHER_BADGE)).toBe(false);
  await desk.tap();
  expect(await desk.quickSignIn.enterPin('839105')).toMatchObject({ code: 'wrongPin' });
  expect(await desk.comesBack()).toBe(true);
});
