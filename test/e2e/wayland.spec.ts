import { westonScreen } from '../../scripts/lib/desktop/weston.mjs';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { setUpByKeyboard, walkAway, workInApp } from '../support/main-job.js';

test.use({ desktopOptions: { screen: westonScreen } });

test('the main job on native Wayland: set up, at work without a warning, then nobody, locked in time', async ({
  workstation,
}, testInfo) => {
  const { desktop } = workstation;
  // There is no X server to fall back to.
  expect(desktop.env['DISPLAY']).toBeUndefined();
  const home = await workstation.start();
  await setUpByKeyboard(workstation, home);
  expect(await entryCount(desktop)).toBe(1);

  // Somebody works in the app for longer than an idle session goes without a warning. Weston reports no
  // other input.
  const work = await workInApp(workstation, home, 40);
  expect(work).toMatchObject({ warnedAt: [], lostAt: null });

  const end = await walkAway(workstation, home, {
    warning: testInfo.outputPath('warning.png'),
    locked: testInfo.outputPath('locked.png'),
  });
  expect(end.reason).toBe('You were signed out after 1 minute of inactivity.');
  expect(end.warnedMs).toBeGreaterThan(29_500);
  expect(end.warnedMs).toBeLessThan(35_000);
  expect(end.hiddenMs).toBeGreaterThan(59_500);
  expect(end.hiddenMs).toBeLessThan(75_000);
  expect(end.emptyMs).not.toBeNull();
});
