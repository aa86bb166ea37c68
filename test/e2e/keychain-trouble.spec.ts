import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard } from '../support/presence.js';
import { LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';

test(
  'a keyring killed at 55 s: the screen locks all the same, and the entry goes later',
  RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    const account = new AccountFile(workstation.userData);
    await touchKeyboard(workstation);
    await idleFor(workstation, 55);
    await workstation.desktop.keyring.stop();
    await minutePasses(workstation, home);

    await expect(home.getByRole('status')).toHaveText(
      'You were signed out after 1 minute of inactivity.',
    );
    await expect(home.getByRole('alert')).toContainText('keychain did not answer');
    await expect(button(home, 'Sign in')).toBeDisabled();
    expect(account.session()).toBeUndefined();
    expect(account.audit('session.ended')).toMatchObject([{ cause: 'idle', wipe: 'failed' }]);
    expect(account.all('SELECT cause FROM wipe_pending')).toEqual([{ cause: 'idle' }]);

    await workstation.desktop.keyring.start();
    // The app tries again automatically, after waits of up to 30 s.
    await expect(home.getByRole('alert')).toHaveCount(0, { timeout: 40_000 });
    expect(await entryCount(workstation.desktop)).toBe(0);
    expect(account.audit('wipe.completed')).toMatchObject([{ cause: 'idle', wipe: 'done' }]);
    expect(account.all('SELECT * FROM wipe_pending')).toEqual([]);
    await signIn(home, DANA);
    expect(await entryCount(workstation.desktop)).toBe(1);
  },
);

test('without a keychain nobody is signed in, and the message says why', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Sign out').click();
  await expectSignIn(home, 'You signed out.');
  await expect(button(home, 'Sign in')).toBeEnabled();
  await workstation.desktop.keyring.stop();
  await enterCredentials(home, DANA);
  await expect(home.getByRole('alert')).toContainText('keychain did not answer');
  await expectSignIn(home);
  expect(new AccountFile(workstation.userData).session()).toBeUndefined();

  await workstation.desktop.keyring.start();
  await enterCredentials(home, DANA);
  await expectHome(home);
});

test(
  'a keyring that restarts while somebody is signed in costs nothing',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    expect(await entryCount(workstation.desktop)).toBe(1);
    await workstation.desktop.keyring.stop();
    await workstation.desktop.keyring.start();
    await button(home, 'Sign out').click();
    await expectSignIn(home, 'You signed out.');
    await expect(button(home, 'Sign in')).toBeEnabled();
    expect(await entryCount(workstation.desktop)).toBe(0);
    await signIn(home, DANA);
    expect(await entryCount(workstation.desktop)).toBe(1);
  },
);

test(
  'a wipe that a stopped app left behind is finished at the next start',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const account = new AccountFile(workstation.userData);
    const home = await workstation.start();
    await setUpClinic(home);
    await workstation.desktop.keyring.stop();
    await button(home, 'Lock now').click();
    await expect(home.getByRole('alert')).toContainText('keychain did not answer');
    await workstation.kill();
    expect(account.all('SELECT cause FROM wipe_pending')).toEqual([{ cause: 'lockNow' }]);

    await workstation.desktop.keyring.start();
    expect(await entryCount(workstation.desktop)).toBe(1);
    const again = await workstation.start();
    await expectSignIn(again, 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    await expect.poll(() => account.all('SELECT * FROM wipe_pending')).toEqual([]);
    expect(account.audit('session.ended')).toHaveLength(1);
  },
);
