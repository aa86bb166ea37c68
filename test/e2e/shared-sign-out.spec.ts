import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  DANA,
  expectHome,
  expectSignIn,
  memberRow,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { expect } from '../support/app-fixture.js';
import { openTwoDesks, test, workstationRow } from '../support/shared-clinic.js';
import { LONG } from '../support/reliability.js';

/*
 * Who is where, and signing out from another computer: two real apps on two desktops, and a real server.
 */

const REASON = 'Fire drill: please go to the car park.';

/** Decides in the dialog that is open. */
async function signOutThere(settings: Page, reason: string | null): Promise<void> {
  const dialog = settings.getByRole('alertdialog');
  if (reason !== null) await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toHaveCount(0);
}

test('an administrator sees who is where, and signs out one computer, one member and everybody', async ({
  workstation,
  second,
  server,
}, info) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { home, settings, other } = await openTwoDesks(workstation, second, server, colleague);
  const there = workstationRow(settings, 'Reception 2');
  await expect(there).toContainText('Nobody');

  await signIn(other, ROBIN);
  await expect(there).toContainText(ROBIN.name);
  await expect(there).toContainText('Just now');
  await expect(there).toContainText('newest settings');
  await settings.screenshot({ path: info.outputPath('who-is-where.png') });

  // One computer.
  await there.getByRole('button', { name: 'Sign out' }).click();
  await expect(settings.getByRole('alertdialog')).toContainText(ROBIN.name);
  await signOutThere(settings, null);
  await expectSignIn(other, 'You were signed out by an administrator.');
  await expect.poll(() => entryCount(second.desktop)).toBe(0);
  await expect(there).toContainText(/Done at \d/);
  await expect(there).toContainText('Nobody');

  // One member, after a new sign-in, which an earlier order does not end.
  await signIn(other, ROBIN);
  await expect(there).toContainText(ROBIN.name);
  await openTab(settings, 'Members');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Sign out everywhere' }).click();
  await signOutThere(settings, 'Please see me at the front desk.');
  await expectSignIn(other, /^You were signed out by an administrator\..*Please see me/);
  await other.screenshot({ path: info.outputPath('reason.png') });

  // Everybody, the administrator too.
  await signIn(other, ROBIN);
  await openTab(settings, 'Workstations');
  await button(settings, 'Sign out everybody').click();
  const dialog = settings.getByRole('alertdialog');
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(dialog).toContainText('Say why');
  await settings.screenshot({ path: info.outputPath('everybody.png') });
  await dialog.getByRole('textbox').fill(REASON);
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  for (const page of [home, other]) {
    await expectSignIn(page);
    await expect(page.getByText(REASON)).toBeVisible();
  }
  for (const { desktop } of [workstation, second])
    await expect.poll(() => entryCount(desktop)).toBe(0);
  const audit = new AccountFile(workstation.userData);
  expect(audit.audit('session.orderedToEnd')).toHaveLength(3);
  await expect
    .poll(() => new AccountFile(second.userData).audit('session.ended').map(({ cause }) => cause))
    .toEqual(Array.from({ length: 3 }, () => 'signedOutByAdministrator'));
});

test(
  'a member sees on Home where else they are signed in, and signs out there',
  LONG,
  async ({ workstation, second, server }, info) => {
    const { home, other } = await openTwoDesks(workstation, second, server);
    await signIn(other, DANA);
    const line = other.getByText('You are also signed in at Reception 1', { exact: false });
    await expect(line).toBeVisible();
    await other.screenshot({ path: info.outputPath('elsewhere.png') });
    await button(other, 'Sign out there').click();
    await expectSignIn(home, 'You signed out here from another workstation.');
    await expectHome(other);
    await expect(line).toHaveCount(0);
  },
);

test(
  'a computer that was off signs out when it is on and reaches the server',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    const there = workstationRow(settings, 'Reception 2');
    await expect(there).toContainText(ROBIN.name);
    await second.kill();
    await there.getByRole('button', { name: 'Sign out' }).click();
    await signOutThere(settings, null);
    await expect(there).toContainText(/Asked|Not reached/);

    const again = await second.start();
    await expectSignIn(again, 'You were signed out by an administrator.');
    await expect(there).toContainText(/Done at \d/);
  },
);
