import { expect, test } from '../support/app-fixture.js';
import { expectAccessible } from '../support/axe.js';
import { button, openSettings, openTab, setUpClinic, textBox } from '../support/people.js';

const ADDRESS = 'help@harbour.example';

test('help by keyboard in every window, with the address that an administrator gave', async ({
  workstation,
}) => {
  const home = await workstation.start();
  const help = home.getByRole('dialog', { name: 'Help' });
  await expect(home.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
  await home.keyboard.press('F1');
  await expect(help).toContainText('make yourself its first administrator');
  await expect(help).toContainText('Ask an administrator of your clinic');
  await expectAccessible(workstation, home, 'help before set-up');
  await home.keyboard.press('Escape');
  await expect(help).toHaveCount(0);

  await setUpClinic(home);
  const settings = await openSettings(workstation);
  await openTab(settings, 'About');
  await textBox(settings, 'Address for help').fill(ADDRESS);
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status')).toHaveText('Saved');
  await settings.keyboard.press('F1');
  const inSettings = settings.getByRole('dialog', { name: 'Help' });
  await expect(inSettings).toContainText(ADDRESS);
  await expect(inSettings.getByRole('button', { name: 'Save diagnostics…' })).toBeVisible();
  await inSettings.getByRole('button', { name: 'Open the guide' }).click();
  const guide = settings.getByRole('dialog', { name: 'Administrator’s guide' });
  await settings.getByRole('searchbox', { name: 'Search the guide' }).fill('pg_dump');
  await expect(guide.getByRole('button', { name: 'Backup', exact: true })).toBeVisible();
  await guide.getByRole('button', { name: 'Backup', exact: true }).click();
  await expect(guide.getByRole('heading', { name: 'Backup', exact: true })).toBeFocused();
  await expectAccessible(workstation, settings, 'administrator’s guide');
  await settings.keyboard.press('Escape');
  await expect(guide).toHaveCount(0);
  await settings.keyboard.press('Escape');
  await expect(inSettings).toHaveCount(0);
  await openTab(settings, 'Members');
  await button(settings, 'Help').click();
  await expect(inSettings).toContainText('Here you add colleagues');

  await button(home, 'Help').click();
  await expect(help).toContainText(ADDRESS);
  await home.keyboard.press('Escape');
  await button(home, 'Sign out').click();
  await expect(home.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await home.keyboard.press('F1');
  await expect(help).toContainText(ADDRESS);
});
