import type { Rectangle } from 'electron';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  barPage,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
  runInSite,
  sitePage,
  sitePages,
} from '../support/clinic-app-steps.js';
import { button, DANA } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { EVIL, PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

declare global {
  interface Window {
    /** The window that the covering page opened. */
    cover: Window;
  }
}

/** How long a window or a dialog may take to appear, in milliseconds. */
const APPEARS_MS = 1_500;
/** The things that pages print from an empty window, each with another address for it. */
const PRINTED = ['Print a label', 'Print a receipt', 'Print a prescription', 'Print a letter'];

test(
  'empty windows open for labels and receipts, and print where printing is on',
  LONG,
  async ({ workstation, site }) => {
    await openClinic(workstation, [PORTAL_APP]);
    const page = await openApp(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/labels`);
    for (const name of PRINTED) {
      await runInSite(
        workstation,
        `[...document.querySelectorAll('button')].find((one) => one.textContent === '${name}').click()`,
      );
      await expect.poll(() => windowsOnScreen(workstation)).toContain('Print');
      await workstation.desktop.input.key('Escape');
      await expect.poll(() => windowsOnScreen(workstation)).not.toContain('Print');
      await expect.poll(() => sitePages(workstation, 'about:blank').length).toBe(1);
      const [label] = sitePages(workstation, 'about:blank');
      await expect(label?.getByRole('heading') ?? page.locator('none')).toHaveText('Pat Example');
      await label?.close();
      await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
    }
    expect(site.asked(PORTAL, '/labels')).toHaveLength(1);
  },
);

test('an empty window is part of the guard: it prints only where that is on, and its input counts as unsaved', async ({
  workstation,
  site,
}) => {
  const app = { ...PORTAL_APP, allows: { ...PORTAL_APP.allows, printing: false } };
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.goto(`https://${PORTAL}/labels`);
  for (const name of ['Print a label', 'Print a letter'])
    await runInSite(
      workstation,
      `[...document.querySelectorAll('button')].find((one) => one.textContent === '${name}').click()`,
    );
  await expect.poll(() => sitePages(workstation, 'about:blank').length).toBe(2);
  await sleep(APPEARS_MS);
  expect(await page.evaluate(() => window.printed)).toBe(0);
  expect(await windowsOnScreen(workstation)).not.toContain('Print');
  expect(await windowsOnScreen(workstation)).toHaveLength(4);

  const [label] = sitePages(workstation, 'about:blank');
  if (label === undefined) throw new Error('There is no label.');
  await label.bringToFront();
  await label.getByLabel('Copies').click();
  await workstation.desktop.input.type('12');
  await expect(label.getByLabel('Copies')).toHaveValue('12');
  const unsaved = () =>
    workstation.app.evaluate(async ({ webContents }) => {
      const asked = webContents
        .getAllWebContents()
        .filter((one) => one.getURL() === 'about:blank')
        .map((one) =>
          one.executeJavaScriptInIsolatedWorld(7_001, [{ code: 'clinicProbe.report().unsaved' }]),
        );
      return ((await Promise.all(asked)) as boolean[]).includes(true);
    });
  await expect.poll(unsaved).toBe(true);
  // The page itself may still object to the navigation.
  await page.goto(`https://${PORTAL}/unsaved`);
  await page.getByLabel('Note').click();
  await page.getByLabel('Note').pressSequentially('Not sent');
  await runInSite(workstation, `document.getElementById('away').click()`);
  const bar = await barPage(workstation, app);
  await expect(bar.getByRole('alertdialog')).toContainText('This page says that something is not');
  await button(bar, 'Stay').click();

  // Its opener cannot send it elsewhere either.
  await page.evaluate((to) => void window.open(to, 'label'), `https://${EVIL}/`);
  expect(site.asked(EVIL)).toEqual([]);
});

/**
 * The bounds of the pop-ups, of the part of the guarded window that must stay visible, and of the work
 * area.
 */
async function places({
  app,
}: Workstation): Promise<{ bar: Rectangle; popUps: Rectangle[]; area: Rectangle }> {
  return app.evaluate(({ BrowserWindow, screen }) => {
    const all = BrowserWindow.getAllWindows();
    const guarded = all.find((one) => one.webContents.getURL().endsWith('/bar.html'));
    const { x, y, width } = guarded?.getContentBounds() ?? { x: 0, y: 0, width: 0 };
    return {
      bar: { x, y, width, height: 52 },
      popUps: all
        .filter((one) => !one.webContents.getURL().startsWith('app:'))
        .map((one) => one.getBounds()),
      area: screen.getPrimaryDisplay().workArea,
    };
  });
}

test(
  'a pop-up covers neither the screen nor the bar, however its page moves and sizes it',
  LONG,
  async ({ workstation, site }) => {
    await openClinic(workstation, [PORTAL_APP]);
    const page = await openApp(workstation, PORTAL_APP);
    await page.goto(`https://${PORTAL}/hostile/cover`);
    await page.getByRole('button', { name: 'Cover' }).click();
    const popUp = await sitePage(workstation, 'about:blank');
    const expectInSight = async (): Promise<void> => {
      const { bar, popUps, area } = await places(workstation);
      expect(popUps).toHaveLength(1);
      for (const { x, y, width, height } of popUps) {
        const isOverBar = y < bar.y + bar.height && y + height > bar.y;
        expect(isOverBar).toBe(false);
        // Including its frame with the title, which says whose window it is.
        expect(y).toBeGreaterThanOrEqual(area.y + 16);
        expect(x).toBeGreaterThanOrEqual(area.x);
        expect(x + width).toBeLessThanOrEqual(area.x + area.width);
        expect(y + height).toBeLessThanOrEqual(area.y + area.height);
      }
    };
    await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(3);
    await expectInSight();
    for (const move of [
      'moveTo(0, 0); resizeTo(5000, 5000)',
      'resizeTo(5000, 5000); moveTo(0, 0)',
      'moveBy(0, -2000)',
      'moveTo(-3000, -3000)',
      'resizeBy(0, 900); moveTo(0, 0)',
      'moveTo(9000, 9000)',
      'resizeTo(1, 1)',
    ]) {
      await popUp.evaluate(`${move}; null`);
      await sleep(300);
      await expectInSight();
      expect((await windowsOnScreen(workstation)).some((title) => title.includes(DANA.name))).toBe(
        true,
      );
    }
    // A person may move it anywhere.
    await workstation.app.evaluate(({ BrowserWindow }) => {
      for (const one of BrowserWindow.getAllWindows())
        if (one.webContents.getURL() === 'about:blank') one.setPosition(10, 40);
    });
    await expect.poll(async () => (await places(workstation)).popUps[0]?.y).toBeLessThan(60);
    expect(site.asked(PORTAL, '/hostile/cover')).toHaveLength(1);
  },
);

test('a file leaves no empty window, and a window too many is reported with a choice', async ({
  workstation,
  site,
}) => {
  const app = portalWith('downloads');
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  const bar = await barPage(workstation, app);
  await page.goto(`https://${PORTAL}/closing`);
  const names = ['A report', 'A second report', 'A report that comes later'];
  for (const [index, name] of [...names, ...names].entries()) {
    await page.getByText(name, { exact: true }).click();
    await expect
      .poll(() => site.asked(PORTAL, '/files/report.pdf').length)
      .toBeGreaterThanOrEqual(index + 1);
    await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
  }

  for (const index of [1, 2, 3]) {
    await runInSite(workstation, `open('https://${PROVIDER}/authorise?${index}')`);
    await sitePage(workstation, `https://${PROVIDER}/authorise?${index}`);
  }
  await runInSite(workstation, `open('https://${PROVIDER}/authorise?4')`);
  const question = bar.getByRole('alertdialog');
  await expect(question).toContainText(
    `wants one more window, but 3 are open already: ${PROVIDER}`,
  );
  const oldest = await sitePage(workstation, `https://${PROVIDER}/authorise?1`);
  const closed = oldest.waitForEvent('close');
  await button(bar, 'Close the oldest').click();
  await closed;
  await expect(bar.getByText('There is room for a window now: open it once more.')).toBeVisible();
  await runInSite(workstation, `open('https://${PROVIDER}/authorise?4')`);
  await sitePage(workstation, `https://${PROVIDER}/authorise?4`);

  await runInSite(workstation, `open('https://${PROVIDER}/authorise?5')`);
  await button(bar, 'Show them').click();
  await expect(question).toHaveCount(0);
  expect(sitePages(workstation, `https://${PROVIDER}/`)).toHaveLength(3);
});

test(
  'a pop-up whose site does not answer, or that crashes, closes with a message in the bar',
  LONG,
  async ({ workstation, site }) => {
    const app = { ...PORTAL_APP, allowedHosts: [PROVIDER, 'nowhere.example'] };
    await openClinic(workstation, [app]);
    await openApp(workstation, app);
    const bar = await barPage(workstation, app);
    await runInSite(workstation, `open('https://nowhere.example/')`);
    await expect(
      bar.getByText('A window of Portal could not be opened: nowhere.example'),
    ).toBeVisible();
    await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);

    await runInSite(workstation, `open('https://${PROVIDER}/authorise')`);
    await sitePage(workstation, `https://${PROVIDER}/authorise`);
    await workstation.app.evaluate(({ webContents }) => {
      for (const one of webContents.getAllWebContents())
        if (one.getURL().endsWith('/authorise')) one.forcefullyCrashRenderer();
    });
    await expect(bar.getByText('A window of Portal stopped working and was closed.')).toBeVisible();
    await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
    expect(site.asked(PROVIDER, '/authorise')).toHaveLength(1);
  },
);

test('a page that closes itself closes its window', LONG, async ({ workstation, site }) => {
  await openClinic(workstation, [PORTAL_APP]);
  await openApp(workstation, PORTAL_APP);
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
  await runInSite(workstation, 'window.close()');
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  // Home opens the app again.
  await openApp(workstation, PORTAL_APP);
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
  expect(site.asked(PORTAL).length).toBeGreaterThan(1);
});
