import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { Authenticator } from '../support/authenticator.js';
import { expectAccessible } from '../support/axe.js';
import {
  addMember,
  button,
  choose,
  confirmItsYou,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openList,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { touchKeyboard, warningShown } from '../support/presence.js';
import { requireTwoFactor } from '../support/two-factor.js';
import { LONG } from '../support/reliability.js';

test(
  'axe: set-up, home, dialogs, sign-in with and without a reason, keychain trouble',
  LONG,
  async ({ workstation }) => {
    const page = await workstation.start();
    await expect(page.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
    await expectAccessible(workstation, page, 'set-up');
    await button(page, 'Create clinic').click();
    await expectAccessible(workstation, page, 'set-up with mistakes');
    await openList(page, 'Automatic session timeout');
    await expectAccessible(workstation, page, 'open list');
    await page.getByRole('option', { name: '15 minutes' }).click();
    await setUpClinic(page);
    await expectAccessible(workstation, page, 'home');
    await button(page, 'My security').click();
    await expect(page.getByRole('dialog', { name: 'My security' })).toBeVisible();
    await button(page, 'Change password').click();
    await expectAccessible(workstation, page, 'My security');
    await page.keyboard.press('Escape');

    await button(page, 'Lock now').click();
    await expectSignIn(page);
    await expect(button(page, 'Sign in')).toBeEnabled();
    await expectAccessible(workstation, page, 'sign-in after a lock');
    await button(page, 'Show recent members').click();
    await enterCredentials(page, { ...DANA, password: 'not the password' });
    await expect(page.getByRole('alert')).toBeVisible();
    await expectAccessible(workstation, page, 'sign-in refused');

    await signIn(page, DANA);
    await workstation.desktop.keyring.stop();
    await button(page, 'Sign out').click();
    await expect(page.getByRole('alert')).toContainText('keychain did not answer');
    await expectAccessible(workstation, page, 'keychain trouble');
    await workstation.desktop.keyring.start();
    await expect(button(page, 'Sign in')).toBeEnabled({ timeout: 40_000 });
    await workstation.quit();

    const account = new AccountFile(workstation.userData);
    account.run("INSERT INTO notice (id, kind, created_at) VALUES (99, 'timeoutWasNever', 1)");
    for (const memberId of Object.keys(account.state().members))
      account.run('INSERT INTO notice_recipient VALUES (99, ?, NULL)', memberId);
    const plain = await workstation.start();
    await expectSignIn(plain);
    await expectAccessible(workstation, plain, 'sign-in, plain');
    await signIn(plain, DANA);
    await expect(plain.getByRole('alert').first()).toBeVisible();
    await expectAccessible(workstation, plain, 'home with a notice');
  },
);

test('axe: settings with all its tabs and dialogs', LONG, async ({ workstation }, testInfo) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await expectAccessible(workstation, settings, 'session timeout');
  await choose(settings, 'Automatic session timeout', 'Custom…');
  await settings.getByRole('spinbutton', { name: 'Minutes' }).fill('0');
  await expectAccessible(workstation, settings, 'session timeout with a mistake');
  await settings.getByRole('spinbutton', { name: 'Minutes' }).fill('20000');
  const file = testInfo.outputPath('clinic-settings.json');
  writeFileSync(file, '{"sessionTimeoutMinutes":"never"}');
  await settings.getByLabel('Settings file').setInputFiles(file);
  await expect(button(settings, 'Use these settings')).toBeVisible();
  await expectAccessible(workstation, settings, 'settings file, before it is used');

  await openTab(settings, 'Audit log');
  await expect(settings.getByRole('row', { name: /Clinic set up/ })).toBeVisible();
  await expectAccessible(workstation, settings, 'audit log');
  await openTab(settings, 'This workstation');
  await expectAccessible(workstation, settings, 'this workstation');
  await openTab(settings, 'About');
  await expectAccessible(workstation, settings, 'about');
  await openTab(settings, 'Members');
  await expectAccessible(workstation, settings, 'members, alone');
  await addMember(settings, ROBIN, 'Receptionist');
  await expectAccessible(workstation, settings, 'members');
  await button(settings, 'Add member').click();
  await settings.getByRole('dialog').getByRole('button', { name: 'Add member' }).click();
  await expectAccessible(workstation, settings, 'add member, with mistakes');
  await button(settings, 'Cancel').click();
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Change role' }).click();
  await expect(settings.getByRole('dialog', { name: 'Change role' })).toBeVisible();
  await expectAccessible(workstation, settings, 'change role');
  await button(settings, 'Cancel').click();
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Disable' }).click();
  await expect(settings.getByRole('alertdialog')).toBeVisible();
  await expectAccessible(workstation, settings, 'disable a member');

  // After a restart nobody has proved the password yet, so Settings asks for it.
  await workstation.kill();
  const again = await workstation.start();
  await expectHome(again);
  await button(again, 'Settings').click();
  await expect(again.getByRole('dialog', { name: 'Confirm it’s you' })).toBeVisible();
  await expectAccessible(workstation, again, 'confirm the password');
});

test(
  'axe: two-factor authentication, from set-up to sign-in, and the emergency kit',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    await button(home, 'Make an emergency kit').click();
    await expectAccessible(workstation, home, 'emergency kit, before');
    await home.getByRole('dialog').getByRole('button', { name: 'Make an emergency kit' }).click();
    await expect(home.getByRole('dialog', { name: 'Confirm it’s you' })).toBeVisible();
    await expectAccessible(workstation, home, 'the proof for an emergency kit');
    await confirmItsYou(home);
    await expect(home.getByRole('checkbox')).toBeVisible();
    await expectAccessible(workstation, home, 'emergency kit');
    await home.getByRole('checkbox').check();
    await button(home, 'Done').click();

    await button(home, 'Set up two-factor authentication').first().click();
    await expectAccessible(workstation, home, 'the password before set-up');
    await textBox(home, 'Password').fill(DANA.password);
    await button(home, 'Continue').click();
    const authenticator = await Authenticator.scan(home, workstation);
    await button(home, 'Turn on').click();
    await expectAccessible(workstation, home, 'QR code, with a mistake');
    await textBox(home, 'Authentication code').fill(await authenticator.freshCode());
    await button(home, 'Turn on').click();
    await expect(home.getByRole('checkbox')).toBeVisible();
    await expectAccessible(workstation, home, 'recovery codes');
    await home.getByRole('checkbox').check();
    await button(home, 'Done').click();
    await expectAccessible(workstation, home, 'My security with two-factor authentication');
    await button(home, 'Turn off').click();
    await expectAccessible(workstation, home, 'turn off');
    await button(home, 'Use a recovery code').click();
    await button(home, 'Turn off').click();
    await expectAccessible(workstation, home, 'turn off with a recovery code, with mistakes');
    await home.getByRole('button', { name: 'Close' }).click();

    await button(home, 'Sign out').click();
    await enterCredentials(home, DANA);
    await expect(textBox(home, 'Authentication code')).toBeVisible();
    await expectAccessible(workstation, home, 'authentication code');
    await button(home, 'Use a recovery code').click();
    await button(home, 'Verify').click();
    await expectAccessible(workstation, home, 'recovery code, with a mistake');
    await button(home, 'Cancel').click();
  },
);

test('axe: required set-up, and the ways back in', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await requireTwoFactor(settings, 0);
  await expectAccessible(workstation, settings, 'sign-in security');
  await addMember(settings, ROBIN, 'Receptionist');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Invitation code' }).click();
  await confirmItsYou(settings);
  await expect(settings.getByRole('dialog', { name: 'Invitation code' })).toBeVisible();
  await expectAccessible(workstation, settings, 'invitation code');
  await expectAccessible(workstation, home, 'home with a deadline');
  await button(home, 'Sign out').click();

  await button(home, 'Can’t sign in?').click();
  await expectAccessible(workstation, home, 'can’t sign in');
  await button(home, 'I have an invitation code').click();
  await button(home, 'Set password and sign in').click();
  await expectAccessible(workstation, home, 'invitation, with mistakes');
  await button(home, 'Back').click();
  await button(home, 'I have neither').click();
  await expectAccessible(workstation, home, 'neither code nor kit');
  await home.getByRole('button', { name: 'Close' }).click();

  for (let i = 0; i < 4; i += 1) {
    await enterCredentials(home, { ...DANA, password: 'not the password' });
    await expect(home.getByRole('alert')).toBeVisible();
  }
  await expectAccessible(workstation, home, 'slowed down');
  await expect(home.getByText(/^Try again in/)).toHaveCount(0);
  await enterCredentials(home, DANA);
  await expect(home.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await expectAccessible(workstation, home, 'required set-up');
});

test('axe: the warning', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home, '1 minute');
  await touchKeyboard(workstation);
  await expectAccessible(workstation, await warningShown(workstation), 'warning');
});

test('axe: an account that cannot be opened', async ({ workstation }) => {
  writeFileSync(join(workstation.userData, 'account.db'), 'This is not a database. '.repeat(400));
  const page = await workstation.start();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectAccessible(workstation, page, 'broken');
});
