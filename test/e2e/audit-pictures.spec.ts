import type { Locator, Page } from 'playwright/test';
import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  openSettings,
  openTab,
  setUpClinic,
  signIn,
} from '../support/people.js';

/*
 * The audit log in pictures: what they say is what happened.
 */

function figure(settings: Page, title: string): Locator {
  return settings.getByRole('region', { name: title });
}

test('pictures of the audit log say what happened, in words, bars and tables', async ({
  workstation,
}, info) => {
  const home = await workstation.start();
  await setUpClinic(home);
  await button(home, 'Lock now').click();
  await expectSignIn(home);
  await enterCredentials(home, { ...DANA, password: 'not the password' });
  await expect(home.getByRole('alert')).toContainText('do not match');
  await signIn(home, DANA);
  await expectHome(home);
  const settings = await openSettings(workstation);
  await openTab(settings, 'Audit log');
  await settings.getByRole('radio', { name: 'Pictures' }).check();
  await expect(settings.getByText(/^Counted: .* to /)).toBeVisible();

  const sessions = figure(settings, 'Sign-ins and ends of sessions');
  await expect(sessions).toContainText('2 sign-ins and 1 end of a session.');
  await expect(sessions.locator('svg rect').first()).toBeAttached();
  const causes = figure(settings, 'Why sessions ended');
  await expect(causes).toContainText('The one session ended like this: “Locked by hand”.');
  await expect(figure(settings, 'How exactly limits were kept')).toContainText(
    'No session ended at a limit in this time.',
  );
  const refused = figure(settings, 'Refused tries');
  await expect(refused).toContainText('1 try with a wrong password, code or email.');

  // Everything by the keyboard: the table, and back to the log.
  const table = causes.getByRole('button', { name: 'Show as a table' });
  await table.focus();
  await table.press('Enter');
  await expect(causes.getByRole('table', { name: 'Why sessions ended' })).toBeVisible();
  await expect(causes.getByRole('row')).toHaveText([
    /Cause.*Ends of sessions/,
    /Locked by hand.*1/,
  ]);
  await settings.screenshot({ path: info.outputPath('pictures.png') });
  await expectAccessible(workstation, settings, 'pictures of the audit log');

  await choose(settings, 'Period', 'Any time');
  await expect(sessions).toContainText('2 sign-ins and 1 end of a session.');
  const looks = settings.getByRole('radiogroup', { name: 'Show as' });
  await looks.getByRole('radio', { name: 'Pictures' }).press('ArrowLeft');
  await expect(settings.getByRole('rowheader').first()).toHaveText(/Signed in/);
  await button(settings, 'Refresh').click();
  await expect(sessions).toHaveCount(0);
});
