import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  button,
  DANA,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  type Person,
  ROBIN,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { LONG } from '../support/reliability.js';

const WAS_NEVER =
  'Your account’s session timeout was set to Never. It is now 7 days, the longest allowed.';

/** The member sees the notice once; after `Got it` it never returns. */
async function seesNoticeOnce(home: Page, person: Person): Promise<void> {
  const notice = home.getByRole('alert').filter({ hasText: 'session timeout' });
  await expect(notice).toContainText(WAS_NEVER);
  await notice.getByRole('button', { name: 'Got it' }).click();
  await expect(notice).toHaveCount(0);
  await button(home, 'Switch user').click();
  await expectSignIn(home);
  await signIn(home, person);
  await expect(home.getByText('Signs you out after 7 days without activity.')).toBeVisible();
  await expect(notice).toHaveCount(0);
  await button(home, 'Switch user').click();
  await expectSignIn(home);
}

test('“never” from an older settings file becomes 7 days, and each member is told once', async ({
  workstation,
}, testInfo) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await addMember(settings, ROBIN, 'Practitioner');
  await openTab(settings, 'Session timeout');
  const file = settings.getByLabel('Settings file');
  const account = new AccountFile(workstation.userData);
  const policies = (): unknown => account.all('SELECT seq FROM decision');

  // Invalid files are refused whole, whatever else they contain.
  const before = policies();
  for (const [text, problem] of [
    ['{"sessionTimeoutMinutes": 5, "surprise": true}', 'surprise'],
    ['{"sessionTimeoutMinutes": "soon"}', 'not a number'],
    ['{"version": 9, "sessionTimeoutMinutes": 5}', 'version 9'],
    ['sessionTimeoutMinutes: 5', 'not valid JSON'],
  ] as const) {
    const path = testInfo.outputPath('clinic-settings.json');
    writeFileSync(path, text);
    await file.setInputFiles(path);
    await expect(settings.getByRole('alert')).toContainText('nothing was changed');
    await expect(settings.getByRole('alert')).toContainText(problem);
    await expect(button(settings, 'Use these settings')).toHaveCount(0);
  }
  expect(policies()).toEqual(before);

  const path = testInfo.outputPath('clinic-settings.json');
  writeFileSync(path, '{"sessionTimeoutMinutes":"never"}');
  await file.setInputFiles(path);
  await expect(settings.getByText('from 15 minutes to 7 days')).toBeVisible();
  // Nothing changes before somebody confirms.
  expect(policies()).toEqual(before);
  await button(settings, 'Use these settings').click();
  await expect(settings.getByText('The settings from the file are in force.')).toBeVisible();
  await expect(settings.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
    /7 days/,
  );
  expect(account.audit('settings.imported')).toHaveLength(1);

  await seesNoticeOnce(home, DANA);
  await signIn(home, ROBIN);
  await seesNoticeOnce(home, ROBIN);
});

test('an account of a newer version, and a broken one, stay unchanged, with a message', async ({
  workstation,
}) => {
  const account = new AccountFile(workstation.userData);
  const file = join(workstation.userData, 'account.db');
  await workstation.start();
  await workstation.quit();
  account.run('PRAGMA user_version = 999');
  const newer = await workstation.start();
  await expect(newer.getByRole('alert')).toContainText('newer version');
  expect(account.all('PRAGMA user_version')).toEqual([{ user_version: 999 }]);
  await workstation.kill();

  // An empty file must not look like a new clinic, whose first visitor becomes its administrator.
  for (const [content, told] of [
    ['This is not a database. '.repeat(400), 'account.db is not an account'],
    ['', 'account.db is empty'],
  ] as const) {
    for (const name of [`${file}-wal`, `${file}-shm`]) rmSync(name, { force: true });
    writeFileSync(file, content);
    const page = await workstation.start();
    await expect(page.getByRole('alert')).toContainText(told);
    await expect(page.getByRole('alert')).toContainText('put account.db back from a backup');
    const shown = await page.evaluate(() => document.body.innerText);
    expect(shown).not.toMatch(/Sign in|Set up your clinic/);
    await workstation.kill();
    expect(readFileSync(file, 'utf8')).toBe(content);
  }

  rmSync(file);
  await expect(
    (await workstation.start()).getByRole('heading', { name: 'Set up your clinic' }),
  ).toBeVisible();
});

test('set-up suggests the policy that was imported before it', LONG, async ({ workstation }) => {
  await workstation.start();
  await workstation.quit();
  new AccountFile(workstation.userData).run(
    'INSERT INTO suggested_policy VALUES (1, ?)',
    '{"sessionTimeoutMinutes":"never"}',
  );
  const page = await workstation.start();
  await expect(page.getByRole('combobox', { name: 'Automatic session timeout' })).toHaveText(
    /7 days/,
  );
  await setUpClinic(page);
  await expectHome(page);
  await expect(page.getByRole('alert')).toContainText(WAS_NEVER);
});
