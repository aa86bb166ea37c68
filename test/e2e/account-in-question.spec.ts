import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { entryCount, forgetDecisions, rememberedDecisions } from '../support/keychain.js';
import {
  addMember,
  button,
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
} from '../support/people.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

/*
 * The account on this computer is not the one that it remembers, or was changed by other means than the app:
 * nobody works with it before an administrator has decided.
 */

const QUESTION = 'Is this the right account?';
const REFUSED =
  'The account on this computer is not the one that it remembers, or it was changed by other means than this app.';

/** Dana's clinic with Robin in it. The app has ended, and a copy of the files was made before Robin left. */
async function clinicWithPast(workstation: Workstation): Promise<string> {
  const home = await workstation.start();
  await setUpClinic(home, '5 minutes');
  let settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Receptionist');
  await workstation.quit();
  const copy = join(workstation.home, 'copy');
  mkdirSync(copy);
  new AccountFile(workstation.userData).run('PRAGMA wal_checkpoint(TRUNCATE)');
  copyFileSync(join(workstation.userData, 'account.db'), join(copy, 'account.db'));

  const again = await workstation.start();
  await signIn(again, DANA);
  settings = await openSettings(workstation);
  await openTab(settings, 'Members');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Disable' }).click();
  await settings.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
  await expect(memberRow(settings, ROBIN)).toContainText('Disabled');
  await workstation.quit();
  return join(copy, 'account.db');
}

/** Puts a file in the place of the account's. */
function putBack({ userData }: Workstation, file: string): void {
  for (const name of ['account.db-wal', 'account.db-shm'])
    rmSync(join(userData, name), { force: true });
  copyFileSync(file, join(userData, 'account.db'));
}

async function expectQuestion(page: Page, told: string): Promise<void> {
  await expect(page.getByRole('heading', { name: QUESTION })).toBeVisible();
  await expect(page.getByText(told)).toBeVisible();
  await expect(button(page, 'Lock now')).toHaveCount(0);
}

test(
  'an older account lets nobody in but an administrator, who reads how old it is and goes on',
  LONG,
  async ({ workstation }) => {
    const { desktop, userData } = workstation;
    const copy = await clinicWithPast(workstation);
    const account = new AccountFile(userData);
    const newest = account.state().seq;
    await expect.poll(() => rememberedDecisions(desktop)).toBe(newest);
    putBack(workstation, copy);
    let home = await workstation.start();
    await enterCredentials(home, ROBIN);
    await expect(home.getByRole('alert')).toContainText(REFUSED);
    expect(account.session()).toBeUndefined();
    await expect.poll(() => entryCount(desktop)).toBe(0);

    await enterCredentials(home, DANA);
    await expectQuestion(home, 'one decision is missing');
    await expectAccessible(workstation, home, 'an account in question');
    await button(home, 'Cancel').click();
    await expectSignIn(home);
    expect(await rememberedDecisions(desktop)).toBe(newest);

    // It is asked again, also after another start.
    await workstation.quit();
    home = await workstation.start();
    await enterCredentials(home, DANA);
    await expectQuestion(home, 'This account is older than this computer remembers');
    await button(home, 'Go on with this account').click();
    await expectHome(home);
    await expect(
      home.getByRole('alert').filter({ hasText: 'An administrator went on with this account' }),
    ).toBeVisible();
    expect(account.audit('account.accepted')).toHaveLength(1);
    await expect.poll(() => rememberedDecisions(desktop)).toBe(newest);

    // Everybody is told, and works as before.
    await button(home, 'Switch user').click();
    await signIn(home, ROBIN);
    await expect(
      home.getByRole('alert').filter({ hasText: 'An administrator went on with this account' }),
    ).toBeVisible();
  },
);

test('after a lost keychain, and for an account from elsewhere, an administrator is asked once', async ({
  workstation,
}) => {
  const { desktop } = workstation;
  let home = await workstation.start();
  await setUpClinic(home);
  await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await expect.poll(() => rememberedDecisions(desktop)).toBe(2);
  await forgetDecisions(desktop);
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('alert')).toContainText(REFUSED);
  await enterCredentials(home, DANA);
  await expectQuestion(home, 'This computer does not remember this account.');
  await button(home, 'Go on with this account').click();
  await expectHome(home);
  await expect.poll(() => rememberedDecisions(desktop)).toBe(3);
  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await signIn(home, ROBIN);
  await workstation.quit();

  home = await workstation.start();
  await signIn(home, DANA);
});

test(
  'decisions that were edited by hand are set aside when an administrator goes on',
  LONG,
  async ({ workstation }) => {
    await clinicWithPast(workstation);
    const account = new AccountFile(workstation.userData);
    const { seq } = account.state();
    account.run('DROP TRIGGER decision_is_never_changed');
    // Robin gives themself access again.
    account.run(
      `UPDATE decision SET body = CAST(replace(CAST(body AS TEXT), '"active":false', '"active":true') AS BLOB) WHERE seq = ?`,
      seq,
    );
    const home = await workstation.start();
    await enterCredentials(home, ROBIN);
    await expect(home.getByRole('alert')).toContainText(REFUSED);
    await enterCredentials(home, DANA);
    await expectQuestion(home, 'This account was changed by other means than this app.');
    await button(home, 'Go on with this account').click();
    await expectHome(home);
    await expect(
      home
        .getByRole('alert')
        .filter({ hasText: 'Something that protects sign-ins was changed' })
        .first(),
    ).toBeVisible();
    expect(account.all('SELECT seq FROM decision_set_aside')).toEqual([{ seq }]);
    expect(account.audit('record.tampered').map(({ detail }) => String(detail))).toContain(
      '{"what":"chain"}',
    );
    // The decision that was edited is taken again.
    const settings = await openSettings(workstation);
    await openTab(settings, 'Members');
    await expect(memberRow(settings, ROBIN)).toContainText('Active');
  },
);

test('a session ends when the account is changed under it', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await addMember(await openSettings(workstation), ROBIN, 'Receptionist');
  const account = new AccountFile(workstation.userData);
  account.run('DELETE FROM decision WHERE seq = 2');
  await expectSignIn(home, /The account was changed by other means than this app|signed out/);
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  await expect
    .poll(() => account.audit('session.ended'))
    .toMatchObject([{ cause: 'accountInQuestion' }]);
  await enterCredentials(home, ROBIN);
  await expect(home.getByRole('alert')).toBeVisible();
  expect(account.session()).toBeUndefined();
});
