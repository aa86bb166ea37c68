import { setTimeout as sleep } from 'node:timers/promises';
import { openApp, openClinic, PORTAL_APP, runInSite } from '../support/clinic-app-steps.js';
import { button, DANA, expectSignIn, signIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';

/** What a page can make appear over its window. */
const DIALOGS = [
  { what: 'an alert', script: `setTimeout(() => alert('Pat Example'))` },
  { what: 'a question', script: `setTimeout(() => confirm('Pat Example'))` },
  { what: 'the print dialog', script: 'setTimeout(() => print())' },
  { what: 'a file chooser', script: `document.getElementById('chooser').click()` },
];
/** How long a dialog gets to appear, in milliseconds. */
const APPEARS_MS = 1_500;

test('nothing that a page put over its window stays when the session ends', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const left: string[] = [];
  for (const { what, script } of DIALOGS) {
    const page = await openApp(workstation, PORTAL_APP);
    // Else Playwright would answer them.
    page.on('dialog', () => undefined);
    await page.goto(`https://${PORTAL}/dialogs`);
    await runInSite(workstation, script);
    await sleep(APPEARS_MS);
    await button(main, 'Lock now').click();
    await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
    await expect
      .poll(() => windowsOnScreen(workstation), { timeout: 3_000 })
      .toEqual(['Clinic Workstation'])
      .catch(async () => {
        left.push(`${what}: ${JSON.stringify(await windowsOnScreen(workstation))}`);
      });
    await signIn(main, DANA);
  }
  expect(left).toEqual([]);
  expect(site.asked(PORTAL, '/dialogs')).toHaveLength(DIALOGS.length);
});
