import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { WalletlessKWallet } from '../support/fake-secret-service.js';
import { entryCount } from '../support/keychain.js';
import {
  answerQuestion,
  lockKeyring,
  questionIsUp,
  questions,
} from '../support/keyring-question.js';
import {
  button,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  fillInSetUp,
  pressUntouched,
  setUpClinic,
} from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/*
 * A keychain that is locked, missing or not set up yet, during a set-up and a sign-in. The question is
 * GNOME's own, answered by real keys.
 */

function clinics(workstation: Workstation): number {
  return new AccountFile(workstation.userData).all('SELECT * FROM decision WHERE seq = 1').length;
}

test('set-up waits for the keyring’s question; without an answer nothing is created', async ({
  workstation,
}) => {
  await lockKeyring(workstation);
  const page = await workstation.start();
  await fillInSetUp(page);
  await button(page, 'Create clinic').click();
  await questionIsUp(workstation, page);
  // Longer than the keychain's time limit when no question is open.
  await page.waitForTimeout(7_000);
  expect(clinics(workstation)).toBe(0);
  await workstation.desktop.input.key('Escape');
  await expect(page.getByRole('alert')).toContainText('keychain stayed locked');
  await expect(page.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
  expect(clinics(workstation)).toBe(0);
  expect(await questions(workstation)).toBe('');

  // The form keeps its input.
  await button(page, 'Create clinic').click();
  await questionIsUp(workstation, page);
  await answerQuestion(workstation);
  await expectHome(page);
  expect(await entryCount(workstation.desktop)).toBe(1);
});

test(
  'set-up can be cancelled while it waits; GNOME’s open question then only unlocks the keyring',
  LONG,
  async ({ workstation }) => {
    await lockKeyring(workstation);
    const page = await workstation.start();
    await fillInSetUp(page);
    await button(page, 'Create clinic').click();
    await questionIsUp(workstation, page);
    await pressUntouched(page, 'Don’t wait');
    await expect(page.getByRole('alert')).toContainText('not waited for any longer');
    expect(clinics(workstation)).toBe(0);
    await answerQuestion(workstation);
    await expect.poll(() => questions(workstation)).toBe('');
    expect(clinics(workstation)).toBe(0);
    await button(page, 'Create clinic').click();
    await expectHome(page);
  },
);

test('without a keychain, set-up says what is missing and creates nothing', async ({
  workstation,
}) => {
  await workstation.desktop.keyring.stop();
  const page = await workstation.start();
  await fillInSetUp(page);
  await button(page, 'Create clinic').click();
  await expect(page.getByRole('alert')).toContainText('Install or start one');
  expect(clinics(workstation)).toBe(0);
  await workstation.desktop.keyring.start();
  await button(page, 'Create clinic').click();
  await expectHome(page);
});

test(
  'with a KWallet that has no wallet, set-up says that one must be made',
  LONG,
  async ({ workstation }) => {
    await workstation.desktop.keyring.stop();
    const bus = workstation.desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
    const wallet = await WalletlessKWallet.open(bus);
    const page = await workstation.start();
    await fillInSetUp(page);
    await button(page, 'Create clinic').click();
    await expect(page.getByRole('alert')).toContainText('create a wallet');
    expect(clinics(workstation)).toBe(0);
    wallet.close();
  },
);

test('signing in waits for the keyring’s question too', async ({ workstation }) => {
  const page = await workstation.start();
  await setUpClinic(page);
  await button(page, 'Sign out').click();
  await expectSignIn(page, 'You signed out.');
  await lockKeyring(workstation);
  await enterCredentials(page, DANA);
  await questionIsUp(workstation, page);
  await page.waitForTimeout(7_000);
  await answerQuestion(workstation);
  await expectHome(page);
});
