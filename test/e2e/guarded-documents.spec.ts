import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import {
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
  sitePage,
  sitePages,
} from '../support/clinic-app-steps.js';
import { button, DANA, expectSignIn, saveTo } from '../support/people.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { foldersOf, windowsOnScreen } from '../support/site/what-is-left.js';
import type { Workstation } from '../support/workstation.js';
import { LONG } from '../support/reliability.js';

const VIEWER = 'app://clinic/pdf.html';
const DOCUMENTS = `https://${PORTAL}/documents`;

/** Every way in which pages show documents, with the part of the address that tells which way it was. */
const WAYS = {
  'By a link': 'link',
  'In a window': 'window',
  'By a form': 'form',
  'In a frame': 'frame',
  'In an object': 'object',
  Embedded: 'embed',
  'Made by the page, in a window': 'openMade',
  'In a window that waits for it': 'waits',
  'Made by the page, in a frame': 'frameMade',
  'Made by the page, in its place': 'goMade',
  'As data, in a frame': 'dataFrame',
} as const;

/** The files of pages that are stored. */
function keptFiles({ userData }: Workstation): readonly string[] {
  return readdirSync(join(userData, 'session-downloads'), {
    recursive: true,
    withFileTypes: true,
  })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The addresses of the site's pages, from Electron. */
async function siteAddresses({ app }: Workstation): Promise<readonly string[]> {
  return app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((one) => one.getURL())
      .filter((address) => address.startsWith('https:')),
  );
}

/** The number of pixels of a document's first page that are not white. */
async function inkOf(viewer: Page): Promise<number> {
  return viewer.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const drawn = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
    let ink = 0;
    for (let at = 0; at < (drawn?.data.length ?? 0); at += 4)
      if ((drawn?.data[at + 3] ?? 0) > 0 && (drawn?.data[at] ?? 255) < 128) ink += 1;
    return ink;
  });
}

test('a document is shown, whichever way a page shows it, and nothing is kept where downloads are off', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  const bar = await barPage(workstation, PORTAL_APP);
  for (const [name, mark] of Object.entries(WAYS)) {
    await test.step(name, async () => {
      await page.goto(DOCUMENTS);
      // `click` of Playwright would wait for a page that never loads.
      await page.getByText(name, { exact: true }).dispatchEvent('click');
      const viewer = await sitePage(workstation, VIEWER);
      await expect(
        viewer.getByRole('img', { name: new RegExp(`^Page 1: Pat Example ${mark} .*診察`) }),
      ).toBeVisible();
      await expect(viewer.getByRole('status')).toContainText('2 pages');
      await expect.poll(() => inkOf(viewer)).toBeGreaterThan(100);
      await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(3);
      expect((await windowsOnScreen(workstation)).join()).toMatch(
        new RegExp(`\\.pdf · ${DANA.name}`),
      );
      expect((await barView(bar)).question).toBeNull();
      expect((await barView(bar)).message).toBeNull();
      await viewer.close();
      await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);
      // The page itself did not navigate. Playwright still waits for the load that never comes.
      expect(await siteAddresses(workstation)).toEqual([DOCUMENTS]);
    });
  }
  expect((await barView(bar)).downloads).toEqual([]);
  await expect.poll(() => keptFiles(workstation)).toEqual([]);

  await page.getByRole('button', { name: 'A damaged one' }).click();
  const damaged = await sitePage(workstation, VIEWER);
  await expect(damaged.getByRole('alert')).toContainText('This document is damaged');
  await damaged.close();

  // A file that is not a document is shown as a page.
  await page.getByText('A page made by the page').dispatchEvent('click');
  await expect(page.getByRole('heading', { name: 'A report made here' })).toBeVisible();
  await page.goto(DOCUMENTS);

  // The viewer closes with the session.
  await page.getByRole('link', { name: 'By a link' }).click();
  const last = await sitePage(workstation, VIEWER);
  await expect(last.getByRole('img', { name: /Pat Example link/ }).first()).toBeVisible();
  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  await expect.poll(() => sitePages(workstation, VIEWER)).toEqual([]);
  await expect.poll(() => site.canaries.foundIn(foldersOf(workstation))).toEqual([]);
});

test(
  'a document is printed where printing is on, and saved where downloads are',
  LONG,
  async ({ workstation, site }) => {
    const app = portalWith('downloads');
    await openClinic(workstation, [app]);
    const page = await openApp(workstation, app);
    const bar = await barPage(workstation, app);
    await page.goto(DOCUMENTS);
    await page.getByRole('link', { name: 'By a link' }).click();
    const viewer = await sitePage(workstation, VIEWER);
    await expect(viewer.getByRole('img', { name: /Pat Example link/ }).first()).toBeVisible();
    // The page waits for the dialog, and Playwright would wait with it.
    await viewer.evaluate(() => void setTimeout(() => document.getElementById('print')?.click()));
    await expect.poll(() => windowsOnScreen(workstation)).toContain('Print');
    await workstation.desktop.input.key('Escape');
    await expect.poll(() => windowsOnScreen(workstation)).not.toContain('Print');

    // Scanned pages need decoders: they are there, and may run.
    const decoder = await viewer.evaluate(async () => {
      const request = new XMLHttpRequest();
      request.open('GET', '/pdf-parts/wasm/jbig2.wasm');
      request.responseType = 'arraybuffer';
      await new Promise((resolve) => {
        request.onloadend = resolve;
        request.send();
      });
      const made = await WebAssembly.compile(request.response as ArrayBuffer);
      return made instanceof WebAssembly.Module;
    });
    expect(decoder).toBe(true);

    const saved = join(workstation.home, 'saved.pdf');
    await saveTo(workstation, saved);
    await button(bar, 'Downloads').click();
    await button(bar, 'Save to…').click();
    await expect(bar.getByText('Saved')).toBeVisible();
    expect(readFileSync(saved, 'utf8')).toContain('Pat Example link');
    expect(site.asked(PORTAL, '/files/shown.pdf')).toHaveLength(1);
  },
);

test('a document prints nothing where printing is off', async ({ workstation, site }) => {
  const app = { ...PORTAL_APP, allows: { ...PORTAL_APP.allows, printing: false } };
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.goto(DOCUMENTS);
  await page.getByRole('button', { name: 'In a frame', exact: true }).click();
  const viewer = await sitePage(workstation, VIEWER);
  await expect(viewer.getByRole('img', { name: /Pat Example frame/ }).first()).toBeVisible();
  await expect(button(viewer, 'Print')).toHaveCount(0);
  await viewer.bringToFront();
  await workstation.desktop.input.key('ctrl+p');
  await sleep(1_500);
  expect(await windowsOnScreen(workstation)).not.toContain('Print');
  expect(site.asked(PORTAL, '/files/shown.pdf')).toHaveLength(1);
});
