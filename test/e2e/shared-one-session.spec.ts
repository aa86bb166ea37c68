import { mergeTests, type Page } from 'playwright/test';
import { AccountFile } from '../support/account-file.js';
import { expect } from '../support/app-fixture.js';
import { openApp, PORTAL_APP, saveClinicApp, sitePages } from '../support/clinic-app-steps.js';
import { entryCount } from '../support/keychain.js';
import {
  button,
  choose,
  DANA,
  enterCredentials,
  expectHome,
  expectSignIn,
  openTab,
  signIn,
} from '../support/people.js';
import { noWarning, touchKeyboard } from '../support/presence.js';
import { openTwoDesks, test as shared } from '../support/shared-clinic.js';
import { test as withSite } from '../support/site/fixture.js';
import { PORTAL } from '../support/site/hosts.mjs';

/*
 * One session for each person: who signs in at another desk is signed out at the one before. Two real apps on two
 * desktops, a real server, and a clinic app at the first one.
 */

const test = mergeTests(withSite, shared);

const GAVE_WAY = 'You were signed out because you signed in at another workstation.';
const HEADING = 'You signed in elsewhere';

/** One session for each person, and a limit whose warning is short. */
async function wantOneSession(settings: Page): Promise<void> {
  await openTab(settings, 'Session timeout');
  await choose(settings, 'Automatic session timeout', '1 minute');
  await settings.getByRole('switch', { name: 'One session for each person' }).check();
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}

test('with one session for each person, signing in elsewhere ends the one before: at once, or after a moment for unsaved input', async ({
  workstation,
  second,
  server,
  site,
}, info) => {
  const { home, settings, other } = await openTwoDesks(workstation, second, server);
  await saveClinicApp(settings, PORTAL_APP);
  // Both are there as long as it is not wanted.
  await signIn(other, DANA);
  await expect(other.getByText('You are also signed in at Reception 1')).toBeVisible();
  await button(other, 'Sign out').click();
  await expectSignIn(other);
  await expectHome(home);
  await touchKeyboard(workstation);
  await wantOneSession(settings);
  await settings.screenshot({ path: info.outputPath('switch.png') });

  await enterCredentials(other, DANA);
  await expectSignIn(home, GAVE_WAY);
  await home.screenshot({ path: info.outputPath('gave-way.png') });
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  await noWarning(workstation);
  await expectHome(other);
  await button(other, 'Sign out').click();
  await expectSignIn(other);

  // What was typed in a clinic app and not sent gets a moment, and no more.
  await signIn(home, DANA);
  const page = await openApp(workstation, PORTAL_APP);
  await page.goto(`https://${PORTAL}/forms`);
  await page.getByLabel('Note', { exact: true }).click();
  await workstation.desktop.input.type('A letter that is not sent');
  await signIn(other, DANA);
  const warning = await workstation.windowWithTitle('Are you still there?');
  await expect(warning.getByRole('alertdialog', { name: HEADING })).toBeVisible();
  await expect(warning.getByText(`Unsaved input in ${PORTAL_APP.name}.`)).toBeVisible();
  await expect(warning.getByText('You signed in at Reception 2', { exact: false })).toBeVisible();
  await expect(button(warning, 'Stay signed in')).toHaveCount(0);
  await warning.screenshot({ path: info.outputPath('warning.png') });
  await touchKeyboard(workstation);
  await expect(warning.getByRole('timer')).toContainText(/2\d seconds/);
  await expectSignIn(home, GAVE_WAY);
  await expectHome(other);
  expect(sitePages(workstation, `https://${PORTAL}`)).toEqual([]);
  await expect.poll(() => entryCount(workstation.desktop)).toBe(0);
  expect(site.asked(PORTAL, '/choices')).toEqual([]);

  const ends = new AccountFile(workstation.userData).audit('session.ended');
  expect(ends.map(({ cause }) => cause)).toEqual(['signedInElsewhere', 'signedInElsewhere']);
});
