import { expect, type Page } from 'playwright/test';
import type { Workstation } from './workstation.js';

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

export const CLINIC = 'Harbour Street Clinic';

export const DANA: Person = {
  name: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

export const ROBIN: Person = {
  name: 'Robin Achterberg',
  email: 'robin@harbour.example',
  password: 'seven-green-umbrellas',
};

export const EVERYBODY: readonly Person[] = [DANA, ROBIN];

/** A text box by its exact name; password fields are text boxes too. */
export function textBox(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('textbox', { name, exact: true });
}

export function button(page: Page, name: string): ReturnType<Page['getByRole']> {
  return page.getByRole('button', { name, exact: true });
}

/** Presses a button without any input event, as assistive technology does. */
export async function pressUntouched(page: Page, name: string): Promise<void> {
  await button(page, name).evaluate((element: HTMLElement) => element.click());
}

/** Opens a list of options by its name. */
export async function openList(page: Page, list: string): Promise<void> {
  await page.getByRole('combobox', { name: list, exact: true }).click();
  await expect(page.getByRole('listbox')).toBeVisible();
}

export async function closeList(page: Page): Promise<void> {
  await page.getByRole('listbox').press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

/** Chooses an option of a list by their names. */
export async function choose(page: Page, list: string, option: string): Promise<void> {
  await openList(page, list);
  await page.getByRole('option', { name: option, exact: true }).click();
  await expect(page.getByRole('listbox')).toHaveCount(0);
}

/** Fills in the first-run form. */
export async function fillInSetUp(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Set up your clinic' })).toBeVisible();
  await textBox(page, 'Clinic name').fill(CLINIC);
  await textBox(page, 'Your name').fill(DANA.name);
  await textBox(page, 'Email').fill(DANA.email);
  await textBox(page, 'Password').fill(DANA.password);
  await textBox(page, 'Confirm password').fill(DANA.password);
}

/** Sets up the clinic, and waits for Home. Dana is its administrator. */
export async function setUpClinic(page: Page, timeout?: string): Promise<void> {
  await fillInSetUp(page);
  if (timeout !== undefined) await choose(page, 'Automatic session timeout', timeout);
  await button(page, 'Create clinic').click();
  await expectHome(page);
}

export async function expectHome(page: Page): Promise<void> {
  await expect(homeHeading(page)).toBeVisible();
}

/**
 * Home's heading, once it can be used. The entrance's page shows Home as a picture, until its own page is there.
 * Found by one question: between two, the one page can go and the other be still empty.
 */
export function homeHeading(page: Page): ReturnType<Page['getByRole']> {
  return page.locator('body:not([inert])').getByRole('heading', { name: CLINIC });
}

export async function expectSignIn(page: Page, reason?: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  if (reason !== undefined) await expect(page.getByRole('status')).toHaveText(reason);
}

/** Waits, as Playwright hears of the end of a window only after its process is gone. */
export async function expectOnlyWindow(workstation: Workstation, page: Page): Promise<void> {
  await expect.poll(() => workstation.app.windows()).toEqual([page]);
}

/** Types email and password and presses `Sign in`; what comes then is the test's to expect. */
export async function enterCredentials(page: Page, person: Person): Promise<void> {
  await textBox(page, 'Email').fill(person.email);
  await textBox(page, 'Password').fill(person.password);
  await button(page, 'Sign in').click();
}

export async function signIn(page: Page, person: Person): Promise<void> {
  await enterCredentials(page, person);
  await expectHome(page);
}

/** Opens the settings window within five minutes of the password, when nothing is asked. */
export async function openSettings(workstation: Workstation): Promise<Page> {
  const main = await workstation.mainWindow();
  await button(main, 'Settings').click();
  const settings = await workstation.windowWithTitle('Settings');
  await expect(settings.getByRole('tab', { name: 'Session timeout' })).toBeVisible();
  return settings;
}

export async function openTab(settings: Page, name: string): Promise<void> {
  await settings.getByRole('tab', { name, exact: true }).click();
  await expect(settings.getByRole('tabpanel', { name, exact: true })).toBeVisible();
}

/**
 * Answers the question that stands before what decides who gets into the account. What comes then is the
 * test's to expect.
 */
export async function answerItsYou(page: Page, person = DANA): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
}

/** The same where the window stays. */
export async function confirmItsYou(page: Page, person = DANA): Promise<void> {
  await answerItsYou(page, person);
  await expect(page.getByRole('dialog', { name: 'Confirm it’s you' })).toHaveCount(0);
}

/** Adds a member through the settings window, as Dana. */
export async function addMember(settings: Page, person: Person, role: string): Promise<void> {
  await openTab(settings, 'Members');
  await button(settings, 'Add member').click();
  const dialog = settings.getByRole('dialog', { name: 'Add member' });
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(person.name);
  await dialog.getByRole('textbox', { name: 'Email', exact: true }).fill(person.email);
  await dialog.getByRole('textbox', { name: 'Password', exact: true }).fill(person.password);
  await dialog.getByRole('textbox', { name: 'Confirm password' }).fill(person.password);
  await choose(settings, 'Role', role);
  await dialog.getByRole('button', { name: 'Add member' }).click();
  await confirmItsYou(settings);
  await expect(dialog).toHaveCount(0);
}

/** A member's row in the settings window. */
export function memberRow(settings: Page, person: Person): ReturnType<Page['getByRole']> {
  return settings.getByRole('row').filter({ hasText: person.email });
}

/** Somebody saves to this file in the system's dialog, which no test can use. */
export async function saveTo({ app }: Workstation, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    const native = dialog as { showSaveDialog: unknown };
    native.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}
