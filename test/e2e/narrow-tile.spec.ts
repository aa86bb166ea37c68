import type { Page } from 'playwright/test';
import { swayScreen } from '../../scripts/lib/desktop/sway.mjs';
import { expect, test } from '../support/app-fixture.js';
import { OtherProgram } from '../support/other-program.js';
import { openSettings, openTab, setUpClinic } from '../support/people.js';

test.use({ desktopOptions: { screen: swayScreen } });

/** Expects that a page's full width fits into its window. */
async function fits(page: Page): Promise<void> {
  const widths = (): Promise<readonly number[]> =>
    page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
  await expect
    .poll(async () => {
      const [needed = 0, there = 0] = await widths();
      return needed - there;
    })
    .toBe(0);
}

test('on a tiling desktop the app’s windows are usable at a third of the screen', async ({
  workstation,
}) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await OtherProgram.open(workstation.desktop);
  await OtherProgram.open(workstation.desktop);
  // sway cuts off the part of a window that is wider than its tile.
  await expect.poll(() => home.evaluate(() => innerWidth)).toBeLessThan(430);
  await fits(home);
  const notice = home.getByText('There is no emergency kit yet.');
  expect((await notice.boundingBox())?.width).toBeGreaterThan(200);
  await workstation.desktop.screenshot(test.info().outputPath('home.png'));

  const settings = await openSettings(workstation);
  for (const tab of ['Session timeout', 'Members', 'Audit log', 'This workstation']) {
    await openTab(settings, tab);
    expect(await settings.evaluate(() => innerWidth)).toBeLessThan(430);
    await fits(settings);
    await settings.screenshot({ path: test.info().outputPath(`${tab}.png`) });
  }
});
