import { xScreen } from '../../scripts/lib/desktop/x-screen.mjs';
import { expect, test } from '../support/app-fixture.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  setUpClinic,
} from '../support/people.js';
import {
  LONG,
  measured,
  LONG_RELIABILITY,
  RELIABILITY,
  timeUntil,
} from '../support/reliability.js';

/** Like some remote desktops: Electron always reads an idle time of 0. */
test.use({ desktopOptions: { screen: xScreen({ windowManager: 'openbox', tellsIdle: false }) } });

test(
  'an idle source that always says 0: only the app’s own input counts, and the end is not late',
  RELIABILITY,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    // From here on nobody touches anything; the source alone would keep the session for ever.
    const tookMs = await timeUntil(
      () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
      70_000,
    );
    measured(`signed out ${(tookMs / 1_000).toFixed(1)} s after the last input in the app`);
    await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
    await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  },
);

test(
  'the same, where GNOME tells: its source is used, and nobody who works elsewhere is signed out',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    const services = await FakeDesktopServices.open(
      workstation.desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '',
    );
    let lastInputAt = Date.now();
    services.idle = () => Date.now() - lastInputAt;
    const home = await workstation.start();
    await setUpClinic(home, '1 minute');
    const settings = await openSettings(workstation);
    await openTab(settings, 'This workstation');
    await expect(settings.getByText('GNOME', { exact: true })).toBeVisible({ timeout: 40_000 });
    await button(settings, 'Test activity detection').click();
    lastInputAt = Date.now();
    await expect(settings.getByRole('status')).toContainText('It works', { timeout: 15_000 });

    // Somebody works in another program for longer than the limit, as GNOME reports.
    const until = Date.now() + 65_000;
    while (Date.now() < until) {
      lastInputAt = Date.now();
      await home.waitForTimeout(2_000);
    }
    await expectHome(home);
    services.close();
  },
);

test('in doubt, Home says so', LONG, async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home, '15 minutes');
  // Nobody is there, but the source reports activity again and again.
  await expect(
    home.getByText('This computer does not say reliably whether somebody is using it.'),
  ).toBeVisible({ timeout: 160_000 });
});
