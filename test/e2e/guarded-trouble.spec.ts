import type { Page } from 'playwright/test';
import {
  barPage,
  barView,
  closeAppWindow,
  focusWindow,
  openApp,
  openClinic,
  PORTAL_APP,
  runInSite,
  signInAtSite,
  siteTitles,
} from '../support/clinic-app-steps.js';
import { clickThatCloses } from '../support/closing.js';
import { button, expectHome } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import type { ClinicSite } from '../support/site/clinic-site.mjs';
import { PORTAL } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

async function crash({ app }: Workstation): Promise<void> {
  await app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      if (contents.getURL().startsWith('https:')) contents.forcefullyCrashRenderer();
  });
}

/** Reloads from the bar, and waits until a page has loaded. */
async function reload(
  { workstation, site }: { readonly workstation: Workstation; readonly site: ClinicSite },
  bar: Page,
  title: string,
): Promise<void> {
  const asked = site.requests.length;
  await bar.getByRole('main').getByRole('button', { name: 'Reload' }).click();
  // The page before had the same title.
  await expect.poll(() => site.requests.length).toBeGreaterThan(asked);
  await expect
    .poll(async () => {
      const { page, isLoading } = await barView(bar);
      return { ...page, isLoading };
    })
    .toEqual({ state: 'shown', isLoading: false });
  await expect.poll(() => siteTitles(workstation)).toEqual([title]);
}

async function goTo(workstation: Workstation, path: string, title: string): Promise<void> {
  await runInSite(workstation, `location.href = '${path}'`);
  await expect.poll(() => siteTitles(workstation)).toEqual([title]);
}

test('a page that crashes, runs out of memory or hangs is reloaded, and the session goes on', async ({
  workstation,
  site,
}) => {
  // A small heap, so that a page without a limit crashes soon.
  workstation.switches.push('--js-flags=--max-old-space-size=200');
  const main = await openClinic(workstation, [PORTAL_APP]);
  await signInAtSite(await openApp(workstation, PORTAL_APP));
  const bar = await barPage(workstation, PORTAL_APP);

  await crash(workstation);
  await expect(bar.getByText('This page stopped working.')).toBeVisible();
  await reload({ workstation, site }, bar, 'Patients · Portal');

  await goTo(workstation, '/hostile/memory', 'Memory · Portal');
  await runInSite(workstation, 'exhaust()');
  await expect(bar.getByText('This page stopped working.')).toBeVisible({ timeout: 60_000 });
  await reload({ workstation, site }, bar, 'Memory · Portal');
  await expectHome(main);

  await goTo(workstation, '/hostile/endless?wait', 'Endless · Portal');
  await runInSite(workstation, 'hang()');
  // Chromium reports this itself, except for pages with a debugger attached, such as Playwright.
  await workstation.app.evaluate(({ webContents }) => {
    for (const contents of webContents.getAllWebContents())
      if (contents.getURL().startsWith('https:')) contents.emit('unresponsive');
  });
  await expect(bar.getByText('This page does not answer.')).toBeVisible();
  await reload({ workstation, site }, bar, 'Endless · Portal');
  await expectHome(main);
  expect(site.sessions.size).toBe(1);
  await button(main, 'Lock now').click();
  await expect.poll(() => site.sessions.size).toBe(0);
});

test(
  'a page that hangs is reported also with printing off, and comes back if it recovers',
  LONG,
  async ({ workstation, site }) => {
    // With printing off the app itself detects it, so the test need not emit the event.
    const app = { ...PORTAL_APP, allows: { ...PORTAL_APP.allows, printing: false } };
    const main = await openClinic(workstation, [app]);
    await openApp(workstation, app);
    const bar = await barPage(workstation, app);
    const hung = bar.getByText('This page does not answer.');

    await goTo(workstation, '/hostile/endless?wait', 'Endless · Portal');
    await focusWindow(workstation, /^Portal/);
    await runInSite(workstation, 'hang(20_000)');
    await workstation.desktop.input.click(640, 500);
    await expect(hung).toBeVisible();
    await expectHome(main);
    await expect(hung).toBeHidden();
    expect((await barView(bar)).page).toEqual({ state: 'shown' });

    await runInSite(workstation, 'hang()');
    await workstation.desktop.input.click(640, 500);
    await expect(hung).toBeVisible();
    await reload({ workstation, site }, bar, 'Endless · Portal');
    expect(site.asked(PORTAL, '/hostile/endless')).toHaveLength(2);
  },
);

test('leaving a page that objects is asked in the bar, once for each time', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  const bar = await barPage(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/unsaved`);
  await page.getByLabel('Note').pressSequentially('not saved');
  const question = bar.getByRole('alertdialog');

  await bar.getByRole('button', { name: 'Home' }).click();
  await expect(question).toContainText('something is not saved');
  await expect(button(bar, 'Stay')).toBeFocused();
  await button(bar, 'Stay').click();
  await expect(question).toHaveCount(0);
  expect(page.url()).toBe(`https://${PORTAL}/unsaved`);
  expect((await barView(bar)).path).toBe('/unsaved');

  await closeAppWindow(workstation, 'Portal');
  await expect(question).toContainText('Closing its window');
  await button(bar, 'Stay').click();
  expect(page.isClosed()).toBe(false);

  await bar.getByRole('button', { name: 'Home' }).click();
  await button(bar, 'Leave it').click();
  await page.waitForURL(`https://${PORTAL}/`);

  await page.goto(`https://${PORTAL}/unsaved`);
  await page.getByLabel('Note').pressSequentially('not saved');
  const closed = page.waitForEvent('close');
  await closeAppWindow(workstation, 'Portal');
  await clickThatCloses(button(bar, 'Leave it'));
  await closed;
  expect(site.asked(PORTAL, '/unsaved')).toHaveLength(2);
});
