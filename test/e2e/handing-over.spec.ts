import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import {
  addMember,
  button,
  DANA,
  expectHome,
  expectOnlyWindow,
  expectSignIn,
  openSettings,
  ROBIN,
  setUpClinic,
  signIn,
  textBox,
} from '../support/people.js';
import { everythingReadable } from '../support/traces.js';
import { LONG } from '../support/reliability.js';

test('lock now by button and by real keys, sign out, switch user', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const account = new AccountFile(workstation.userData);

  const ends = [
    {
      cause: 'lockNow',
      act: () => button(home, 'Lock now').click(),
      reason: 'You locked this workstation. Sign in to carry on.',
      namesMembers: false,
    },
    {
      cause: 'lockNow',
      act: () => workstation.desktop.input.key('ctrl+l'),
      reason: 'You locked this workstation. Sign in to carry on.',
      namesMembers: false,
    },
    {
      cause: 'signOut',
      act: () => button(home, 'Sign out').click(),
      reason: 'You signed out.',
      namesMembers: true,
    },
    {
      cause: 'switchUser',
      act: () => button(home, 'Switch user').click(),
      reason: 'You signed out so that someone else can sign in.',
      namesMembers: true,
    },
  ];
  for (const [index, { act, reason, namesMembers }] of ends.entries()) {
    await expectHome(home);
    expect(await entryCount(workstation.desktop)).toBe(1);
    await act();
    await expectSignIn(home, reason);
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    expect(account.session()).toBeUndefined();

    if (!namesMembers) {
      const readable = await everythingReadable(workstation);
      expect(readable).not.toContain(DANA.name);
      expect(readable).not.toContain(DANA.email);
      await button(home, 'Show recent members').click();
    }
    await button(home, DANA.name).click();
    await expect(textBox(home, 'Email')).toHaveValue(DANA.email);
    await expect(textBox(home, 'Password')).toBeFocused();
    if (index < ends.length - 1) await signIn(home, DANA);
  }
  await expect
    .poll(() => account.audit('session.ended'))
    .toMatchObject(ends.map(({ cause }) => ({ cause, limit_seconds: 900, wipe: 'done' })));
});

test('nothing of one member is on the screen of the next', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
  await button(home, 'My security').click();
  await textBox(home, 'Current password').fill(DANA.password);
  await home.keyboard.press('Escape');
  await button(home, 'Switch user').click();
  await expectSignIn(home);
  // Robin never signed in here, so only Dana is offered.
  await expect(button(home, ROBIN.name)).toHaveCount(0);
  await signIn(home, ROBIN);
  await expect(home.getByText(ROBIN.name)).toBeVisible();
  await expectOnlyWindow(workstation, home);
  const readable = await everythingReadable(workstation);
  for (const text of [DANA.name, DANA.email, DANA.password]) expect(readable).not.toContain(text);

  // The shortcut of Settings does not replace the missing button.
  await expect(button(home, 'Settings')).toHaveCount(0);
  await workstation.desktop.input.key('ctrl+comma');
  await home.waitForTimeout(1_000);
  expect(await workstation.windowsWithTitle('Settings')).toEqual([]);
});

test('a wrong password and an unknown email get the same answer', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Sign out').click();
  await expectSignIn(home);
  for (const email of [DANA.email, 'nobody@harbour.example']) {
    await textBox(home, 'Email').fill(email);
    await textBox(home, 'Password').fill('not the password');
    await button(home, 'Sign in').click();
    await expect(home.getByRole('alert')).toHaveText(
      'That email and password do not match. Check both and try again.',
    );
    await expect(textBox(home, 'Password')).toHaveValue('');
  }
  await button(home, 'Sign in').click();
  await expect(home.getByText('Enter your password.')).toBeVisible();
  const account = new AccountFile(workstation.userData);
  expect(account.audit('signIn.failed')).toHaveLength(2);
  expect(await entryCount(workstation.desktop)).toBe(0);
});
