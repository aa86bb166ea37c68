import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { credentials, entryCount, plantCredential } from '../support/keychain.js';
import {
  button,
  choose,
  CLINIC,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { idleFor, minutePasses, touchKeyboard, warningShown } from '../support/presence.js';
import { LONG, LONG_RELIABILITY, RELIABILITY } from '../support/reliability.js';

test(
  'a killed app resumes within the time left, and that time then runs out',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    await touchKeyboard(workstation);
    await workstation.kill();
    expect(await entryCount(workstation.desktop)).toBe(1);
    await idleFor(workstation, 20);

    const again = await workstation.start();
    await expectHome(again);
    const account = new AccountFile(workstation.userData);
    expect(account.audit('session.resumed')).toHaveLength(1);

    // Nothing proves yet that the password's owner is at the computer.
    await button(again, 'Settings').click();
    const question = again.getByRole('dialog', { name: 'Confirm it’s you' });
    await question.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await button(again, 'Continue').click();
    await expect(question.getByRole('alert')).toHaveText('That password is not right. Try again.');
    expect(await workstation.windowsWithTitle('Settings')).toEqual([]);
    await question.getByRole('textbox', { name: 'Password' }).fill(DANA.password);
    await button(again, 'Continue').click();
    const settings = await workstation.windowWithTitle('Settings');
    await expect(settings.getByRole('tab', { name: 'Session timeout' })).toBeVisible();

    await touchKeyboard(workstation);
    await warningShown(workstation);
    await minutePasses(workstation, again);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'a limit that passed while the app was closed ends the session before Home is shown',
  RELIABILITY,
  async ({ workstation }) => {
    await setUpClinic(await workstation.start(), '1 minute');
    await touchKeyboard(workstation);
    // Otherwise the guard would end the session before, or at the same moment.
    await workstation.cutPower();
    await idleFor(workstation, 62);
    // Somebody is back, but the unwatched time counts all the same.
    await touchKeyboard(workstation);

    const again = await workstation.start();
    await expectSignIn(again, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    const account = new AccountFile(workstation.userData);
    await expect
      .poll(() => account.audit('session.ended'))
      .toMatchObject([{ cause: 'idle', limit_seconds: 60, wipe: 'done' }]);
    expect(account.audit('session.resumed')).toEqual([]);
  },
);

test('with resuming off, a killed app’s session is over', LONG, async ({ workstation }) => {
  await setUpClinic(await workstation.start());
  const settings = await openSettings(workstation);
  await settings.getByRole('switch', { name: 'Resume after the app restarts' }).uncheck();
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  await workstation.kill();

  const again = await workstation.start();
  await expectSignIn(
    again,
    'You were signed out because the app stopped while you were signed in.',
  );
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
});

test('quitting while signed in clears the keychain', async ({ workstation }) => {
  await setUpClinic(await workstation.start());
  expect(await entryCount(workstation.desktop)).toBe(1);
  await workstation.quit();
  expect(await entryCount(workstation.desktop)).toBe(0);
  const account = new AccountFile(workstation.userData);
  expect(account.session()).toBeUndefined();
  expect(account.audit('session.ended')).toMatchObject([{ cause: 'quit', wipe: 'done' }]);

  // A new start is a plain one: it mentions no end that the person asked for.
  const again = await workstation.start();
  await expectSignIn(again);
  await signIn(again, DANA);
});

test('a keychain entry alone opens nothing', async ({ workstation }) => {
  const { desktop } = workstation;
  const home = await workstation.start();
  await setUpClinic(home);
  const copied = await credentials(desktop);
  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await expect.poll(() => entryCount(desktop)).toBe(0);
  await workstation.quit();

  // Somebody with the same OS user could have copied the entry, and can put it back.
  for (const entry of copied) await plantCredential(desktop, entry);
  expect(await entryCount(desktop)).toBe(1);
  const again = await workstation.start();
  await expectSignIn(again);
  await expect.poll(() => entryCount(desktop)).toBe(0);
});

test('a session with a changed keychain half does not resume', LONG, async ({ workstation }) => {
  const { desktop } = workstation;
  await setUpClinic(await workstation.start());
  await workstation.kill();
  for (const { account } of await credentials(desktop))
    await plantCredential(desktop, { account, password: Buffer.alloc(32, 7).toString('base64') });
  const again = await workstation.start();
  await expectSignIn(
    again,
    'You were signed out because the app stopped while you were signed in.',
  );
  await expect.poll(() => entryCount(desktop)).toBe(0);
});

test('set-up: mistakes are named beside their fields, 15 minutes is the suggestion', async ({
  workstation,
}) => {
  const page = await workstation.start();
  await expect(page.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
    /15 minutes/,
  );
  await button(page, 'Create clinic').click();
  const problems: readonly (readonly [string, string])[] = [
    ['Clinic name', 'Enter the name of your clinic.'],
    ['Your name', 'Enter your name.'],
    ['Email', 'Enter an email address.'],
    ['Password', 'Use at least 12 characters.'],
  ];
  for (const [field, problem] of problems)
    await expect(textBox(page, field)).toHaveAccessibleDescription(new RegExp(`^${problem}`));
  await expect(textBox(page, 'Clinic name')).toBeFocused();

  await textBox(page, 'Clinic name').fill(CLINIC);
  await textBox(page, 'Your name').fill(DANA.name);
  await textBox(page, 'Email').fill('dana@harbour');
  await textBox(page, 'Password').fill(DANA.password);
  await textBox(page, 'Confirm password').fill(`${DANA.password}!`);
  await choose(page, 'Automatic session timeout', 'Custom…');
  await page.getByRole('spinbutton', { name: 'Minutes' }).fill('0.5');
  await button(page, 'Create clinic').click();
  await expect(textBox(page, 'Email')).toHaveAccessibleDescription(
    'Enter a whole email address, like sam@clinic.example.',
  );
  await expect(textBox(page, 'Confirm password')).toHaveAccessibleDescription(
    'The two passwords are not the same.',
  );
  await expect(page.getByRole('spinbutton', { name: 'Minutes' })).toHaveAccessibleDescription(
    /^Enter 1 to 10,080 minutes/,
  );
  expect(new AccountFile(workstation.userData).all('SELECT * FROM decision')).toEqual([]);

  await textBox(page, 'Email').fill(DANA.email);
  await textBox(page, 'Password').fill(DANA.password);
  await textBox(page, 'Confirm password').fill(DANA.password);
  await page.getByRole('spinbutton', { name: 'Minutes' }).fill('90');
  await button(page, 'Create clinic').click();
  await expectHome(page);
  await expect(page.getByText('Signs you out after 1 hour 30 minutes')).toBeVisible();
});
