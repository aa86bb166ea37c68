import { westonScreen } from '../../scripts/lib/desktop/weston.mjs';
import { expect, test } from '../support/app-fixture.js';
import { entryCount } from '../support/keychain.js';
import { isWarned, setUpByKeyboard, walkAway } from '../support/main-job.js';
import { button } from '../support/people.js';

test.use({ desktopOptions: { screen: westonScreen } });

test('the main job on native Wayland: set up, at work without a warning, then nobody, locked in time', async ({
  workstation,
}, testInfo) => {
  const { desktop } = workstation;
  // Nothing of X is there to fall back to.
  expect(desktop.env['DISPLAY']).toBeUndefined();
  const home = await workstation.start();
  await setUpByKeyboard(workstation, home);
  expect(await entryCount(desktop)).toBe(1);

  // At work in the app for longer than nobody would stay unwarned. Weston tells nothing of the rest.
  for (const until = Date.now() + 40_000; Date.now() < until;) {
    await desktop.input.key('Tab');
    expect(await isWarned(workstation)).toBe(false);
    await home.waitForTimeout(1_000);
  }
  await expect(button(home, 'Lock now')).toBeVisible();

  const { warnedMs, hiddenMs } = await walkAway(workstation, home, {
    warning: testInfo.outputPath('warning.png'),
    locked: testInfo.outputPath('locked.png'),
  });
  expect(warnedMs).toBeGreaterThan(29_500);
  expect(warnedMs).toBeLessThan(35_000);
  expect(hiddenMs).toBeGreaterThan(59_500);
  expect(hiddenMs).toBeLessThan(75_000);
});
