import { beforeEach, expect, it } from 'vitest';
import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import { followAccount } from '../../../src/main/app/follow-account.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/* The live session reacts to every change of the account, whoever wrote it. */

let computer: VirtualComputer;
let did: string[];
beforeEach(async () => {
  computer = new VirtualComputer();
  did = [];
  await computer.start();
  await computer.signIn('administrator');
});

async function follow(): Promise<void> {
  const { account, running: app } = computer;
  followAccount({
    ...{ account, runner: app.runner, keys: app.identity.keys },
    desk: { followApps: (role) => did.push(`apps of a ${role}`) },
    windows: { closeSettings: () => did.push('settings closed') },
  });
  await computer.settle();
}

function memberId(): string {
  const { state } = computer;
  if (state?.kind !== 'active') throw new Error('nobody is signed in');
  return state.session.memberId;
}

it('a member whose access was turned off is signed out', async () => {
  computer.account.setMemberActive(memberId(), false);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'memberDisabled' } });
});

it('a member whose password was changed at another computer is signed out', async () => {
  computer.account.changeKeys({ id: memberId() });
  await follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'passwordChanged' },
  });
});

it('a member who changes the password here stays, also before the new keys are held', async () => {
  const { keys } = computer.running.identity;
  const next = computer.account.changeKeys({ id: memberId() });
  keys.expect(next.publicKeys.signing);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  keys.hold(memberId(), next);
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active' });
  // What was expected once counts no more.
  keys.hold(memberId(), SeedKeys.fresh());
  await follow();
  expect(computer.state).toMatchObject({ ended: { cause: 'passwordChanged' } });
});

it('a changed role is in force at once, and closes what it may not see', async () => {
  computer.account.setMemberRole(memberId(), 'receptionist');
  await follow();
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'receptionist' } });
  expect(did).toEqual(['settings closed', 'apps of a receptionist']);
});

it('a role that was written only into the database changes nothing', async () => {
  const { decisions, chain, foreign } = computer.account;
  decisions.state = (decisions.state ?? '').replaceAll('"administrator"', '"bookkeeper"');
  decisions.touched = true;
  await chain.check();
  await follow();
  expect(foreign).toEqual(['state']);
  expect(computer.state).toMatchObject({ kind: 'active', session: { role: 'administrator' } });
  expect(did).toEqual(['apps of a administrator']);
});

it('an account that is in question ends the session', async () => {
  const { decisions, chain, foreign } = computer.account;
  await chain.check();
  const [first] = decisions.entries;
  decisions.entries = first === undefined ? [] : [first];
  decisions.touched = true;
  await chain.check();
  expect(foreign).toContain('chain');
  await follow();
  expect(computer.state).toMatchObject({
    kind: 'signedOut',
    ended: { cause: 'accountInQuestion' },
  });
  expect(did).toEqual([]);
});

it('nothing happens while nobody is signed in', async () => {
  await computer.requestEnd('signOut');
  await follow();
  expect(did).toEqual([]);
});
