import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import { openApp, openClinic, portalWith } from '../support/clinic-app-steps.js';
import { expect, test } from '../support/site/fixture.js';
import { EVIL, PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import type { Workstation } from '../support/workstation.js';
import { shownAddresses } from '../support/site/what-is-left.js';

declare global {
  interface Window {
    /** The ways that the leaving page can try. */
    ways: readonly string[];
    leave: (way: string, to: string) => void;
  }
}

const LEAVING = `https://${PORTAL}/hostile/leave`;
/** How long an attempt may take to have an effect, in milliseconds. */
const ATTEMPT_MS = 150;

/** Addresses that no page of a clinic app may reach, tried in every way that a page has. */
const WORST = [`https://${EVIL}/`, 'file:///etc/passwd'];
/** Further addresses, tried in the ways that differ most. */
const ALSO = [
  'app://clinic/index.html',
  ...['chrome://version', 'devtools://devtools/bundled/inspector.html', 'view-source:https://x/'],
  ...['data:text/html,<title>Data</title>', 'blob:https://evil.example/1', 'ftp://evil.example/'],
  ...[
    'mailto:someone@evil.example',
    'ms-settings:privacy',
    'javascript:void(document.title="Ran")',
  ],
  ...[
    `http://${PORTAL}/`,
    `https://${PORTAL}:444/`,
    'https://login.provider.example.evil.example/',
  ],
];
const SOME_WAYS = ['location', 'open', 'frame', 'redirect'];

/** Makes the page try one way. */
async function begin(page: Page, way: string, to: string): Promise<void> {
  await expect(async () => {
    // The attempt before may still be loading, and interrupt this load.
    await page.goto(LEAVING);
  }).toPass();
  await page.evaluate((attempt) => window.leave(...attempt), [way, to] as const);
}

/** Closes the windows that the attempt opened; the app's own windows have `app:` pages. */
async function clearAway(workstation: Workstation): Promise<void> {
  await workstation.app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows())
      if (!window.webContents.getURL().startsWith('app:')) window.close();
  });
}

function isOutside(address: string): boolean {
  // The error page of a refused frame or pop-up is Chromium's own, without any content of the target.
  if (['', 'about:blank', 'about:srcdoc', 'chrome-error://chromewebdata/'].includes(address))
    return false;
  return new URL(address).origin !== `https://${PORTAL}`;
}

test('bounds: no page gets out of its clinic app, whichever way it tries', async ({
  workstation,
  site,
  outsideBrowser,
}) => {
  const app = portalWith('outsideLinks');
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.goto(LEAVING);
  const ways = await page.evaluate(() => window.ways);
  expect(ways.length).toBeGreaterThan(10);

  // First, proof that each way works: it reaches a host that belongs to the app.
  for (const way of ways) {
    await begin(page, way, `https://${PROVIDER}/by-${way}`);
    await expect
      .poll(() => site.asked(PROVIDER, `/by-${way}`).length, { message: way })
      .toBeGreaterThan(0);
    await clearAway(workstation);
  }

  const got: string[] = [];
  const attempts = [
    ...WORST.flatMap((to) => ways.map((way) => [way, to] as const)),
    ...ALSO.flatMap((to) => SOME_WAYS.map((way) => [way, to] as const)),
  ];
  for (const [way, to] of attempts) {
    await begin(page, way, to);
    await sleep(ATTEMPT_MS);
    const outside = shownAddresses(workstation).filter(isOutside);
    await clearAway(workstation);
    if (outside.length > 0) got.push(`${way} to ${to}: ${outside.join(', ')}`);
  }
  expect(got).toEqual([]);
  await sleep(1_000);
  expect(site.asked(EVIL)).toEqual([]);
  expect(site.requests.filter(({ host }) => host.endsWith(EVIL))).toEqual([]);
  // Nobody has agreed to open anything.
  expect(outsideBrowser.opened).toEqual([]);
});
