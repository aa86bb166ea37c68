import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readChain } from '../support/deciding-member.js';
import { DANA, ROBIN } from '../support/real-clinic.js';
import type { AppRun } from './app-run.js';
import { KIM, SAM, Scene, type Stage } from './scene.js';

/*
 * The account's file is an older one, or another one, than this computer remembers. Nobody but an
 * administrator goes on with it, and everybody is told.
 */

let scene: Scene;
let stage: Stage;
beforeAll(async () => {
  scene = await Scene.build();
});
afterAll(() => scene.remove());
beforeEach(() => {
  stage = scene.stage();
});

/** Nobody but an administrator may go on, who is told how the account stands. */
async function expectQuestion(run: AppRun, standing: unknown): Promise<void> {
  expect(await signedIn(run, ROBIN)).toBe('accountInQuestion');
  expect(run.isSignedIn).toBe(false);
  expect(await run.signIn(DANA)).toBe('acceptance');
  expect(run.isSignedIn).toBe(false);
  expect(run.opened.account.standing).toEqual(standing);
  // Until then the strictest limits hold.
  expect(run.opened.policies.inForce().sessionTimeoutSeconds).toBe(60);
}

async function expectAccepted(run: AppRun, remembered: number | null): Promise<void> {
  expect(await run.acceptAccount()).toBe('in');
  expect(run.opened.account.standing).toEqual({ kind: 'sound' });
  const { entries } = readChain(stage.file);
  expect(entries.at(-1)?.change).toEqual({ kind: 'account.accepted', remembered });
  for (const member of run.opened.account.members().filter(({ active }) => active))
    expect(run.notices(member)).toContain('accountAccepted');
  expect(stage.file.audit('account.accepted')).toHaveLength(1);
  await run.signOut();
  expect(await signedIn(run, ROBIN)).toBe('in');
  await run.signOut();
  const again = await stage.start();
  expect(await again.signIn(DANA)).toBe('in');
  expect(stage.remembered()).toBe(readChain(stage.file).entries.length);
}

/** Signs in, with a code where it is asked for; each of the app's counts once. */
async function signedIn(run: AppRun, person: typeof ROBIN): Promise<string> {
  const answer = await run.signIn(person);
  if (answer !== 'code') return answer;
  const verified = await run.verifyCode(scene.code);
  return verified === 'usedCode' ? run.useRecoveryCode(scene.recoveryCodes[9] ?? '') : verified;
}

describe('an older file in the place of the account', () => {
  beforeEach(() => stage.put(scene.early));

  test('is noticed by the number in the keychain, and only an administrator goes on', async () => {
    const { seq } = scene.now.state;
    const run = await stage.start();
    await expectQuestion(run, { kind: 'older', remembered: seq });
    await expectAccepted(run, seq);
  });

  test('does not bring anybody back', async () => {
    const run = await stage.start();
    expect(await run.signIn(SAM)).toBe('accountInQuestion');
    // Kim was an administrator then. Whoever goes on is named to everybody.
    expect(await run.signIn(KIM)).toBe('acceptance');
    expect(run.isSignedIn).toBe(false);
  });

  test('is noticed by the members’ own memories too, when the number was put back with it', async () => {
    stage = scene.stage();
    stage.putBack('decision', 'clinic_state', 'decision_box');
    const { entries } = stage.keychain.computer;
    for (const [account, secret] of scene.early.keychain) entries.set(account, secret);
    const run = await stage.start();
    expect(await run.signIn(DANA)).toBe('acceptance');
    expect(run.opened.account.standing).toMatchObject({ kind: 'older' });
    expect(await run.signIn(ROBIN)).toBe('accountInQuestion');
  });
});

/** Dana decides one thing more, and the app ends. @returns how many decisions there are then */
async function oneMore(on: Stage): Promise<number> {
  const run = await on.start();
  expect(await run.signIn(DANA)).toBe('in');
  await run.opened.policies.save(scene.now.state.policy as never, run.author);
  await run.signOut();
  await on.keychain.settled();
  return readChain(on.file).entries.length;
}

describe('a file that is older by one decision', () => {
  test.each<[string, (run: AppRun) => Promise<string>]>([
    [
      'a recovery code',
      async (run) => {
        expect(await run.signIn(ROBIN)).toBe('code');
        return run.useRecoveryCode(scene.recoveryCodes[0] ?? '');
      },
    ],
    [
      'an invitation',
      (run) => run.redeemInvitation(KIM.email, invitation, 'a-quite-new-password-11'),
    ],
  ])('stays noticed after %s was used in it', async (_what, use) => {
    await invite();
    const older = stage.copy();
    const remembered = await oneMore(stage);
    stage.put(older);
    const run = await stage.start();
    expect(await use(run)).toBe('accountInQuestion');
    await stage.keychain.settled();
    expect(stage.remembered()).toBe(remembered);
    const again = await stage.start();
    expect(await again.signIn(DANA)).toBe('acceptance');
    expect(again.opened.account.standing).toEqual({ kind: 'older', remembered });
  });

  test('is gone on with by the emergency kit as well, after the same question', async () => {
    const older = stage.copy();
    const remembered = await oneMore(stage);
    stage.put(older);
    const run = await stage.start();
    const newPassword = 'a-quite-new-password-11';
    expect(await run.useEmergencyKit(DANA.email, scene.kit, newPassword)).toBe('acceptance');
    expect(stage.remembered()).toBe(remembered);
    expect(await run.acceptAccount()).toBe('in');
    expect(stage.file.audit('emergencyKit.used')).toHaveLength(1);
    expect(stage.file.audit('account.accepted')).toHaveLength(1);
  });

  test.each([false, true])(
    'lets no session go on after a restart (put back: %s)',
    async (isOlder) => {
      const run = await stage.start();
      expect(await run.signIn(DANA)).toBe('in');
      const older = stage.copy();
      await run.opened.policies.save(scene.now.state.policy as never, run.author);
      await stage.keychain.settled();
      const newest = stage.copy();
      stage.put(isOlder ? older : newest);
      const again = await stage.start();
      expect(again.isSignedIn).toBe(!isOlder);
      if (!isOlder) return;
      await again.session.runner.whenEndSettled(10_000);
      expect(await again.signIn(DANA)).toBe('acceptance');
    },
  );

  test('that went on by itself is another one', async () => {
    const other = scene.stage();
    const remembered = await oneMore(stage);
    expect(await oneMore(other)).toBe(remembered);
    stage.put({ folder: other.folder });
    const run = await stage.start();
    await expectQuestion(run, { kind: 'older', remembered });
    await expectAccepted(run, remembered);
  });
});

let invitation = '';
async function invite(): Promise<void> {
  const run = await stage.start();
  expect(await run.signIn(DANA)).toBe('in');
  const { recovery } = run.clinic.identity;
  const made = await recovery.invite(run.clinic.member(KIM).id, run.author);
  invitation = made.ok ? made.invitation : made.code;
  await run.signOut();
  await stage.keychain.settled();
}

describe('the last decisions cut off', () => {
  /** Everything after the early decisions, with a copy of the state that says the same. */
  function cut(): void {
    stage.putBack('decision', 'clinic_state', 'decision_box');
  }

  test('is noticed, and only an administrator goes on', async () => {
    cut();
    const run = await stage.start();
    await expectQuestion(run, { kind: 'older', remembered: scene.now.state.seq });
    await expectAccepted(run, scene.now.state.seq);
  });

  test('with what this computer remembers of everybody gone too', async () => {
    cut();
    stage.file.run("DELETE FROM sealed_record WHERE name LIKE 'memory/%'");
    const run = await stage.start();
    await expectQuestion(run, { kind: 'older', remembered: scene.now.state.seq });
  });

  test('while somebody is signed in: nothing is loosened, and nothing is decided', async () => {
    const run = await stage.start();
    expect(await run.signIn(DANA)).toBe('in');
    const { account, chain, policies } = run.opened;
    cut();
    await chain.check();
    expect(account.standing).toEqual({ kind: 'older', remembered: scene.now.state.seq });
    expect(policies.inForce().sessionTimeoutSeconds).toBe(60);
    expect(stage.tampered()).toContain('chain');
    await expect(policies.save(policies.inForce(), run.author)).rejects.toThrow(/in question/);
    // Writing something else into the file does not make it right.
    stage.file.run('UPDATE failed_tries SET tries = tries');
    stage.file.run("INSERT INTO sealed_record VALUES ('x', x'00')");
    await chain.check();
    expect(account.standing.kind).toBe('older');
    await stage.keychain.settled();
    expect(stage.remembered()).toBe(scene.now.state.seq);
  });

  test('all of them: nobody founds a new clinic in its place', async () => {
    const run = await stage.start();
    await run.opened.chain.check();
    stage.file.run('DELETE FROM decision');
    await run.opened.chain.check();
    expect(run.opened.account.clinicName()).toBe('Harbour');
    // There is nothing to go on with: the file must be put back.
    for (const person of [ROBIN, DANA]) expect(await run.signIn(person)).toBe('accountLost');
    expect(await run.acceptAccount()).not.toBe('in');
    expect(run.isSignedIn).toBe(false);
  });
});

describe('what this computer remembers', () => {
  test.each<[string, () => void]>([
    ['lost', () => stage.keychain.computer.entries.clear()],
    [
      'damaged',
      () => {
        const { entries } = stage.keychain.computer;
        for (const account of entries.keys()) entries.set(account, '{"seq":"many"}');
      },
    ],
  ])('%s: an administrator says that this is the right account', async (_what, lose) => {
    lose();
    const run = await stage.start();
    await expectQuestion(run, { kind: 'unknown' });
    await expectAccepted(run, null);
  });

  test('is of another account, which lies beside this one', async () => {
    const elsewhere = await Scene.build();
    stage.put(elsewhere.now);
    const run = await stage.start();
    expect(await run.signIn(DANA)).toBe('acceptance');
    expect(run.opened.account.standing).toEqual({ kind: 'unknown' });
    elsewhere.remove();
  });

  test('cannot be asked for: nobody signs in', async () => {
    stage.keychain.computer.mood = 'refuses';
    const run = await stage.start();
    for (const person of [DANA, ROBIN]) {
      expect(await signedIn(run, person)).toBe('keychainUnavailable');
      expect(run.isSignedIn).toBe(false);
    }
    stage.keychain.computer.mood = 'works';
    expect(await run.signIn(DANA)).toBe('in');
  });

  test('could not be written for a while: it is told at the next sign-in', async () => {
    const run = await stage.start();
    expect(await run.signIn(DANA)).toBe('in');
    stage.keychain.computer.mood = 'refuses';
    await run.opened.policies.save(scene.now.state.policy as never, run.author);
    await run.signOut();
    await stage.keychain.settled();
    expect(stage.remembered()).toBe(scene.now.state.seq);
    stage.keychain.computer.mood = 'works';
    const again = await stage.start();
    expect(await again.signIn(DANA)).toBe('in');
    await stage.keychain.settled();
    expect(stage.remembered()).toBe(scene.now.state.seq + 1);
  });
});
