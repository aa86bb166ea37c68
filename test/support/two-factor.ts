import { expect, type Locator, type Page } from 'playwright/test';
import { Authenticator } from './authenticator.js';
import { button, openTab, type Person, textBox } from './people.js';
import type { Workstation } from './workstation.js';

export interface Enrolled {
  readonly authenticator: Authenticator;
  readonly recoveryCodes: readonly string[];
}

export async function openMySecurity(workstation: Workstation): Promise<Locator> {
  const home = await workstation.mainWindow();
  await button(home, 'My security').click();
  const dialog = home.getByRole('dialog', { name: 'My security' });
  await expect(dialog).toBeVisible();
  return dialog;
}

export async function closeMySecurity(workstation: Workstation): Promise<void> {
  const home = await workstation.mainWindow();
  const dialog = home.getByRole('dialog', { name: 'My security' });
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toHaveCount(0);
}

export async function expectCodeAsked(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Two-factor authentication' })).toBeVisible();
  await expect(textBox(page, 'Authentication code')).toBeFocused();
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await textBox(page, 'Authentication code').fill(code);
  await button(page, 'Verify').click();
}

/** From the QR code on the screen to the recovery codes. They must never be found on the disk. */
async function scanAndConfirm(page: Page, workstation: Workstation): Promise<Enrolled> {
  const authenticator = await Authenticator.scan(page, workstation);
  await textBox(page, 'Authentication code').fill(await authenticator.freshCode());
  await button(page, 'Turn on').click();
  const list = page.getByRole('list', { name: 'Recovery codes' });
  await expect(list.getByRole('listitem')).toHaveCount(10);
  const recoveryCodes = await list.getByRole('listitem').allInnerTexts();
  for (const code of recoveryCodes) workstation.keepSecret(code);
  await page.getByRole('checkbox', { name: 'I have kept these codes safe' }).check();
  return { authenticator, recoveryCodes };
}

/** The set-up that a sign-in asks for, up to its end. */
export async function enrol(page: Page, workstation: Workstation): Promise<Enrolled> {
  const enrolled = await scanAndConfirm(page, workstation);
  await button(page, 'Continue').click();
  return enrolled;
}

/** The set-up of one's own, under `My security`. */
export async function setUpTwoFactor(workstation: Workstation, person: Person): Promise<Enrolled> {
  const home = await workstation.mainWindow();
  const dialog = await openMySecurity(workstation);
  await dialog.getByRole('button', { name: 'Set up two-factor authentication' }).click();
  await textBox(home, 'Password').fill(person.password);
  await button(home, 'Continue').click();
  const enrolled = await scanAndConfirm(home, workstation);
  await button(home, 'Done').click();
  await closeMySecurity(workstation);
  return enrolled;
}

/** Turns the account-wide switch on. */
export async function requireTwoFactor(settings: Page, days: number): Promise<void> {
  await openTab(settings, 'Sign-in security');
  await settings
    .getByRole('switch', { name: 'Require two-factor authentication for everyone' })
    .check();
  await settings.getByRole('spinbutton', { name: 'Days to set it up' }).fill(String(days));
  await button(settings, 'Save changes').click();
  await expect(settings.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
}
