import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  button,
  DANA,
  enterCredentials,
  expectSignIn,
  openSettings,
  type Person,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { expectCodeAsked, requireTwoFactor, setUpTwoFactor } from '../support/two-factor.js';
import type { Workstation } from '../support/workstation.js';

const WRONG: Person = { ...DANA, password: 'not-the-password-77' };

test('wrong tries are slowed down, also over a restart, and the member reads about them', async ({
  workstation,
}) => {
  let home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Sign out').click();
  for (let failed = 1; failed <= 3; failed += 1) {
    await enterCredentials(home, WRONG);
    await expect(home.getByRole('alert')).toContainText('do not match');
  }
  await enterCredentials(home, DANA);
  await expect(home.getByRole('alert')).toContainText('too many wrong tries');
  // An unknown email is slowed down in the same way, so nothing reveals whether it belongs to a member.
  for (let failed = 1; failed <= 3; failed += 1) {
    await enterCredentials(home, { ...WRONG, email: 'nobody@harbour.example' });
    await expect(home.getByRole('alert')).toContainText('do not match');
  }
  await enterCredentials(home, { ...WRONG, email: 'nobody@harbour.example' });
  await expect(home.getByRole('alert')).toContainText('too many wrong tries');

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
});

/** Makes an account with Robin in it; everybody is signed out, and the app does not run. */
async function signedOutClinic(workstation: Workstation): Promise<AccountFile> {
  const home = await workstation.start();
  await setUpClinic(home);
  await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
  await button(home, 'Switch user').click();
  await expectSignIn(home);
  return new AccountFile(workstation.userData);
}

test('a second factor that was removed from the database by hand lets nobody in', async ({
  workstation,
}) => {
  const account = await signedOutClinic(workstation);
  let home = await workstation.mainWindow();
  await signIn(home, ROBIN);
  const before = account.all("SELECT * FROM sealed_record WHERE name LIKE 'member/%'");
  await setUpTwoFactor(workstation, ROBIN);
  await button(home, 'Sign out').click();
  await expectSignIn(home);

  // Another member's record, a cut one, or none at all: all of them are refused.
  const robin = String(
    account.all('SELECT id FROM member WHERE email = ?', ROBIN.email)[0]?.['id'],
  );
  const danas = before.find(({ name }) => name !== `member/${robin}`)?.['box'];
  const danasRecord = Buffer.from(danas as Uint8Array);
  for (const damage of [
    () =>
      account.run(
        'UPDATE sealed_record SET box = ? WHERE name = ?',
        danasRecord,
        `member/${robin}`,
      ),
    () =>
      account.run(
        'UPDATE sealed_record SET box = substr(box, 1, 40) WHERE name = ?',
        `member/${robin}`,
      ),
    () => account.run('DELETE FROM sealed_record WHERE name = ?', `member/${robin}`),
  ]) {
    damage();
    await enterCredentials(home, ROBIN);
    await expect(home.getByRole('alert')).toContainText('changed by other means than this app');
    expect(account.session()).toBeUndefined();
  }
  await workstation.kill();
  home = await workstation.start();
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('alert')).toContainText('changed by other means than this app');
  expect(account.audit('record.tampered').length).toBeGreaterThanOrEqual(4);

  // The administrators are told.
  await signIn(home, DANA);
  await expect(
    home.getByRole('alert').filter({ hasText: 'changed by other means than this app' }).first(),
  ).toBeVisible();
});

test('neither the sign-in rules nor a role can be changed by hand', async ({ workstation }) => {
  const account = await signedOutClinic(workstation);
  const home = await workstation.mainWindow();
  await signIn(home, DANA);
  await requireTwoFactor(await openSettings(workstation), 14);
  await button(home, 'Sign out').click();
  await expectSignIn(home);

  // Without the rules the strictest are in force: nobody gets fourteen days.
  account.run("DELETE FROM sealed_record WHERE name = 'account'");
  account.run("UPDATE member SET role = 'administrator' WHERE email = ?", ROBIN.email);
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  expect(account.all('SELECT role FROM member WHERE email = ?', ROBIN.email)).toEqual([
    { role: 'receptionist' },
  ]);
  const whats = account.audit('record.tampered').map(({ detail }) => String(detail));
  expect(whats.join()).toContain('signInRules');
  expect(whats.join()).toContain('role');
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
