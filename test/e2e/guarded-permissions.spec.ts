import type { ClinicAppSettings } from '../../src/shared/clinic-apps/clinic-app.js';
import {
  barPage,
  barView,
  openApp,
  openClinic,
  PORTAL_APP,
  portalWith,
  runInSite,
  sitePage,
} from '../support/clinic-app-steps.js';
import { expectSignIn } from '../support/people.js';
import { pressLock } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL, PROVIDER } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';
import { LONG } from '../support/reliability.js';

declare global {
  interface Window {
    /** The requests of the page that asks for everything. */
    everything: readonly string[];
    askFor: (
      names: readonly string[],
      waitMs?: number,
    ) => Promise<Readonly<Record<string, string>>>;
    outcomes?: Readonly<Record<string, string>>;
    /** What the trap captured: the screen, the pointer or the keyboard. */
    trapped: readonly string[];
    /** How often a print of the page began. */
    printed: number;
    /** Finds objects of the app in the page. */
    pry: () => readonly string[];
    received: readonly unknown[];
    /** The events that scripts in the page's own world listened to. */
    heard: readonly string[];
    pretend: (text: string) => void;
  }
}

/** Chromium's fake camera and microphone. */
const FAKE_DEVICES = ['--use-fake-device-for-media-stream'];

test('a page gets no permission that the administrator did not allow', async ({
  workstation,
  site,
}) => {
  workstation.switches.push(...FAKE_DEVICES);
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/permissions`);
  await page.getByRole('button', { name: 'Ask' }).click();
  const outcomes = await page.waitForFunction(() => window.outcomes, null, { timeout: 60_000 });
  const all = (await outcomes.jsonValue()) ?? {};
  expect(Object.keys(all).length).toBeGreaterThan(15);
  expect(Object.entries(all).filter(([, outcome]) => outcome === 'given')).toEqual([]);
  expect(site.asked(PORTAL, '/permissions')).toHaveLength(1);

  // A page that asks for screen, pointer and keyboard gets none of them, and `Lock now` still works.
  await page.goto(`https://${PORTAL}/hostile/trap`);
  await page.getByRole('button', { name: 'Click here' }).click();
  await expect.poll(() => page.evaluate(() => document.hasFocus())).toBe(true);
  expect(await page.evaluate(() => window.trapped.filter((what) => what !== 'keyboard'))).toEqual(
    [],
  );
  expect(
    await workstation.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((window) => window.isFullScreen()),
    ),
  ).toBe(false);
  await pressLock(workstation);
  const main = await workstation.mainWindow();
  await expectSignIn(main, 'You locked this workstation. Sign in to carry on.');
});

test(
  'camera and microphone, if allowed, work on the app’s own site only',
  LONG,
  async ({ workstation, site }) => {
    workstation.switches.push(...FAKE_DEVICES);
    const app = { ...portalWith('camera'), allowedHosts: [PROVIDER, '*.clinic.example'] };
    await openClinic(workstation, [app]);
    const page = await openApp(workstation, app);
    await page.goto(`https://${PORTAL}/permissions`);
    const asked = ['camera', 'microphone', 'screen', 'position', 'notifications'];
    const ask = () => page.evaluate((names) => window.askFor(names, 15_000), asked);
    const outcomes = await ask();
    expect(outcomes['camera']).toBe('given');
    expect(Object.values(outcomes).filter((outcome) => outcome === 'given')).toHaveLength(1);
    await page.goto('https://other.clinic.example/permissions');
    expect(Object.values(await ask())).not.toContain('given');
    expect(site.asked('other.clinic.example', '/permissions')).toHaveLength(1);
  },
);

test('a page finds nothing of the app, and the probe is not fooled by a page', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/hostile/pry`);
  expect(await page.evaluate(() => window.pry())).toEqual([]);
  // Its own messages to itself, and no answer.
  expect(await page.evaluate(() => window.received.length)).toBeLessThanOrEqual(2);

  await page.goto(`https://${PORTAL}/hostile/probe`);
  const bar = await barPage(workstation, PORTAL_APP);
  const isUnsaved = async () => {
    await bar.evaluate(() => window.clinic.commandSite({ command: 'zoomReset' }));
    return workstation.app.evaluate(async ({ webContents }) => {
      const contents = webContents
        .getAllWebContents()
        .find((one) => one.getURL().endsWith('/hostile/probe'));
      const asked: unknown = await contents?.executeJavaScriptInIsolatedWorld(7_001, [
        { code: 'JSON.stringify(clinicProbe.report())' },
      ]);
      return (JSON.parse(String(asked)) as { unsaved: boolean }).unsaved;
    });
  };
  await page.evaluate(() => window.pretend('typed by nobody'));
  expect(await isUnsaved()).toBe(false);
  await page.getByLabel('Note').pressSequentially('typed by somebody');
  expect(await isUnsaved()).toBe(true);
  // Our listeners are in an isolated world.
  expect(await page.evaluate(() => window.heard)).toEqual([]);
  expect(site.asked(PORTAL, '/hostile/probe')).toHaveLength(1);
});

test('with printing off neither a page, a frame, a pop-up nor the keys print', async ({
  workstation,
  site,
}) => {
  const app: ClinicAppSettings = {
    ...PORTAL_APP,
    // The first page prints at once when it loads.
    address: `https://${PORTAL}/print`,
    allows: { ...PORTAL_APP.allows, printing: false },
  };
  await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.getByRole('button', { name: 'Print' }).click();
  await workstation.desktop.input.key('ctrl+p');
  await runInSite(
    workstation,
    `const frame = document.createElement('iframe');
     document.body.append(frame);
     frame.contentWindow.print()`,
  );
  await page.waitForTimeout(1_500);
  expect(await page.evaluate(() => window.printed)).toBe(0);
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(2);

  await runInSite(workstation, `open('https://${PROVIDER}/print')`);
  const popUp = await sitePage(workstation, `https://${PROVIDER}/print`);
  await popUp.getByRole('button', { name: 'Print' }).click();
  expect(await popUp.evaluate(() => window.printed)).toBe(0);
  await expect.poll(() => windowsOnScreen(workstation)).toHaveLength(3);

  // The page cannot go back to the empty page before it.
  expect((await barView(await barPage(workstation, app))).canGoBack).toBe(false);
  expect(site.asked(PORTAL, '/print')).not.toEqual([]);
  expect(site.asked(PROVIDER, '/print')).toHaveLength(1);
});
