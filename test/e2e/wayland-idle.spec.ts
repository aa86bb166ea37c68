import { expect, test } from '../support/app-fixture.js';
import { Compositor } from '../support/compositor.js';
import { entryCount } from '../support/keychain.js';
import { expectHome, expectSignIn, openSettings, openTab, setUpClinic } from '../support/people.js';
import { measured, LONG_RELIABILITY, timeUntil } from '../support/reliability.js';

/*
 * A Wayland session where the app runs on XWayland: only the compositor knows of input in other programs.
 */

test(
  'Wayland: nobody who types elsewhere is warned, and the end is not late',
  LONG_RELIABILITY,
  async ({ workstation }) => {
    test.setTimeout(240_000);
    const sway = await Compositor.sway();
    try {
      workstation.env['WAYLAND_DISPLAY'] = sway.socket;
      const home = await workstation.start();
      await setUpClinic(home, '1 minute');
      const settings = await openSettings(workstation);
      await openTab(settings, 'This workstation');
      await expect(settings.getByText('Wayland (KDE idle)')).toBeVisible();
      await expect(settings.getByText('Heard from')).not.toContainText('X11');

      // Somebody types in another program for longer than the limit, without a pause.
      let warned = false;
      const typing = { goesOn: true };
      const typed = sway.type('x'.repeat(700), 100).finally(() => (typing.goesOn = false));
      while (typing.goesOn) {
        warned ||= await workstation.app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().some(
            (window) => window.getTitle() === 'Are you still there?' && window.isVisible(),
          ),
        );
        await home.waitForTimeout(500);
      }
      await typed;
      expect(warned).toBe(false);
      await expectHome(home);

      // From here on nobody is there.
      const tookMs = await timeUntil(
        () => home.getByRole('heading', { name: 'Sign in' }).isVisible(),
        70_000,
      );
      measured(`signed out ${(tookMs / 1_000).toFixed(1)} s after the last key elsewhere`);
      expect(tookMs).toBeGreaterThan(58_000);
      expect(tookMs).toBeLessThan(62_000);
      await expectSignIn(home, 'You were signed out after 1 minute of inactivity.');
      await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
    } finally {
      await sway.close();
    }
  },
);

test('a Wayland desktop without idle reports: Home says so, and Settings names no source', async ({
  workstation,
}) => {
  const weston = await Compositor.weston();
  try {
    workstation.env['WAYLAND_DISPLAY'] = weston.socket;
    const home = await workstation.start();
    await setUpClinic(home, '15 minutes');
    await expect(
      home.getByText('This computer does not say reliably whether somebody is using it.'),
    ).toBeVisible({ timeout: 40_000 });
    const settings = await openSettings(workstation);
    await openTab(settings, 'This workstation');
    await expect(settings.getByText('Only this app’s own windows')).toBeVisible();
    await expect(settings.getByText('Only this app’s own input counts')).toBeVisible();
  } finally {
    await weston.close();
  }
});
