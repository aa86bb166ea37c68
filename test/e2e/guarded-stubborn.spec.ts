import { AccountFile } from '../support/account-file.js';
import { appAt, openApp, openClinic } from '../support/clinic-app-steps.js';
import { expectOnlyWindow } from '../support/people.js';
import { minutePasses, touchKeyboard } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { everythingReadable } from '../support/traces.js';
import { living, siteProcesses, windowsOnScreen } from '../support/site/what-is-left.js';

declare global {
  interface Window {
    /** On pages with workers: resolves when all of them run. */
    started: Promise<void>;
  }
}

const HANGS = appAt('Hangs');
const ALERTS = appAt('Alerts');
const STAYS = appAt('Stays');
const WORKS = appAt('Works');
/** This app's site never answers the sign-out call. */
const SILENT = {
  ...appAt('Silent'),
  signOutAddress: 'https://silent.clinic.example/slow-sign-out',
};
/** This app's site is down when the session ends. */
const GONE = { ...appAt('Gone'), signOutAddress: 'https://gone.clinic.example/sign-out?cut' };

test('pages that hang, flood, object or keep working do not delay the end of the session', async ({
  workstation,
  site,
}) => {
  const apps = [HANGS, ALERTS, STAYS, WORKS, SILENT, GONE];
  const main = await openClinic(workstation, apps, '1 minute');
  for (const app of [SILENT, GONE]) await openApp(workstation, app);
  const works = await openApp(workstation, WORKS);
  await works.goto(`${WORKS.address}hostile/workers`);
  await works.evaluate(() => window.started);
  const stays = await openApp(workstation, STAYS);
  await stays.goto(`${STAYS.address}hostile/stay`);
  // Chromium lets a page object only after a click.
  await stays.mouse.click(50, 50);
  const hangs = await openApp(workstation, HANGS);
  const alerts = await openApp(workstation, ALERTS);
  const processes = await siteProcesses(workstation);
  expect(processes.length).toBeGreaterThanOrEqual(apps.length);
  // Otherwise Playwright would answer them.
  alerts.on('dialog', () => undefined);
  await alerts.goto(`${ALERTS.address}hostile/alert-flood`);
  await hangs.goto(`${HANGS.address}hostile/endless`);
  await touchKeyboard(workstation);
  await expect
    .poll(() => site.asked('works.clinic.example', '/beacon?service-worker').length)
    .toBeGreaterThan(0);

  await minutePasses(workstation, main);
  await expect.poll(() => living(processes), { timeout: 3_000 }).toEqual([]);
  const account = new AccountFile(workstation.userData);
  await expect.poll(() => account.audit('session.ended')).toHaveLength(1);
  const [end] = account.audit('session.ended');
  expect(end).toMatchObject({ cause: 'idle', wipe: 'done' });
  expect(end?.['lateness_ms']).toBeLessThan(1_000);
  await expectOnlyWindow(workstation, main);
  // No dialog of a page stays on the screen.
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  expect(await everythingReadable(workstation)).not.toMatch(/Pat Example|555-0100|clinic\.example/);
  await workstation.desktop.screenshot(test.info().outputPath('locked.png'));

  const beacons = () => site.asked('works.clinic.example', '/beacon').length;
  const soFar = beacons();
  await expect.poll(() => account.audit('clinicApp.signedOut').length).toBe(apps.length);
  expect(beacons()).toBe(soFar);
  const outcomes = account
    .audit('clinicApp.signedOut')
    .map(({ detail }) => JSON.parse(String(detail)) as { app: string; outcome: string });
  expect(new Map(outcomes.map(({ app, outcome }) => [app, outcome]))).toEqual(
    new Map([
      ...[HANGS, ALERTS, STAYS, WORKS].map(({ name }) => [name, 'done'] as const),
      [SILENT.name, 'timedOut'],
      [GONE.name, 'failed'],
    ]),
  );
});
