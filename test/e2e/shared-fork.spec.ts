import type { Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  memberRow,
  openSettings,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { dumpServer, openTwoDesks, restoreServer, test } from '../support/shared-clinic.js';
import { LONG } from '../support/reliability.js';

/*
 * The server was restored from a backup, and the clinic went on without what one computer had decided: two real
 * apps and a real server.
 */

async function setTimeoutTo(settings: Page, timeout: string): Promise<void> {
  await openTab(settings, 'Session timeout');
  await choose(settings, 'Automatic session timeout', timeout);
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}

test(
  'what only one computer had is listed there, and one click decides it again',
  LONG,
  async ({ workstation, second, server }, info) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await setTimeoutTo(settings, '4 hours');
    await signIn(other, DANA);
    await dumpServer(server, 'yesterday');

    // Decided at the second one, while the first one is off.
    await workstation.quit();
    const there = await openSettings(second);
    await setTimeoutTo(there, '5 minutes');
    await openTab(there, 'Members');
    await memberRow(there, ROBIN).getByRole('button', { name: 'Disable' }).click();
    await there.getByRole('alertdialog').getByRole('button', { name: 'Disable' }).click();
    await expect(memberRow(there, ROBIN)).toContainText('Disabled');
    await second.quit();

    // The first one goes on from the backup.
    await restoreServer(server, 'yesterday');
    const home = await workstation.start();
    await signIn(home, DANA);
    const here = await openSettings(workstation);
    await openTab(here, 'Session timeout');
    await here.getByRole('switch', { name: 'Lock when the computer sleeps' }).uncheck();
    await button(here, 'Save changes').click();
    await expect(here.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();

    const again = await second.start();
    await expectSignIn(again);
    await enterCredentials(again, ROBIN);
    await expect(again.getByRole('alert')).toContainText('An administrator must sign in first');
    await enterCredentials(again, DANA);
    await expect(again.getByRole('heading', { name: 'Is this the right account?' })).toBeVisible();
    await again.screenshot({ path: info.outputPath('question.png') });
    await button(again, 'Go on with this account').click();
    await expectHome(again);
    const lost = await openSettings(second);
    await openTab(lost, 'Workstations');
    const row = (what: RegExp) => lost.getByRole('listitem').filter({ hasText: what });
    await expect(row(/5 minutes/)).toContainText(DANA.name);
    await expect(row(new RegExp(ROBIN.name))).toBeVisible();
    await lost.screenshot({ path: info.outputPath('lost.png') });

    await row(/5 minutes/)
      .getByRole('button', { name: 'Decide again' })
      .click();
    await expect(row(/5 minutes/)).toHaveCount(0);
    await expect(home.getByText('5 minutes', { exact: false }).first()).toBeVisible();
    // What the first one decided meanwhile still holds.
    const first = new AccountFile(workstation.userData);
    expect(first.state().policy).toMatchObject({ sessionTimeoutSeconds: 300, lockOnSleep: false });
    await row(new RegExp(ROBIN.name)).getByRole('button', { name: 'Put away' }).click();
    await expect(lost.getByText('Decisions that only this computer has')).toHaveCount(0);
    await lost.screenshot({ path: info.outputPath('put-away.png') });
    await openTab(here, 'Members');
    await expect(memberRow(here, ROBIN)).toContainText('Active');
    const audit = new AccountFile(second.userData);
    expect(audit.audit('clinic.lostDecisions')).toHaveLength(1);
    expect(audit.audit('decision.madeAgain')).toHaveLength(1);
  },
);
