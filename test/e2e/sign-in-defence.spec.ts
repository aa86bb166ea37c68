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
  setUpClinic,
  signIn,
} from '../support/people.js';
import {
  enrol,
  enterCode,
  expectCodeAsked,
  requireTwoFactor,
  setUpTwoFactor,
} from '../support/two-factor.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

const WRONG: Person = { ...DANA, password: 'not-the-password-77' };

test(
  'wrong tries are slowed down, also over a restart, and the member reads about them',
  LONG,
  async ({ workstation }) => {
    let home = await workstation.start();
    await setUpClinic(home);
    await button(home, 'Sign out').click();
    for (let failed = 1; failed <= 3; failed += 1) {
      await enterCredentials(home, WRONG);
      await expect(home.getByRole('alert')).toContainText('do not match');
    }
    await tryUntilSlowed(home, WRONG);
    // An unknown email is slowed down in the same way, so nothing reveals whether it belongs to a member.
    for (let failed = 1; failed <= 3; failed += 1) {
      await enterCredentials(home, { ...WRONG, email: 'nobody@harbour.example' });
      await expect(home.getByRole('alert')).toContainText('do not match');
    }
    await tryUntilSlowed(home, { ...WRONG, email: 'nobody@harbour.example' });

    // As if ten tries had failed a moment ago: the lock-out window survives the app.
    const account = new AccountFile(workstation.userData);
    account.run('UPDATE failed_tries SET tries = 10');
    await workstation.kill();
    home = await workstation.start();
    await enterCredentials(home, DANA);
    await expect(home.getByRole('alert')).toContainText(/try again in 1[45] minutes/);

    // A quarter of an hour later by the boot clock.
    account.run('UPDATE failed_tries SET last_boot_ms = last_boot_ms - 900000');
    await workstation.kill();
    home = await workstation.start();
    await signIn(home, DANA);
    await expect(
      home.getByRole('alert').filter({ hasText: '10 tries to sign in as you failed' }),
    ).toBeVisible();
    expect(account.audit('signIn.throttled').length).toBeGreaterThan(0);
  },
);

/** The wait begins with 2 seconds, which may be over on a busy computer; it grows with each wrong try. */
async function tryUntilSlowed(home: Page, who: Person): Promise<void> {
  await expect(async () => {
    await enterCredentials(home, who);
    await expect(home.getByRole('alert')).toContainText('too many wrong tries', { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
}

/** Makes an account with Robin in it; everybody is signed out, and the app does not run. */
async function signedOutClinic(workstation: Workstation): Promise<AccountFile> {
  const home = await workstation.start();
  await setUpClinic(home);
  await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
  await button(home, 'Switch user').click();
  await expectSignIn(home);
  return new AccountFile(workstation.userData);
}

test(
  'a second factor that was removed from the database by hand lets nobody in',
  LONG,
  async ({ workstation }) => {
    const account = await signedOutClinic(workstation);
    let home = await workstation.mainWindow();
    await signIn(home, ROBIN);
    const { authenticator } = await setUpTwoFactor(workstation, ROBIN);
    await button(home, 'Sign out').click();
    await expectSignIn(home);

    // Another box, a cut one, or none at all: no code is right any more.
    const { members } = account.state();
    const robin = Object.values(members).find(({ email }) => email === ROBIN.email);
    const record = robin?.twoFactor?.record;
    const [other] = Object.values(members).filter(({ email }) => email === DANA.email);
    for (const damage of [
      () =>
        account.run(
          'UPDATE decision_box SET box = (SELECT box FROM decision_box WHERE hash = ?) WHERE hash = ?',
          ...[other?.keys.credential, record],
        ),
      () => account.run('UPDATE decision_box SET box = substr(box, 1, 40) WHERE hash = ?', record),
      () => account.run('DELETE FROM decision_box WHERE hash = ?', record),
    ]) {
      damage();
      await enterCredentials(home, ROBIN);
      await enterCode(home, await authenticator.freshCode());
      await expect(home.getByRole('alert')).toContainText('That code is not right');
      expect(account.session()).toBeUndefined();
      await button(home, 'Cancel').click();
      await expectSignIn(home);
    }
    await workstation.kill();
    home = await workstation.start();
    // Three wrong codes: on a slow computer the next try has to wait.
    const code = home.getByRole('heading', { name: 'Two-factor authentication' });
    await expect(async () => {
      if (!(await code.isVisible())) await enterCredentials(home, ROBIN);
      await expect(code).toBeVisible({ timeout: 3_000 });
    }).toPass();
    await expectCodeAsked(home);
    await button(home, 'Cancel').click();
    const whats = account.audit('record.tampered').map(({ detail }) => String(detail));
    expect(whats).toContain('{"what":"box"}');

    // The administrators are told, and one of them resets it.
    await signIn(home, DANA);
    await expect(tampered(home).first()).toBeVisible();
    const settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    await memberRow(settings, ROBIN).getByRole('button', { name: 'Reset two-factor' }).click();
    await settings
      .getByRole('alertdialog')
      .getByRole('button', { name: 'Reset two-factor' })
      .click();
    await confirmItsYou(settings);
    await button(home, 'Switch user').click();
    await enterCredentials(home, ROBIN);
    await enrol(home, workstation);
    await expectHome(home);
  },
);

function tampered(home: Page): ReturnType<Page['getByRole']> {
  return home.getByRole('alert').filter({ hasText: 'changed by other means than this app' });
}

test('neither the sign-in rules, a role, access nor a limit can be changed by hand', async ({
  workstation,
}) => {
  const account = await signedOutClinic(workstation);
  const home = await workstation.mainWindow();
  await signIn(home, DANA);
  await requireTwoFactor(await openSettings(workstation), 0);
  await button(home, 'Sign out').click();
  await expectSignIn(home);

  // Into the copy of what the clinic decided, while the app runs.
  const [row] = account.all('SELECT state FROM clinic_state');
  const edited = String(row?.['state'])
    .replace('"requireTwoFactor":true', '"requireTwoFactor":false')
    .replace('"receptionist"', '"administrator"')
    .replace('"sessionTimeoutSeconds":900', '"sessionTimeoutSeconds":604800');
  expect(edited).not.toBe(row?.['state']);
  account.run('UPDATE clinic_state SET state = ?', edited);
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  expect(account.all('SELECT state FROM clinic_state')).toEqual([row]);
  await enrol(home, workstation);
  await expectHome(home);
  await expect(home.getByText('Receptionist', { exact: true })).toBeVisible();
  await expect(home.getByText('Signs you out after 15 minutes without activity.')).toBeVisible();
  await expect(button(home, 'Settings')).toHaveCount(0);
  await expect(tampered(home)).toHaveCount(0);
  expect(account.audit('record.tampered').map(({ detail }) => String(detail))).toEqual([
    '{"what":"state"}',
  ]);

  await button(home, 'Switch user').click();
  await enterCredentials(home, DANA);
  await enrol(home, workstation);
  await expect(tampered(home)).toBeVisible();
});

test('somebody with a password but without the second factor reads nothing and changes nothing', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await setUpTwoFactor(workstation, DANA);
  await button(home, 'Sign out').click();
  await enterCredentials(home, DANA);
  await expectCodeAsked(home);
  for (const guess of ['000000', '123456', '999999']) {
    await home.getByRole('textbox', { name: 'Authentication code' }).fill(guess);
    await button(home, 'Verify').click();
    await expect(home.getByRole('alert')).toBeVisible();
  }
  // Entering the right password again gives no further guesses.
  await button(home, 'Cancel').click();
  await enterCredentials(home, DANA);
  await expect(home.getByRole('alert')).toContainText('too many wrong tries');
  await expectSignIn(home);
  await expect(home.getByRole('heading', { name: 'Two-factor authentication' })).toHaveCount(0);
});
