import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import {
  closeAppWindow,
  downloadReport,
  openApp,
  openClinic,
  PORTAL_APP,
  runInSite,
} from '../support/clinic-app-steps.js';
import { button, expectSignIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';
import type { Workstation } from '../support/workstation.js';

/** How long a dialog may take to appear, in milliseconds. */
const APPEARS_MS = 1_500;

/** Opens the page that has dialogs. */
async function openDialogs(workstation: Workstation): Promise<{ main: Page; page: Page }> {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  // Otherwise Playwright would answer them.
  page.on('dialog', () => undefined);
  await page.goto(`https://${PORTAL}/dialogs`);
  return { main, page };
}

/**
 * Runs a script in a page, lets its dialog appear, and locks. @returns the windows on the screen after that
 */
async function lockOver(workstation: Workstation, script: string): Promise<readonly string[]> {
  const { main } = await openDialogs(workstation);
  await runInSite(workstation, script);
  await sleep(APPEARS_MS);
  await button(main, 'Lock now').click();
  await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
  await sleep(APPEARS_MS);
  return windowsOnScreen(workstation);
}

test('alert, confirm and prompt: a page cannot leave a dialog on the locked screen', async ({
  workstation,
  site,
}) => {
  const left = await lockOver(
    workstation,
    `for (const ask of [alert, confirm, prompt]) setTimeout(() => ask('Pat Example'))`,
  );
  expect(left).toEqual(['Clinic Workstation']);
  expect(site.asked(PORTAL, '/dialogs')).toHaveLength(1);
});

test('HTTP authentication of a site is refused, without a dialog', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/basic`);
  await expect(page.locator('body')).toHaveText('Sign in first.');
  await sleep(APPEARS_MS);
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
  expect(site.asked(PORTAL, '/basic')).toHaveLength(1);
});

for (const { name, script, title } of [
  {
    name: 'a file chooser',
    script: `document.getElementById('chooser').click()`,
    title: 'Open File',
  },
  { name: 'a print dialog', script: `setTimeout(() => print())`, title: 'Print' },
])
  test(`${name} that a page opened closes when the session ends`, async ({ workstation, site }) => {
    const { main, page } = await openDialogs(workstation);
    const died = page.waitForEvent('close');
    await runInSite(workstation, script);
    await expect.poll(() => windowsOnScreen(workstation)).toContain(title);
    await button(main, 'Lock now').click();
    await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
    await died;
    await sleep(APPEARS_MS);
    // The app itself survived: some dialogs crash the app when their page is destroyed.
    await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
    await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
    expect(site.asked(PORTAL, '/dialogs')).toHaveLength(1);
  });

test('closing a window while its page prints closes the dialog too, and nothing else', async ({
  workstation,
  site,
}) => {
  const { main, page } = await openDialogs(workstation);
  const died = page.waitForEvent('close');
  await runInSite(workstation, `setTimeout(() => print())`);
  await expect.poll(() => windowsOnScreen(workstation)).toContain('Print');
  await closeAppWindow(workstation, 'Portal');
  await died;
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  await expect(button(main, 'Lock now')).toBeVisible();
  expect(site.asked(PORTAL, '/dialogs')).toHaveLength(1);
});

test('a dialog for saving closes when the session ends, with the question in front of it', async ({
  workstation,
  site,
}) => {
  const { main, bar } = await downloadReport(workstation);
  // Without a downloads folder the dialog offers the home folder.
  writeFileSync(join(workstation.home, 'report.pdf'), 'an older one');

  await button(bar, 'Save to…').click();
  await expect.poll(() => windowsOnScreen(workstation)).toContain('Save a copy');
  await sleep(APPEARS_MS);
  await workstation.desktop.input.key('Return');
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(4);
  await button(main, 'Lock now').click();
  await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  expect(site.asked(PORTAL, '/files/report.pdf')).not.toEqual([]);
});
