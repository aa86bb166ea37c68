import { openApp, openClinic, portalWith, signInAtSite } from '../support/clinic-app-steps.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { foldersOf } from '../support/site/what-is-left.js';

test('a power cut leaves nothing of the sites except downloads, and the next start deletes those', async ({
  workstation,
  site,
}) => {
  const app = portalWith('downloads');
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await signInAtSite(page);
  for (let visit = 0; visit < 3; visit += 1) {
    await page.goto(`https://${PORTAL}/plant`);
    expect(await page.evaluate(() => window.planted)).toEqual([]);
  }
  await page.goto(`https://${PORTAL}/downloads`);
  await page.getByRole('link', { name: 'A report' }).click();
  const findMarks = () => site.canaries.foundIn(foldersOf(workstation));
  await expect.poll(findMarks).toHaveLength(1);
  await workstation.cutPower();
  expect(findMarks()).toHaveLength(1);
  expect(findMarks()[0]).toMatch(/^download: .*session-downloads/);
  const asked = site.requests.length;
  await workstation.start();
  await expect.poll(findMarks).toEqual([]);
  // A resumed session starts without any page too.
  expect(site.requests).toHaveLength(asked);
});
