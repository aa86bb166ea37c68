import {
  barPage,
  closeAppWindow,
  focusWindow,
  openApp,
  openClinic,
  PORTAL_APP,
} from '../support/clinic-app-steps.js';
import { clickThatCloses } from '../support/closing.js';
import { button, expectHome } from '../support/people.js';
import { answerWarning, warningShown } from '../support/presence.js';
import { expect, test } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';
import { windowsOnScreen } from '../support/site/what-is-left.js';

test('no page gets an event of leaving while the person stays, and each gets one when it is left', async ({
  workstation,
  site,
}) => {
  const main = await openClinic(workstation, [PORTAL_APP], '1 minute');
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/locking`);
  const told = () => site.asked(PORTAL, '/release').map(({ path }) => path.split('?')[1]);
  await page.getByLabel('Note').click();

  // The warning comes, and nothing was typed: only the page itself could know about unsaved input.
  await focusWindow(workstation, /^Clinic Workstation$/);
  const warning = await warningShown(workstation);
  await answerWarning(warning, 'Stay signed in');
  await expectHome(main);
  expect(told()).toEqual([]);

  await focusWindow(workstation, /^Portal/);
  await page.getByLabel('Note').click();
  await workstation.desktop.input.type('Not sent');
  await expect(page.getByLabel('Note')).toHaveValue('Not sent');

  // The window was asked to close, and the person stayed.
  const bar = await barPage(workstation, PORTAL_APP);
  await closeAppWindow(workstation, 'Portal');
  await expect(bar.getByRole('alertdialog')).toContainText('Closing its window');
  await button(bar, 'Stay').click();

  // The app's notice covers the page and goes away again.
  await workstation.app.evaluate(({ webContents }) => {
    const one = webContents.getAllWebContents().find((all) => all.getURL().endsWith('/locking'));
    one?.emit('unresponsive');
  });
  await expect(bar.getByText('This page does not answer.')).toBeVisible();
  await workstation.app.evaluate(({ webContents }) => {
    const one = webContents.getAllWebContents().find((all) => all.getURL().endsWith('/locking'));
    one?.emit('responsive');
  });
  await expect(bar.getByText('This page does not answer.')).toHaveCount(0);
  await expect(page.getByLabel('Note')).toBeInViewport();
  expect(told()).toEqual([]);

  await closeAppWindow(workstation, 'Portal');
  await clickThatCloses(button(bar, 'Leave it'));
  await expect.poll(() => windowsOnScreen(workstation)).toEqual(['Clinic Workstation']);
  await expect.poll(told).toContain('pagehide');
  expect(told()).toContain('beforeunload');
});
