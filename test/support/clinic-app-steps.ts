import { expect, type Locator, type Page } from 'playwright/test';
import {
  APP_PERMISSIONS,
  type AppPermission,
  type ClinicAppSettings,
  NEW_CLINIC_APP,
} from '../../src/shared/clinic-apps/clinic-app.js';
import type { BarView } from '../../src/shared/clinic-apps/guard-bar.js';
import { ROLE_NAMES, ROLES } from '../../src/shared/people/role.js';
import type { HomeView } from '../../src/shared/requests/views.js';
import { button, openSettings, openTab, setUpClinic } from './people.js';
import { siteAuthority } from './site/authority.mjs';
import { PATHOLOGY, PORTAL, PROVIDER, SITE_PERSON } from './site/hosts.mjs';
import { soon } from './soon.js';
import type { Workstation } from './workstation.js';

const PAGE_TIMEOUT_MS = 20_000;

/** What the form calls each permission. */
const SWITCHES: Readonly<Record<AppPermission, string>> = {
  printing: 'Printing',
  downloads: 'Downloads',
  clipboardOut: 'Copying text out of the window',
  camera: 'Camera',
  microphone: 'Microphone',
  outsideLinks: 'Open other links in the computer’s browser',
  thisComputer: 'Devices on this computer',
  clinicNetwork: 'Other computers of the clinic’s network',
};

/** What every clinic app of the test web begins with: no store trusts its authority. */
export const TEST_APP: ClinicAppSettings = {
  ...NEW_CLINIC_APP,
  authorities: [siteAuthority().fingerprint],
};

/** The clinic app that most tests use: signs in at a provider too, and is signed out at its end. */
export const PORTAL_APP: ClinicAppSettings = {
  ...TEST_APP,
  name: 'Portal',
  address: `https://${PORTAL}/`,
  allowedHosts: [PROVIDER],
  signOutAddress: `https://${PORTAL}/sign-out`,
};

/** A second one, with nothing allowed beyond its own host. */
export const PATHOLOGY_APP: ClinicAppSettings = {
  ...TEST_APP,
  name: 'Pathology',
  address: `https://${PATHOLOGY}/`,
};

/** One more clinic app, at a host of its own that is the same portal. */
export function appAt(name: string): ClinicAppSettings {
  const origin = `https://${name.toLowerCase()}.clinic.example`;
  return { ...TEST_APP, name, address: `${origin}/`, signOutAddress: `${origin}/sign-out` };
}

/** The portal with more allowed. */
export function portalWith(...permissions: readonly AppPermission[]): ClinicAppSettings {
  const more = Object.fromEntries(permissions.map((permission) => [permission, true]));
  return { ...PORTAL_APP, allows: { ...PORTAL_APP.allows, ...more } };
}

/** Fills the form in that adds a clinic app, or changes one, and leaves it open. */
export async function fillClinicAppForm(form: Locator, app: ClinicAppSettings): Promise<void> {
  const box = (name: string) => form.getByRole('textbox', { name, exact: true });
  await box('Name').fill(app.name);
  await box('Address').fill(app.address);
  await box('Sign-out address').fill(app.signOutAddress ?? '');
  await box('Allowed hosts').fill(app.allowedHosts.join('\n'));
  await box('Certificate authorities').fill(app.authorities.join('\n'));
  for (const role of ROLES)
    await form
      .getByRole('checkbox', { name: ROLE_NAMES[role], exact: true })
      .setChecked(app.roles.includes(role));
  for (const permission of APP_PERMISSIONS)
    await form
      .getByRole('switch', { name: SWITCHES[permission], exact: true })
      .setChecked(app.allows[permission]);
}

/** Adds a clinic app through the settings window, as something that is not in its list. */
export async function addClinicApp(settings: Page, app: ClinicAppSettings): Promise<void> {
  await openTab(settings, 'Clinic apps');
  await button(settings, 'Add clinic app').click();
  await button(settings, 'Something else…').click();
  const form = settings.getByRole('dialog', { name: 'Add clinic app' });
  await fillClinicAppForm(form, app);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toHaveCount(0);
}

/** Saves a clinic app as the settings window does, without its form. */
export async function saveClinicApp(settings: Page, app: ClinicAppSettings): Promise<void> {
  const answer = await settings.evaluate(
    (input) => window.clinic.saveClinicApp({ appId: null, settings: input }),
    // What goes to another process must be writable there.
    structuredClone(app) as never,
  );
  if (!answer.ok) throw new Error(`${app.name} was not saved: ${answer.code}`);
}

/**
 * Starts the app with a new clinic of Dana's, which has these clinic apps.
 * @param timeout as the list of session timeouts has it
 * @returns the main window
 */
export async function openClinic(
  workstation: Workstation,
  apps: readonly ClinicAppSettings[],
  timeout?: string,
): Promise<Page> {
  const main = await workstation.start();
  await setUpClinic(main, timeout);
  const settings = await openSettings(workstation);
  for (const app of apps) await saveClinicApp(settings, app);
  await settings.close();
  return main;
}

/** Opens a clinic app from Home, whether or not its site answers. */
export async function showApp(workstation: Workstation, app: ClinicAppSettings): Promise<void> {
  await button(await workstation.mainWindow(), app.name).click();
}

/** Opens a clinic app from Home. @returns the site's page */
export async function openApp(workstation: Workstation, app: ClinicAppSettings): Promise<Page> {
  await showApp(workstation, app);
  return sitePage(workstation, app.address);
}

/** Starts the app with a portal that may download, and downloads `report.pdf` there. */
export async function downloadReport(
  workstation: Workstation,
): Promise<{ main: Page; page: Page; bar: Page }> {
  const app = portalWith('downloads');
  const main = await openClinic(workstation, [app]);
  const page = await openApp(workstation, app);
  await page.goto(`https://${PORTAL}/downloads`);
  await page.getByRole('link', { name: 'A report' }).click();
  return { main, page, bar: await barPage(workstation, app) };
}

/** Waits for a page whose address begins like this. It may still be loading. */
export async function sitePage(workstation: Workstation, address: string): Promise<Page> {
  const look = () => sitePages(workstation, address).at(-1);
  return soon(look, `There is no page at ${address}.`, PAGE_TIMEOUT_MS);
}

/** The pages, pop-ups too, whose address begins like this. */
export function sitePages(workstation: Workstation, address: string): readonly Page[] {
  return workstation.app.windows().filter((page) => page.url().startsWith(address));
}

/**
 * Runs a script in the site's page as if somebody had clicked there, past Playwright: that gives a page
 * up once it has crashed, and answers its dialogs.
 * @param script its value is not waited for
 */
export async function runInSite(workstation: Workstation, script: string): Promise<void> {
  await workstation.app.evaluate(({ webContents }, run) => {
    const contents = webContents
      .getAllWebContents()
      .find((one) => one.getURL().startsWith('https:'));
    void contents?.executeJavaScript(`${run}; null`, true).catch(() => undefined);
  }, script);
}

/** The titles of all pages of the web, as Electron knows them. */
export async function siteTitles(workstation: Workstation): Promise<readonly string[]> {
  return workstation.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((one) => one.getURL().startsWith('https:'))
      .map((one) => one.getTitle()),
  );
}

/** Waits for the bar above the page of a clinic app. */
export async function barPage(workstation: Workstation, app: ClinicAppSettings): Promise<Page> {
  const look = async () => {
    for (const page of sitePages(workstation, 'app://clinic/bar.html')) {
      // A window that is destroyed at this moment has no view.
      const view = await barView(page).catch(() => null);
      if (view?.app.name === app.name) return page;
    }
    return undefined;
  };
  return soon(look, `${app.name} has no bar.`, PAGE_TIMEOUT_MS);
}

/** What a bar shows. */
export async function barView(bar: Page): Promise<BarView> {
  const { view } = await bar.evaluate(() => window.clinic.readView({}));
  if (view.view !== 'bar') throw new Error('This is not a bar.');
  return view;
}

/** Signs in at the portal with its own form. */
export async function signInAtSite(page: Page): Promise<void> {
  await page.getByLabel('User name').fill(SITE_PERSON.userName);
  await page.getByLabel('Password').fill(SITE_PERSON.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/patients$/);
}

/** Signs in at the provider, on its page or in its pop-up. */
export async function signInAtProvider(page: Page): Promise<void> {
  await page.getByLabel('User name').fill(SITE_PERSON.userName);
  await page.getByLabel('Password').fill(SITE_PERSON.password);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** The clinic apps that Home shows, by their names. */
export async function visibleApps(main: Page): Promise<readonly string[]> {
  return (await homeView(main)).clinicApps.map(({ name }) => name);
}

/** What Home offers to open again, by its names. */
export async function offered(main: Page): Promise<readonly string[]> {
  return (await homeView(main)).reopen;
}

/** Takes the offer up. */
export async function reopen(main: Page): Promise<void> {
  await button(main, 'Open again').click();
}

async function homeView(main: Page): Promise<HomeView> {
  const { view } = await main.evaluate(() => window.clinic.readView({}));
  if (view.view !== 'home') throw new Error('Nobody is signed in.');
  return view;
}

/** Asks an app's window to close, as its button in the title bar does. */
export async function closeAppWindow({ app }: Workstation, name: string): Promise<void> {
  await app.evaluate(({ BrowserWindow }, begins) => {
    for (const window of BrowserWindow.getAllWindows())
      if (window.getTitle().startsWith(begins)) window.close();
  }, name);
}

/** The title of the window of the app that has the keyboard. */
export async function focusedTitle({ app }: Workstation): Promise<string> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow()?.getTitle() ?? '');
}

/** Brings one of the app's windows to the front, as a click on it does. */
export async function focusWindow({ app }: Workstation, title: RegExp): Promise<void> {
  const focus = () =>
    app.evaluate(({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        new RegExp(wanted).test(one.getTitle()),
      );
      // One that was not shown yet would take the focus once more when it is.
      if (window?.isVisible()) window.focus();
      return BrowserWindow.getFocusedWindow()?.getTitle() ?? '';
    }, title.source);
  await expect.poll(focus).toMatch(title);
}
