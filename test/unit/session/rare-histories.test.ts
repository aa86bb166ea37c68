import { beforeEach, expect, it } from 'vitest';
import { policyWith } from '../../support/fakes/builders.js';
import { INSTALLATION } from '../../support/fakes/virtual-app.js';
import { VirtualComputer } from '../../support/fakes/virtual-computer.js';

/*
 * Rare histories that the random tests found. Each is a test of its own, so that its error cannot come
 * back.
 */

const policy = policyWith({ sessionTimeoutSeconds: 60 });

let computer = new VirtualComputer(policy);
beforeEach(async () => {
  computer = new VirtualComputer(policy);
  await computer.start();
  await computer.signIn();
});

it('a session that was ended does not come back when the app dies while its windows hide', async () => {
  computer.screens.onHide = () => new Promise(() => undefined);
  await computer.requestEnd('lockNow');
  expect(computer.state?.kind).toBe('ending');
  computer.kill();
  await computer.start();
  expect(computer.live).toBe(false);
});

it('a disk that is full at the start does not keep the app from starting', async () => {
  computer.kill();
  computer.disk = false;
  await computer.start();
  expect(computer.app).not.toBeNull();
});

it('input within a second of the last look does not revive a session that is over', async () => {
  await computer.run(59_990);
  computer.clock.stop(500);
  await computer.useApp();
  expect(computer.live).toBe(false);
});

it('a wipe whose mark cannot be removed is recorded once, not at every try', async () => {
  computer.keychain.mood = 'refuses';
  await computer.requestEnd('lockNow');
  computer.keychain.mood = 'works';
  computer.store.failing.add('clearWipeMark');
  await computer.run(60_000);
  computer.store.failing.clear();
  await computer.run(60_000);
  expect(computer.state?.kind).toBe('signedOut');
  expect(computer.audit.named('wipe.completed')).toHaveLength(1);
});

it('a sign-in that was refused because of its storage is not resumed by a restart', async () => {
  await computer.requestEnd('signOut');
  computer.audit.writable = false;
  computer.store.failing.add('revoke');
  computer.beginSignIn();
  const signingIn = computer.finishSignIn();
  computer.keychain.mood = 'keepsEntries';
  expect(await signingIn).toBe('thrown');
  computer.kill();
  computer.audit.writable = true;
  computer.store.failing.clear();
  await computer.start();
  expect(computer.live).toBe(false);
});

it('an entry that a hung keychain stores late does not stay while nobody is signed in', async () => {
  await computer.requestEnd('signOut');
  computer.keychain.mood = 'hangs';
  await computer.signIn();
  await computer.run(15_000);
  computer.keychain.mood = 'works';
  await computer.settle();
  await computer.run(600_000);
  expect(computer.keychain.accounts(INSTALLATION)).toEqual([]);
});

it('a restart does not add the idle source’s rounding to the limit', async () => {
  await computer.run(20_250);
  computer.touch();
  await computer.run(10_400);
  computer.kill();
  await computer.start();
  // The last input was 10.4 seconds ago: 49.6 seconds and a close look later the session is over.
  await computer.run(49_600 + 40);
  expect(computer.live).toBe(false);
});

it('a policy that stops counting the OS’s input does not add the rounding to the limit', async () => {
  await computer.run(20_250);
  computer.touch();
  await computer.run(10_400);
  await computer.setPolicy(policyWith({ ...policy, activitySource: 'app' }));
  await computer.run(49_600 + 40);
  expect(computer.live).toBe(false);
});

it('input after a short unreported sleep does not revive a session that is over', async () => {
  await computer.run(50_000);
  await computer.sleepUntold(12_000);
  computer.touch();
  await computer.run(15_000);
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
});

it('a full disk and hanging windows leave no usable credential while they are waited for', async () => {
  computer.windowsAnswer = false;
  computer.disk = false;
  await computer.requestEnd('lockNow');
  expect(computer.keychain.entries.size).toBe(0);
});

it('nor does input when the source’s rounding hides whether it came before the limit', async () => {
  await computer.run(40_042);
  await computer.sleepUntold(19_999);
  computer.touch();
  await computer.run(20_000);
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
});

it('a wipe that was only marked revokes the session at the next start, although the keychain hangs', async () => {
  computer.killAfter(1);
  await computer.requestEnd('lockNow');
  expect(computer.store.current()).not.toBeNull();
  computer.keychain.mood = 'hangs';
  await computer.start();
  expect(computer.store.current()).toBeNull();
});

it('an end that could not be written at first is recorded although the app dies at its second try', async () => {
  computer.disk = false;
  await computer.requestEnd('lockNow');
  computer.disk = true;
  for (let survived = 0; survived < 4; survived += 1) {
    computer.killAfter(survived);
    await computer.run(3_000);
    await computer.start();
  }
  computer.killAfter(Number.POSITIVE_INFINITY);
  await computer.run(60_000);
  expect(computer.audit.named('session.ended')).toHaveLength(1);
});

it('a source that got stuck between two readings does not count as activity', async () => {
  await computer.setPolicy(policyWith({ ...policy, activitySource: 'app' }));
  await computer.run(20_000);
  computer.idle.frozen = true;
  await computer.run(30_000);
  await computer.setPolicy(policy);
  await computer.run(10_000 + 40);
  expect(computer.state).toMatchObject({ kind: 'signedOut', ended: { cause: 'idle' } });
});

it('input that came too late is not stored by an app that dies while it ends the session', async () => {
  await computer.run(25_000);
  await computer.sleepUntold(60_030);
  computer.touch();
  await computer.run(1_000);
  computer.killAfter(1);
  await computer.requestEnd('lockNow');
  await computer.start();
  expect(computer.live).toBe(false);
});
