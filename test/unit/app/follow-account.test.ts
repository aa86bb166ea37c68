import { beforeEach, expect, it } from 'vitest';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { VirtualComputer } from '../../support/fakes/virtual-computer.js';
import { Followed } from './followed.js';

/* The live session reacts to every change of the account, whoever wrote it. */

let followed: Followed;
let computer: VirtualComputer;
beforeEach(async () => {
  followed = await Followed.begin();
  ({ computer } = followed);
});

it('a member whose access was turned off is signed out', async () => {
  computer.account.setMemberActive(followed.memberId, false);
  await followed.follow();
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'memberDisabled' } });
});

it('a member whose password was changed at another computer is signed out', async () => {
  computer.account.changeKeys({ id: followed.memberId });
  await followed.follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'passwordChanged' },
  });
});

it('a member who changes the password here stays, also before the new keys are held', async () => {
  const { keys } = computer.running.identity;
  const next = computer.account.changeKeys({ id: followed.memberId });
  keys.expect(next.publicKeys.signing);
  await followed.follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  keys.hold(followed.memberId, next);
  await followed.follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  // What was expected once counts no more.
  keys.hold(followed.memberId, SeedKeys.fresh());
  await followed.follow();
  expect(computer.state).toMatchObject({ ended: { cause: 'passwordChanged' } });
});

it('a changed role is in force at once, and closes what it may not see', async () => {
  computer.account.setMemberRole(followed.memberId, 'receptionist');
  await followed.follow();
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'receptionist' } });
  expect(followed.did).toEqual(['settings closed', 'apps of a receptionist']);
});

it('a role that was written only into the database changes nothing', async () => {
  const { decisions, chain, foreign } = computer.account;
  decisions.state = (decisions.state ?? '').replaceAll('"administrator"', '"bookkeeper"');
  decisions.touched = true;
  await chain.check();
  await followed.follow();
  expect(foreign).toEqual(['state']);
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'administrator' } });
  expect(followed.did).toEqual(['apps of a administrator']);
});

it('an account that is in question ends the session', async () => {
  const { decisions, chain, foreign } = computer.account;
  await chain.check();
  const [first] = decisions.entries;
  decisions.entries = first === undefined ? [] : [first];
  decisions.touched = true;
  await chain.check();
  expect(foreign).toContain('chain');
  await followed.follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'accountInQuestion' },
  });
  expect(followed.did).toEqual([]);
});

it('nothing happens while nobody is signed in', async () => {
  await computer.requestEnd('signOut');
  await followed.follow();
  expect(followed.did).toEqual([]);
});
