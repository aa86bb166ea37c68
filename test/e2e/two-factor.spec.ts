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
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { pressLock } from '../support/presence.js';
import {
  closeMySecurity,
  enrol,
  enterCode,
  expectCodeAsked,
  openMySecurity,
  requireTwoFactor,
  setUpTwoFactor,
} from '../support/two-factor.js';
import { LONG } from '../support/reliability.js';

test('two-factor authentication: set-up by QR code, sign-in, a lost phone, a recovery code, a reset', async ({
  workstation,
}) => {
  const account = new AccountFile(workstation.userData);
  const home = await workstation.start();
  await setUpClinic(home);
  let settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Practitioner');
  await expect(memberRow(settings, ROBIN)).toContainText('Off');
  await button(home, 'Switch user').click();

  await signIn(home, ROBIN);
  const { authenticator, recoveryCodes } = await setUpTwoFactor(workstation, ROBIN);
  expect(authenticator.label).toBe(ROBIN.email);
  expect(new Set(recoveryCodes).size).toBe(10);

  // The code of the set-up is used up; the newest one signs in.
  const used = authenticator.usedCode;
  await button(home, 'Sign out').click();
  await expectSignIn(home);
  await enterCredentials(home, ROBIN);
  await expectCodeAsked(home);
  expect(account.session()).toBeUndefined();
  await enterCode(home, used);
  await expect(home.getByRole('alert')).toContainText('was used already');
  await enterCode(home, authenticator.codeAt(-3));
  await expect(home.getByRole('alert')).toBeVisible();
  await expect(button(home, 'Lock now')).toHaveCount(0);
  await enterCode(home, await authenticator.freshCode());
  await expectHome(home);

  // The phone is lost: a recovery code replaces it, once.
  await button(home, 'Sign out').click();
  await enterCredentials(home, ROBIN);
  await expectCodeAsked(home);
  await button(home, 'Use a recovery code').click();
  await textBox(home, 'Recovery code').fill((recoveryCodes[0] ?? '').toLowerCase());
  await button(home, 'Verify').click();
  await expectHome(home);
  await expect(
    home.getByRole('alert').filter({
      hasText: 'A recovery code was used in the place of your authenticator app; 9 are left.',
    }),
  ).toBeVisible();
  await button(home, 'Sign out').click();
  await enterCredentials(home, ROBIN);
  await button(home, 'Use a recovery code').click();
  await textBox(home, 'Recovery code').fill(recoveryCodes[0] ?? '');
  await button(home, 'Verify').click();
  await expect(home.getByRole('alert')).toContainText('not right, or it was used already');
  await button(home, 'Cancel').click();
  await expectSignIn(home);

  // An administrator resets it, and the member must set it up again.
  await signIn(home, DANA);
  settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  await expect(memberRow(settings, ROBIN)).toContainText('On');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Reset two-factor' }).click();
  await settings.getByRole('alertdialog').getByRole('button', { name: 'Reset two-factor' }).click();
  await confirmItsYou(settings);
  await expect(memberRow(settings, ROBIN)).toContainText('To set up again');
  await button(home, 'Switch user').click();
  await enterCredentials(home, ROBIN);
  await enrol(home, workstation);
  await expectHome(home);
  for (const event of ['twoFactor.turnedOn', 'twoFactor.reset', 'recoveryCode.used'])
    expect(account.audit(event).length, event).toBeGreaterThan(0);
});

test('if everyone must have it within 0 days, a new member is led through set-up, also after a restart', async ({
  workstation,
}) => {
  let home = await workstation.start();
  await setUpClinic(home);
  let settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Receptionist');
  await requireTwoFactor(settings, 0);

  // Members who are signed in stay signed in: the administrator continues, and sees what will happen.
  await expect(
    home.getByRole('alert').filter({ hasText: 'two-factor authentication' }),
  ).toContainText('next sign-in');
  await expect(button(home, 'Lock now')).toBeVisible();
  await button(home, 'Sign out').click();

  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await expect(button(home, 'Lock now')).toHaveCount(0);

  // Neither a restart nor cancelling gets anybody past the set-up.
  await workstation.kill();
  home = await workstation.start();
  await expectSignIn(home);
  expect(new AccountFile(workstation.userData).session()).toBeUndefined();
  await enterCredentials(home, ROBIN);
  const { authenticator } = await enrol(home, workstation);
  await expectHome(home);
  await button(home, 'Sign out').click();
  await enterCredentials(home, ROBIN);
  await enterCode(home, await authenticator.freshCode());
  await expectHome(home);

  // It stays on while the clinic requires it.
  const security = await openMySecurity(workstation);
  await expect(security.getByRole('button', { name: 'Turn off' })).toHaveCount(0);
  await closeMySecurity(workstation);
  await button(home, 'Switch user').click();
  await enterCredentials(home, DANA);
  await enrol(home, workstation);
  await expectHome(home);
  settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  for (const person of [DANA, ROBIN]) await expect(memberRow(settings, person)).toContainText('On');
});

test('a lock voids a half-finished sign-in', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const { authenticator } = await setUpTwoFactor(workstation, DANA);
  await button(home, 'Lock now').click();
  await expectSignIn(home);

  await enterCredentials(home, DANA);
  await expectCodeAsked(home);
  const code = await authenticator.freshCode();
  await textBox(home, 'Authentication code').fill(code);
  await pressLock(workstation);
  await expectSignIn(home);
  // Main refuses what the window could still send.
  const answer = await home.evaluate(
    (typed) =>
      window.clinic.verifyCode({ code: typed }).then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    code,
  );
  expect(answer).toContain('"verifyCode" was refused (role)');
  await expectSignIn(home);

  await enterCredentials(home, DANA);
  await enterCode(home, await authenticator.freshCode());
  await expectHome(home);
});
