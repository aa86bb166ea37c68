import { setTimeout as sleep } from 'node:timers/promises';
import { openApp, openClinic, PORTAL_APP, runInSite } from '../support/clinic-app-steps.js';
import { button, expectSignIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';
import type { Workstation } from '../support/workstation.js';

/** How long a dialog gets to appear, in milliseconds. */
const APPEARS_MS = 1_500;

/** Runs a script in a page, lets its dialog appear, and locks. @returns what is on the screen then */
async function lockOver(workstation: Workstation, script: string): Promise<readonly string[]> {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  // Else Playwright would answer them.
  page.on('dialog', () => undefined);
  await page.goto(`https://${PORTAL}/dialogs`);
  await runInSite(workstation, script);
  await sleep(APPEARS_MS);
  await button(main, 'Lock now').click();
  await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
  await sleep(APPEARS_MS);
  return windowsOnScreen(workstation);
}

for (const name of ['alert', 'confirm', 'prompt'])
  test(`${name}: a page has no dialog that could stay on the locked screen`, async ({
    workstation,
    site,
  }) => {
    const left = await lockOver(workstation, `setTimeout(() => ${name}('Pat Example'))`);
    expect(left).toEqual(['Clinic Workstation']);
    expect(site.asked(PORTAL, '/dialogs')).toHaveLength(1);
  });

test('a site that asks for a password by HTTP gets none, and no dialog', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/basic`);
  await expect(page.locator('body')).toHaveText('Sign in first.');
  await sleep(APPEARS_MS);
  expect(await windowsOnScreen(workstation)).toHaveLength(2);
  expect(site.asked(PORTAL, '/basic')).toHaveLength(1);
});

test('a file chooser does not stay when the session ends', async ({ workstation, site }) => {
  test.fail(true, 'On Linux nothing closes a file chooser of the system; it names no patient.');
  const left = await lockOver(workstation, `document.getElementById('chooser').click()`);
  expect(site.asked(PORTAL, '/dialogs')).toHaveLength(1);
  expect(left).toEqual(['Clinic Workstation']);
});
