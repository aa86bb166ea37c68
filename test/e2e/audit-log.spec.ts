import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect, test } from '../support/app-fixture.js';
import {
  addMember,
  answerItsYou,
  button,
  choose,
  confirmItsYou,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  saveTo,
  setUpClinic,
  signIn,
} from '../support/people.js';
import { everythingReadable } from '../support/traces.js';
import { LONG } from '../support/reliability.js';

/** The entries on the screen, newest first, without the headings of the days. */
function entries(settings: Page): Locator {
  return settings.getByRole('rowheader');
}

test('the audit log tells who signed in, how sessions ended and who changed what', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  let settings = await openSettings(workstation);
  await choose(settings, 'Automatic session timeout', '8 hours');
  await button(settings, 'Save changes').click();
  await expect(settings.getByText('Saved')).toBeVisible();
  await openTab(settings, 'Members');
  await addMember(settings, ROBIN, 'Receptionist');
  await memberRow(settings, ROBIN).getByRole('button', { name: 'Change role' }).click();
  await choose(settings, 'Role', 'Bookkeeper');
  await button(settings, 'Save').click();
  await confirmItsYou(settings);
  await expect(memberRow(settings, ROBIN)).toContainText('Bookkeeper');

  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await enterCredentials(home, { ...ROBIN, password: 'not the password' });
  await expect(home.getByRole('alert')).toContainText('do not match');
  await signIn(home, DANA);
  await expectHome(home);
  settings = await openSettings(workstation);
  await openTab(settings, 'Audit log');
  await expect(settings.getByRole('row', { name: /^Today, / })).toHaveCount(1);
  await expect(entries(settings)).toHaveText([
    'Sessions: Signed inBy password.',
    /Sign-in failed.*Wrong password\./,
    /Locked by hand.*Credentials deleted from the keychain\./,
    new RegExp(`Role changed.*Role: Bookkeeper.*By ${DANA.name}`),
    new RegExp(`Member added.*Role: Receptionist.*By ${DANA.name}`),
    /Session timeout settings changed.*Automatic session timeout: 15 minutes → 8 hours/,
    'Sessions: Signed inBy password.',
    /Clinic set up$/,
  ]);
  const failed = settings.getByRole('row', { name: /Sign-in failed/ });
  await expect(failed).toContainText('to look into');
  await expect(failed).toContainText(ROBIN.name);
  await expect(settings.getByRole('status').filter({ hasText: '8 entries' })).toBeVisible();

  await choose(settings, 'Events', 'Members');
  await expect(entries(settings)).toHaveText([/Role changed/, /Member added/]);
  await choose(settings, 'Member', ROBIN.name);
  await choose(settings, 'Events', 'Everything');
  await expect(entries(settings)).toHaveText([/Sign-in failed/, /Role changed/, /Member added/]);
  await choose(settings, 'Events', 'Clinic apps');
  await expect(settings.getByText('No entry matches.')).toBeVisible();
  await expect(settings.getByRole('table')).toHaveCount(0);
  await choose(settings, 'Events', 'Everything');
  await choose(settings, 'Period', 'Last 24 hours');
  await expect(entries(settings)).toHaveCount(3);

  const file = join(workstation.home, 'log.csv');
  await saveTo(workstation, file);
  await exportAs(settings, 'Table (CSV)');
  await confirmItsYou(settings);
  await expect(settings.getByText('Saved')).toBeVisible();
  const lines = readFileSync(file, 'utf8').trimEnd().split('\r\n');
  expect(lines[0]).toBe('\uFEFFTime (UTC),Member,Event,Details,Code,Number,Link');
  expect(lines.slice(1).map((line) => line.split(',').at(-3))).toEqual([
    'signIn.failed',
    'member.roleChanged',
    'member.added',
  ]);
  expect(statSync(file).mode & 0o077).toBe(0);
  await choose(settings, 'Member', 'Everyone');
  await expect(entries(settings).first()).toHaveText(/Audit log export/);

  // If the file cannot be written, the app says so; the try is recorded all the same.
  await saveTo(workstation, join(workstation.home, 'nowhere', 'log.csv'));
  await exportAs(settings, 'Table (CSV)');
  await confirmItsYou(settings);
  await expect(settings.getByRole('alert')).toHaveText(
    'The audit log could not be saved there. Choose another place.',
  );
  await button(settings, 'Cancel').click();
  const account = new AccountFile(workstation.userData);
  expect(account.audit('auditLog.exported')).toHaveLength(2);

  // Without an entry in the log there is no copy.
  const unwritten = join(workstation.home, 'unwritten.csv');
  await saveTo(workstation, unwritten);
  await exportAs(settings, 'Table (CSV)');
  const release = account.lock();
  await answerItsYou(settings);
  await expect(settings.getByRole('alert').first()).toContainText('could not be written');
  release();
  expect(existsSync(unwritten)).toBe(false);

  await button(home, 'Lock now').click();
  await expectSignIn(home);
  expect(await everythingReadable(workstation)).not.toContain('Wrong password');
});

/** Opens the dialog of an export and chooses a form; the proof is asked for next. */
async function exportAs(settings: Page, form: string): Promise<void> {
  await button(settings, 'Export…').click();
  await settings.getByRole('radio', { name: form }).check();
  await button(settings, 'Export').click();
}

test(
  'a long audit log comes in parts, and its newest ones again when asked',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const account = new AccountFile(workstation.userData);
    account.run(
      `WITH RECURSIVE days (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 120)
     INSERT INTO audit_event (at, workstation, event, detail)
     SELECT unixepoch() * 1000 - (121 - n) * 86400000, 'w', 'clinicApp.opened',
       json_object('app', 'App ' || n) FROM days`,
    );
    const settings = await openSettings(workstation);
    await openTab(settings, 'Audit log');
    await expect(settings.getByText('The newest 50 entries')).toBeVisible();
    await expect(entries(settings)).toHaveCount(50);
    await button(settings, 'Show older').click();
    await expect(entries(settings)).toHaveCount(100);
    await button(settings, 'Show older').click();
    // 120 and the two events of the set-up.
    await expect(settings.getByText('122 entries')).toBeVisible();
    await expect(button(settings, 'Show older')).toHaveCount(0);
    await expect(entries(settings).last()).toHaveText(/Signed in$|Clinic set up$/);
    await button(settings, 'Refresh').click();
    await expect(entries(settings)).toHaveCount(50);
  },
);
