import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { idleFor, touchKeyboard, warningShown } from '../support/presence.js';
import { LONG_RELIABILITY, measured, RELIABILITY, timeUntil } from '../support/reliability.js';
import type { Workstation } from '../support/workstation.js';

/**
 * The guard starts the app to clear, which takes a second, or half a minute on a machine that is busy with
 * other tests. The tests measure how long it takes, and assert that it happens.
 */
const CLEARED_MS = 60_000;

async function keychainEmptied(workstation: Workstation): Promise<number> {
  return timeUntil(async () => (await entryCount(workstation.desktop)) === 0, CLEARED_MS);
}

test(
  'killed (SIGKILL) at Home with resuming off: the guard clears the keychain',
  RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    const settings = await openSettings(workstation);
    await settings.getByRole('switch', { name: 'Resume after the app restarts' }).uncheck();
    await button(settings, 'Save changes').click();
    await expect(settings.getByRole('status')).toHaveText('Saved');
    await workstation.kill();
    const tookMs = await keychainEmptied(workstation);
    measured(`keychain empty ${tookMs} ms after the kill`);
    const account = new AccountFile(workstation.userData);
    await expect.poll(() => account.session()).toBeUndefined();
    await expect.poll(() => account.audit('session.ended')).toMatchObject([{ cause: 'appClosed' }]);

    // The next start still says why.
    const again = await workstation.start();
    await expectSignIn(
      again,
      'You were signed out because the app stopped while you were signed in.',
    );
    expect(account.audit('session.ended')).toHaveLength(1);
    await signIn(again, DANA);
  },
);

test(
  'killed at Home and not started again: the guard clears the keychain when the limit passes',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start(), '1 minute');
    await touchKeyboard(workstation);
    await idleFor(workstation, 20);
    await workstation.kill();
    await idleFor(workstation, 57);
    // Until the limit the session could be resumed.
    expect(await entryCount(workstation.desktop)).toBe(1);
    await keychainEmptied(workstation);
    const idleMs = await workstation.desktop.idleMilliseconds();
    measured(`keychain empty ${((idleMs - 60_000) / 1_000).toFixed(1)} s after the limit`);
    await expectSignIn(
      await workstation.start(),
      'You were signed out after 1 minute of inactivity.',
    );
  },
);

test(
  'killed in the warning: the time left goes on, and the end comes at its limit',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start(), '1 minute');
    await touchKeyboard(workstation);
    await warningShown(workstation);
    await workstation.kill();
    const again = await workstation.start();
    await expectHome(again);
    await warningShown(workstation);
    await expect(again.getByRole('heading', { name: 'Sign in' })).toBeVisible({ timeout: 35_000 });
    const idleMs = await workstation.desktop.idleMilliseconds();
    expect(idleMs).toBeLessThan(65_000);
    await expectSignIn(again, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'killed in the middle of a wipe: the guard finishes it, and tells it once',
  RELIABILITY,
  async ({ workstation }) => {
    const account = new AccountFile(workstation.userData);
    const home = await workstation.start();
    await setUpClinic(home);
    // The wipe waits for a keychain that hangs, for as long as this test wants.
    workstation.desktop.keyring.pause();
    await button(home, 'Lock now').click();
    await expectSignIn(home);
    expect(account.all('SELECT cause FROM wipe_pending')).toEqual([{ cause: 'lockNow' }]);
    await workstation.kill();
    workstation.desktop.keyring.goOn();
    const tookMs = await keychainEmptied(workstation);
    measured(`keychain empty ${tookMs} ms after the kill`);
    await expect.poll(() => account.audit('session.ended')).toHaveLength(1);

    const again = await workstation.start();
    await expectSignIn(again, 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => account.all('SELECT * FROM wipe_pending')).toEqual([]);
    expect(account.audit('session.ended')).toMatchObject([{ cause: 'lockNow' }]);
  },
);

test(
  'killed and started again at once: the guard of before touches nothing',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start());
    for (let round = 0; round < 3; round += 1) {
      await workstation.kill();
      await expectHome(await workstation.start());
    }
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await entryCount(workstation.desktop)).toBe(1);
    await expectHome(await workstation.mainWindow());
  },
);

test(
  'an error that nobody caught ends the session, and asks nobody anything',
  RELIABILITY,
  async ({ workstation }) => {
    workstation.tolerate(/did not expect/);
    const home = await workstation.start();
    await setUpClinic(home);
    await workstation.app.evaluate(() => {
      setTimeout(() => {
        throw new Error('made by a test');
      });
    });
    await expectSignIn(
      home,
      'You were signed out because the app stopped while you were signed in.',
    );
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expect(button(home, 'Sign in')).toBeEnabled();
    await signIn(home, DANA);
  },
);
