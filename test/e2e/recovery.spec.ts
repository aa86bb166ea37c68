import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  button,
  confirmItsYou,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  type Person,
  ROBIN,
  saveTo,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { enrol, enterCode, openMySecurity, setUpTwoFactor } from '../support/two-factor.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

const NEW_PASSWORD = 'velvet-compass-marble-9';

async function useCode(
  page: Page,
  way: 'I have an invitation code' | 'I have the emergency kit',
  { email, code, password }: { email: string; code: string; password: string },
): Promise<void> {
  await button(page, 'Can’t sign in?').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: way }).click();
  await dialog.getByRole('textbox', { name: 'Email' }).fill(email);
  await dialog.getByRole('textbox', { name: /Invitation code|Recovery key/ }).fill(code);
  await dialog.getByRole('textbox', { name: 'New password', exact: true }).fill(password);
  await dialog.getByRole('textbox', { name: 'Confirm new password' }).fill(password);
  await dialog.getByRole('button', { name: 'Set password and sign in' }).click();
}

async function invite(settings: Page, person: Person, workstation: Workstation): Promise<string> {
  await openTab(settings, 'Members');
  await memberRow(settings, person).getByRole('button', { name: 'Invitation code' }).click();
  await confirmItsYou(settings);
  const dialog = settings.getByRole('dialog', { name: /Invitation code/ });
  const code = await dialog.getByText(/^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$/).innerText();
  workstation.keepSecret(code);
  await dialog.getByRole('button', { name: 'Done' }).click();
  return code;
}

test('a member who forgot the password sets a new one with an invitation code, once', async ({
  workstation,
}) => {
  workstation.keepSecret(NEW_PASSWORD);
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Practitioner');
  await button(home, 'Switch user').click();
  await signIn(home, ROBIN);
  await setUpTwoFactor(workstation, ROBIN);
  await button(home, 'Switch user').click();
  await signIn(home, DANA);
  const code = await invite(await openSettings(workstation), ROBIN, workstation);
  await button(home, 'Switch user').click();
  await expectSignIn(home);

  await useCode(home, 'I have an invitation code', {
    email: DANA.email,
    code,
    password: NEW_PASSWORD,
  });
  await expect(home.getByRole('dialog').getByRole('alert')).toContainText('does not belong');
  await home.keyboard.press('Escape');
  await expect(home.getByRole('dialog')).toHaveCount(0);
  await useCode(home, 'I have an invitation code', {
    email: ROBIN.email,
    code: code.toLowerCase().replaceAll('-', ' '),
    password: NEW_PASSWORD,
  });
  // What was sealed for the old password is lost: a second factor is set up anew before anything opens.
  const { authenticator } = await enrol(home, workstation);
  await expectHome(home);
  await button(home, 'Sign out').click();

  // The old password is void, the new one works, and the code is spent.
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('alert')).toContainText('do not match');
  await useCode(home, 'I have an invitation code', {
    email: ROBIN.email,
    code,
    password: NEW_PASSWORD,
  });
  await expect(home.getByRole('dialog').getByRole('alert')).toContainText('or it was used');
  await home.keyboard.press('Escape');
  await enterCredentials(home, { ...ROBIN, password: NEW_PASSWORD });
  await enterCode(home, await authenticator.freshCode());
  await expectHome(home);

  // Every administrator is told.
  await button(home, 'Switch user').click();
  await signIn(home, DANA);
  await expect(
    home.getByRole('alert').filter({ hasText: 'An invitation code was used' }),
  ).toBeVisible();
  expect(new AccountFile(workstation.userData).audit('invitation.used')).toHaveLength(1);
});

test('the emergency kit gives the last administrator access again, once', async ({
  workstation,
}, testInfo) => {
  workstation.keepSecret(NEW_PASSWORD);
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Make an emergency kit').click();
  const dialog = home.getByRole('dialog', { name: 'Emergency kit' });
  await dialog.getByRole('button', { name: 'Make an emergency kit' }).click();
  await confirmItsYou(home);
  const recoveryKey = await dialog.getByText(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/).innerText();
  workstation.keepSecret(recoveryKey);

  // Saved where the person says; the file dialog belongs to the OS.
  const file = testInfo.outputPath('kit.txt');
  await saveTo(workstation, file);
  await dialog.getByRole('button', { name: 'Save…' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
  expect(readFileSync(file, 'utf8')).toContain(recoveryKey);

  await expect(dialog.getByRole('button', { name: 'Done' })).toBeDisabled();
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await home.getByRole('button', { name: 'Close' }).click();
  await setUpTwoFactor(workstation, DANA);
  await button(home, 'Lock now').click();
  await expectSignIn(home);

  // Neither the password nor the phone is available.
  await useCode(home, 'I have the emergency kit', {
    email: DANA.email,
    code: recoveryKey.replace(/^./, (first) => (first === '7' ? '8' : '7')),
    password: NEW_PASSWORD,
  });
  await expect(home.getByRole('dialog').getByRole('alert')).toContainText('does not open');
  await home.keyboard.press('Escape');
  await useCode(home, 'I have the emergency kit', {
    email: DANA.email,
    code: recoveryKey,
    password: NEW_PASSWORD,
  });
  // A lost second factor is set up again.
  await enrol(home, workstation);
  await expectHome(home);
  await expect(
    home.getByRole('alert').filter({ hasText: 'The emergency kit was used' }),
  ).toBeVisible();
  const security = await openMySecurity(workstation);
  await expect(security).toContainText('There is no kit yet.');
  expect(account.audit('emergencyKit.used')).toHaveLength(1);
});

test(
  'without kit and password, the app says plainly that nobody can recover the data',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    await expect(home.getByText('There is no emergency kit yet.')).toBeVisible();
    await button(home, 'Not now').click();
    await expect(home.getByText('There is no emergency kit yet.')).toHaveCount(0);
    await button(home, 'Sign out').click();
    await button(home, 'Can’t sign in?').click();
    await home.getByRole('button', { name: 'I have neither' }).click();
    await expect(home.getByRole('dialog')).toContainText('can’t be recovered, not by anybody');
    await expect(textBox(home, 'Recovery key')).toHaveCount(0);
  },
);
