import type { Page } from 'playwright/test';
import {
  button,
  choose,
  confirmItsYou,
  enterCredentials,
  expectSignIn,
  openTab,
  ROBIN,
  signIn,
} from '../support/people.js';
import { expect } from '../support/app-fixture.js';
import { openTwoDesks, test, workstationRow } from '../support/shared-clinic.js';
import { LONG } from '../support/reliability.js';

/*
 * One audit log over all computers of a clinic: two real apps and a real server.
 */

/** Reads the log again until it is as expected. */
async function expectLog(settings: Page, isRight: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await button(settings, 'Refresh').click();
    await isRight();
  }).toPass({ timeout: 30_000 });
}

test('the log of all computers: what happens at one is read and verified at the other', async ({
  workstation,
  second,
  server,
}, info) => {
  const colleague = { person: ROBIN, role: 'Receptionist' };
  const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
  // A computer that has just joined may still be on its way to the server.
  await expect(async () => {
    await enterCredentials(other, { ...ROBIN, password: 'not the password' });
    await expect(other.getByRole('alert')).toContainText('do not match', { timeout: 10_000 });
  }).toPass();
  await signIn(other, ROBIN);
  await button(other, 'Lock now').click();
  await expectSignIn(other);

  await openTab(settings, 'Audit log');
  const row = (what: RegExp) => settings.getByRole('row', { name: what });
  await expectLog(settings, async () => {
    await expect(row(/Locked by hand.*Robin/)).toContainText('Reception 2', { timeout: 1_000 });
  });
  await expect(row(/Sign-in failed.*Robin/).first()).toContainText('Reception 2');
  await expect(row(/Clinic set up/)).toContainText('Reception 1');
  await settings.screenshot({ path: info.outputPath('audit-log.png') });

  await choose(settings, 'Workstation', 'Reception 2');
  await expect(row(/Clinic set up/)).toHaveCount(0);
  await choose(settings, 'Member', ROBIN.name);
  await choose(settings, 'Events', 'Sessions');
  await expect(settings.getByRole('rowheader')).toHaveText([
    /Locked by hand/,
    'Sessions: Signed inBy password.',
  ]);
  await choose(settings, 'Workstation', 'Every workstation');
  await expect(settings.getByRole('rowheader')).toHaveText([
    /Locked by hand/,
    'Sessions: Signed inBy password.',
  ]);

  await button(settings, 'Verify').click();
  const verdict = settings.getByRole('status').filter({ hasText: 'complete' });
  await expect(verdict).toContainText('Reception 1');
  await expect(verdict).toContainText('Reception 2');
  await settings.screenshot({ path: info.outputPath('verdict.png') });

  // Somebody at the server takes the newest events of the other computer away.
  await server.query(
    server.database,
    `DELETE FROM clinic.trail_item i USING (
       SELECT workstation, max(number) AS last FROM clinic.trail_item WHERE kind = 3 GROUP BY workstation
     ) m WHERE i.workstation = m.workstation AND i.kind = 3 AND i.number = m.last`,
  );
  await button(settings, 'Verify').click();
  await expect(settings.getByRole('alert')).toContainText('Reception 2');
  await settings.screenshot({ path: info.outputPath('cut-off.png') });

  await server.postgres.stop();
  await expectLog(settings, async () => {
    await expect(
      settings.getByText('these are the entries of this workstation alone', { exact: false }),
    ).toBeVisible({ timeout: 1_000 });
  });
  await choose(settings, 'Member', 'Everyone');
  await expect(row(/Locked by hand/)).toHaveCount(0);
});

test(
  'the last events of a computer that was removed are in the log',
  LONG,
  async ({ workstation, second, server }) => {
    const colleague = { person: ROBIN, role: 'Receptionist' };
    const { settings, other } = await openTwoDesks(workstation, second, server, colleague);
    await signIn(other, ROBIN);
    await workstationRow(settings, 'Reception 2').getByRole('button', { name: 'Remove' }).click();
    await settings.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await confirmItsYou(settings);
    await expect(other.getByText('removed', { exact: false }).first()).toBeVisible();

    await openTab(settings, 'Audit log');
    const ended = settings.getByRole('row', { name: /Robin.*Reception 2/ });
    await expectLog(settings, async () => {
      await expect(ended.filter({ hasText: 'removed' }).first()).toBeVisible({ timeout: 1_000 });
    });
    await button(settings, 'Verify').click();
    await expect(settings.getByRole('status').filter({ hasText: 'complete' })).toContainText(
      'Reception 2',
    );
  },
);
