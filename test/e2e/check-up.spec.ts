import type { Locator, Page } from 'playwright/test';
import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { saveClinicApp, TEST_APP } from '../support/clinic-app-steps.js';
import {
  addMember,
  button,
  choose,
  confirmItsYou,
  openSettings,
  openTab,
  ROBIN,
  setUpClinic,
} from '../support/people.js';
import { LONG } from '../support/reliability.js';

/* Settings → Check-up, of the real app: what is missing is told, and goes with its cause. */

const KIT = 'There is no emergency kit';
const ADMINISTRATOR = 'There is only one administrator';
const TIMEOUT = 'The session timeout is longer than usual limits';
const TWO_FACTOR = 'Two-factor authentication is missing';
const SIGN_OUT = 'Sign-out addresses of clinic apps are missing';

/** The line with this title, which says that something needs doing. */
function line(settings: Page, title: string): Locator {
  const heading = settings.getByRole('heading', { name: title, exact: true });
  return settings
    .getByRole('list', { name: 'Check-up' })
    .getByRole('listitem')
    .filter({ has: heading, hasText: 'Needs doing' });
}

async function saveTimeout(settings: Page, timeout: string): Promise<void> {
  await openTab(settings, 'Session timeout');
  await choose(settings, 'Automatic session timeout', timeout);
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  await openTab(settings, 'Check-up');
}

test(
  'the check-up: what is missing is told, leads to its place, and goes with its cause',
  LONG,
  async ({ workstation }) => {
    const home = await workstation.start();
    await setUpClinic(home);
    const settings = await openSettings(workstation);
    await expect(settings.getByRole('tabpanel', { name: 'Session timeout' })).toBeVisible();
    await expect(settings.getByRole('tab').first()).toHaveText('Check-up');
    await openTab(settings, 'Check-up');
    for (const title of [TWO_FACTOR, KIT, ADMINISTRATOR])
      await expect(line(settings, title)).toBeVisible();
    for (const title of [TIMEOUT, SIGN_OUT]) await expect(line(settings, title)).toHaveCount(0);
    await expectAccessible(workstation, settings, 'check-up');

    // What is in order is folded away.
    const fine = settings.getByRole('list', { name: 'In order' });
    await expect(fine).toBeHidden();
    await settings.getByText(/things are in order$/).click();
    await expect(fine).toContainText('The session timeout is within the usual limits');

    await saveTimeout(settings, '1 hour');
    await line(settings, TIMEOUT).getByRole('button', { name: 'Go to Session timeout' }).click();
    await expect(settings.getByRole('tabpanel', { name: 'Session timeout' })).toBeVisible();
    await saveTimeout(settings, '10 minutes');
    await expect(line(settings, KIT)).toBeVisible();
    await expect(line(settings, TIMEOUT)).toHaveCount(0);

    await line(settings, ADMINISTRATOR).getByRole('button', { name: 'Go to Members' }).click();
    await addMember(settings, ROBIN, 'Administrator');
    await openTab(settings, 'Check-up');
    await expect(line(settings, KIT)).toBeVisible();
    await expect(line(settings, ADMINISTRATOR)).toHaveCount(0);

    // The lines change while the tab is open, too.
    await line(settings, KIT).getByRole('button', { name: 'Make an emergency kit' }).click();
    const kit = home.getByRole('dialog', { name: 'Emergency kit' });
    await kit.getByRole('button', { name: 'Make an emergency kit' }).click();
    await confirmItsYou(home);
    await expect(kit.getByText(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/)).toBeVisible();
    await expect(line(settings, TWO_FACTOR)).toBeVisible();
    await expect(line(settings, KIT)).toHaveCount(0);

    await saveClinicApp(settings, {
      ...TEST_APP,
      name: 'Portal',
      address: 'https://portal.example/',
    });
    await line(settings, SIGN_OUT).getByRole('button', { name: 'Edit Portal' }).click();
    const form = settings.getByRole('dialog', { name: 'Edit Portal' });
    const address = form.getByRole('textbox', { name: 'Sign-out address' });
    await address.fill('https://portal.example/sign-out');
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form).toHaveCount(0);
    await openTab(settings, 'Check-up');
    await expect(line(settings, TWO_FACTOR)).toBeVisible();
    await expect(line(settings, SIGN_OUT)).toHaveCount(0);
  },
);

test('the check-up leads to one’s own second factor', async ({ workstation }) => {
  const home = await workstation.start();
  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await openTab(settings, 'Check-up');
  await line(settings, TWO_FACTOR).getByRole('button', { name: 'Set up your own' }).click();
  const dialog = home.getByRole('dialog', { name: 'Set up two-factor authentication' });
  await expect(dialog).toBeVisible();
});
