import {
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
  signInAtProvider,
  sitePage,
  sitePages,
} from '../support/clinic-app-steps.js';
import { thatCloses } from '../support/closing.js';
import { button, DANA, expectOnlyWindow, expectSignIn } from '../support/people.js';
import { pressLock } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { EVIL, PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import { living, siteProcesses, windowsOnScreen } from '../support/site/what-is-left.js';
import { LONG } from '../support/reliability.js';

declare global {
  /** In main: windows that appeared after the windows of the session were hidden. */
  var cameLate: string[];
  interface Window {
    /** How many windows the flooding page could open. */
    opened: number;
  }
}

test('sign-in at a second host works in a pop-up and by redirect, and stays in the partition', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.getByRole('button', { name: 'Sign in with your provider' }).click();
  const popUp = await sitePage(workstation, `https://${PROVIDER}/authorise`);
  // It has no bar: its title says its host and the member.
  await expect.poll(() => windowsOnScreen(workstation)).toContain(`${PROVIDER} · ${DANA.name}`);
  await thatCloses(popUp, () => signInAtProvider(popUp));
  await page.waitForURL(/\/patients$/);
  expect(site.sessions.size).toBe(1);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('link', { name: 'Sign in at your provider' }).click();
  await page.waitForURL(`https://${PROVIDER}/**`);
  const bar = await barPage(workstation, PORTAL_APP);
  await expect.poll(async () => (await barView(bar)).host).toBe(PROVIDER);
  await signInAtProvider(page);
  await page.waitForURL(/\/patients$/);
  expect(site.sessions.size).toBe(1);
});

test(
  'pop-ups are few and small, lead nowhere else, and close with the session',
  LONG,
  async ({ workstation, site, outsideBrowser }) => {
    const app = portalWith('outsideLinks');
    const main = await openClinic(workstation, [app]);
    const page = await openApp(workstation, app);
    const bar = await barPage(workstation, app);

    await page.goto(`https://${PORTAL}/hostile/window-flood`);
    await expect.poll(() => page.evaluate(() => window.opened)).toBeGreaterThan(0);
    expect(await page.evaluate(() => window.opened)).toBeLessThanOrEqual(3);
    const floods = await workstation.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .filter((window) => !window.webContents.getURL().startsWith('app:'))
        .map((window) => ({
          covers: window.isFullScreen() || window.isKiosk() || window.isAlwaysOnTop(),
          // The title must not make a page's window look like the app's own.
          named: window.getTitle(),
        })),
    );
    expect(floods.length).toBeLessThanOrEqual(3);
    for (const { covers, named } of floods) {
      expect(covers).toBe(false);
      expect(named).toContain(DANA.name);
    }
    for (const popUp of sitePages(workstation, 'about:blank')) await popUp.close();

    // A pop-up that navigates its opener elsewhere.
    await page.goto(`https://${PORTAL}/hostile/opener`);
    await expect
      .poll(async () => (await barView(bar)).question)
      .toEqual({ kind: 'outside', host: EVIL, canOpen: true });
    expect(page.url()).toBe(`https://${PORTAL}/hostile/opener`);
    expect(outsideBrowser.opened).toEqual([]);
    await expect(button(bar, 'Stay here')).toBeFocused();
    await button(bar, 'Open in browser').click();
    await expect.poll(() => outsideBrowser.opened).toEqual([`https://${EVIL}/?opener`]);
    expect(site.asked(EVIL)).toEqual([]);
    for (const popUp of sitePages(workstation, `https://${PROVIDER}/`)) await popUp.close();

    // A pop-up that is redirected to another site before it shows anything does not appear.
    await page.goto(`https://${PORTAL}/hostile/leave`);
    await page.evaluate((to) => window.leave('openRedirect', to), `https://${EVIL}/`);
    await expect.poll(async () => (await barView(bar)).question).toMatchObject({ host: EVIL });
    await expect.poll(async () => (await windowsOnScreen(workstation)).length).toBe(2);

    // `Lock now` works in a pop-up too, whatever its page does with keys.
    await page.evaluate((to) => window.leave('open', to), `https://${PORTAL}/hostile/trap`);
    const trap = await sitePage(workstation, `https://${PORTAL}/hostile/trap`);
    await trap.bringToFront();
    const processes = await siteProcesses(workstation);
    await expect.poll(async () => (await windowsOnScreen(workstation)).length).toBe(3);
    await pressLock(workstation);
    await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
    await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(1);
    await expect.poll(() => living(processes)).toEqual([]);
  },
);

test('nothing that pages open at the moment of the end appears on the screen', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/hostile/again`);
  await expect(page.getByText('Opens windows again and again')).toBeVisible();
  expect(site.asked(PORTAL, '/hostile/again')).toHaveLength(1);
  await workstation.app.evaluate(({ app, BrowserWindow }, member) => {
    globalThis.cameLate = [];
    let isOver = false;
    const isOfSession = (window: Electron.BrowserWindow) => window.getTitle().includes(member);
    const watch = (window: Electron.BrowserWindow): void => {
      window.on('show', () => {
        if (isOver && isOfSession(window)) globalThis.cameLate.push('shown');
      });
    };
    for (const window of BrowserWindow.getAllWindows()) {
      watch(window);
      if (isOfSession(window)) window.on('hide', () => (isOver = true));
    }
    app.on('browser-window-created', (_event, window) => watch(window));
  }, DANA.name);
  await button(main, 'Lock now').click();
  await expectSignIn(main);
  await expectOnlyWindow(workstation, main);
  expect(await workstation.app.evaluate(() => globalThis.cameLate)).toEqual([]);
});
