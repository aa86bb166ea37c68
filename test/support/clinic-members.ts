import { expect, type Page } from 'playwright/test';
import { button, choose, confirmItsYou, DANA, memberRow, openTab, type Person } from './people.js';

/** Gives a member another role through the settings window. */
export async function changeRole(
  settings: Page,
  person: Person,
  role: string,
  by = DANA,
): Promise<void> {
  await openTab(settings, 'Members');
  await memberRow(settings, person).getByRole('button', { name: 'Change role' }).click();
  await choose(settings, 'Role', role);
  await button(settings, 'Save').click();
  await confirmItsYou(settings, by);
}

/** Turns a member's access off through the settings window; what comes then is the test's to expect. */
export async function disable(settings: Page, person: Person): Promise<void> {
  await openTab(settings, 'Members');
  await memberRow(settings, person).getByRole('button', { name: 'Disable' }).click();
  await settings
    .getByRole('alertdialog', { name: `Disable ${person.name}?` })
    .getByRole('button', { name: 'Disable' })
    .click();
}

/** Takes a member's second factor away through the settings window. */
export async function resetTwoFactor(settings: Page, person: Person): Promise<void> {
  await openTab(settings, 'Members');
  await memberRow(settings, person).getByRole('button', { name: 'Reset two-factor' }).click();
  await settings.getByRole('alertdialog').getByRole('button', { name: 'Reset two-factor' }).click();
  await confirmItsYou(settings);
}

/** Changes one's own password under `My security`. */
export async function changeOwnPassword(
  home: Page,
  person: Person,
  password: string,
): Promise<void> {
  await button(home, 'My security').click();
  const dialog = home.getByRole('dialog', { name: 'My security' });
  const fill = (name: string, text: string): Promise<void> =>
    dialog.getByRole('textbox', { name, exact: true }).fill(text);
  await fill('Current password', person.password);
  await fill('New password', password);
  await fill('Confirm new password', password);
  await dialog.getByRole('button', { name: 'Change password' }).click();
  await expect(dialog.getByRole('status')).toContainText('Your password was changed.');
  await dialog.getByRole('button', { name: 'Close' }).click();
}
