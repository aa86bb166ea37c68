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

declare global {
  interface Window {
    /** Of the page that asks for everything. */
    everything: readonly string[];
    askFor: (
      names: readonly string[],
      waitMs?: number,
    ) => Promise<Readonly<Record<string, string>>>;
    outcomes?: Readonly<Record<string, string>>;
    /** What the trap took. */
    trapped: readonly string[];
    /** How often the page was about to be printed. */
    printed: number;
    /** What of ours a page found. */
    pry: () => readonly string[];
    received: readonly unknown[];
    /** What was listened to by scripts that share the page's world. */
    heard: readonly string[];
    pretend: (text: string) => void;
  }
}

/** Chromium's stand-ins for a camera and a microphone. */
const FAKE_DEVICES = ['--use-fake-device-for-media-stream'];

test('a page gets no permission that an administrator did not give', async ({
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

  // A page that takes screen, pointer and keyboard gets none of them, and `Lock now` still works.
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

test('camera and microphone: what was allowed, for the app’s own site alone', async ({
  workstation,
  site,
}) => {
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
});

test('a page finds nothing of ours, and our probe believes no page', async ({
  workstation,
  site,
}) => {
  await openClinic(workstation, [PORTAL_APP]);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/hostile/pry`);
  expect(await page.evaluate(() => window.pry())).toEqual([]);
  // Its own message to itself, and no answer of anybody's.
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
  // Our listeners are in a world of their own.
  expect(await page.evaluate(() => window.heard)).toEqual([]);
  expect(site.asked(PORTAL, '/hostile/probe')).toHaveLength(1);
});

test('printing off: neither a page, nor a frame in it, nor a pop-up, nor the keys print', async ({
  workstation,
  site,
}) => {
  const app: ClinicAppSettings = {
    ...PORTAL_APP,
    // The very first page asks at once.
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

  // The empty page that was there before is nothing to go back to.
  expect((await barView(await barPage(workstation, app))).canGoBack).toBe(false);
  expect(site.asked(PORTAL, '/print')).not.toEqual([]);
  expect(site.asked(PROVIDER, '/print')).toHaveLength(1);
});
