import {
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  runInSite,
} from '../support/clinic-app-steps.js';
import { expectAccessible } from '../support/axe.js';
import { DANA, expectSignIn } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';

test('the bar and its keys work like those of a browser', async ({ workstation, site }) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  const bar = await barPage(workstation, PORTAL_APP);
  const { input } = workstation.desktop;
  await expect
    .poll(() => windowsOnScreen(workstation))
    .toContain(`${PORTAL_APP.name} · ${DANA.name}`);
  await page.goto(`https://${PORTAL}/long`);
  await expect.poll(async () => barView(bar)).toMatchObject({ host: PORTAL, path: '/long' });
  await expect(bar.getByLabel('Address')).toContainText(PORTAL);
  await expect(bar.getByText(DANA.name)).toBeVisible();

  // Real keys, with the focus in the page.
  await page.bringToFront();
  await page.mouse.click(300, 300);
  await input.key('ctrl+f');
  const find = bar.getByRole('textbox', { name: 'Find in page' });
  await expect(find).toBeFocused();
  await input.type('needle');
  await expect(bar.getByText('1 of 4')).toBeVisible();
  await input.key('Return');
  await expect(bar.getByText('2 of 4')).toBeVisible();
  await input.key('shift+Return');
  await expect(bar.getByText('1 of 4')).toBeVisible();
  await input.key('Escape');
  await expect(find).toHaveCount(0);

  const zoom = async () => (await barView(bar)).zoomPercent;
  await input.key('ctrl+plus');
  await expect.poll(zoom).toBe(110);
  await input.key('ctrl+minus');
  await input.key('ctrl+minus');
  await expect.poll(zoom).toBe(90);
  await input.key('ctrl+0');
  await expect.poll(zoom).toBe(100);
  await bar.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(zoom).toBe(110);
  await bar.getByRole('button', { name: 'Reset zoom' }).click();
  await expect.poll(zoom).toBe(100);

  // F1 belongs to the page; with the focus in the bar it opens the help.
  const help = bar.getByRole('region', { name: 'Help' });
  await page.mouse.click(300, 300);
  await input.key('F1');
  await input.key('F6');
  await expect.poll(() => bar.evaluate(() => document.hasFocus())).toBe(true);
  await expect(help).toHaveCount(0);
  await input.key('F1');
  await expect(help).toContainText('Your sign-in there');
  await expect(help).toContainText('Move between the page and this bar');
  await expectAccessible(workstation, bar, 'help in the bar');
  await input.key('Escape');
  await expect(help).toHaveCount(0);

  const at = () => new URL(page.url()).pathname;
  const asked = () => site.asked(PORTAL, '/long').length;
  const before = asked();
  await input.key('F5');
  await expect.poll(asked).toBe(before + 1);
  await page.waitForLoadState();
  await bar.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(asked).toBe(before + 2);
  await page.waitForLoadState();
  await input.key('alt+Left');
  await expect.poll(at).toBe('/');
  await bar.getByRole('button', { name: 'Forward' }).click();
  await expect.poll(at).toBe('/long');
  await bar.getByRole('button', { name: 'Back' }).click();
  await expect.poll(at).toBe('/');
  await page.goto(`https://${PORTAL}/forms`);
  await bar.getByRole('button', { name: 'Home' }).click();
  await expect.poll(at).toBe('/');

  // The focus moves between the bar and the page.
  const pageHasFocus = () => page.evaluate(() => document.hasFocus());
  await page.mouse.click(300, 300);
  await expect.poll(pageHasFocus).toBe(true);
  await input.key('F6');
  await expect.poll(() => bar.evaluate(() => document.hasFocus())).toBe(true);
  await input.key('F6');
  await expect.poll(pageHasFocus).toBe(true);

  await expectAccessible(workstation, bar, 'bar');

  // `Lock now` works whatever the page does with keys.
  await page.goto(`https://${PORTAL}/hostile/trap`);
  await page.mouse.click(300, 300);
  await input.key('ctrl+l');
  await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
});

test('a link out of the app asks first, and opens nowhere unless that was allowed', async ({
  workstation,
  site,
  outsideBrowser,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  await openApp(workstation, PORTAL_APP);
  const bar = await barPage(workstation, PORTAL_APP);
  await runInSite(workstation, `location.href = 'https://evil.example/?link'`);
  const question = bar.getByRole('alertdialog');
  await expect(question).toContainText('This link leads to evil.example');
  await expect(question.getByRole('button')).toHaveText(['Stay here']);
  await question.getByRole('button', { name: 'Stay here' }).click();
  await expect(question).toHaveCount(0);
  // Not even when a script in the bar’s own page answers yes.
  await runInSite(workstation, `location.href = 'https://evil.example/?link'`);
  await expect(question).toBeVisible();
  await bar.evaluate(() => window.clinic.answerBarQuestion({ yes: true }));
  await expect(question).toHaveCount(0);
  expect(outsideBrowser.opened).toEqual([]);

  await runInSite(workstation, `location.href = 'mailto:someone@evil.example'`);
  await expect(bar.getByText(/This page tried to open “mailto:”/)).toBeVisible();
  expect(outsideBrowser.opened).toEqual([]);
  expect(site.asked('evil.example')).toEqual([]);
});
