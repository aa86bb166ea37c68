import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright/test';
import {
  type AppPermission,
  type ClinicAppSettings,
  NEW_CLINIC_APP,
} from '../../src/contract/clinic-app.js';
import type { BarView } from '../../src/contract/guard-bar.js';
import type { HomeView } from '../../src/contract/views.js';
import { run } from '../../scripts/lib/processes.mjs';
import { openSettings, setUpClinic } from './people.js';
import { PATHOLOGY, PORTAL, PROVIDER, SITE_PERSON } from './site/hosts.mjs';
import type { Workstation } from './workstation.js';

const PAGE_TIMEOUT_MS = 20_000;

/** The clinic app that most tests use: signs in at a provider too, and is signed out at its end. */
export const PORTAL_APP: ClinicAppSettings = {
  ...NEW_CLINIC_APP,
  name: 'Portal',
  address: `https://${PORTAL}/`,
  allowedHosts: [PROVIDER],
  signOutAddress: `https://${PORTAL}/sign-out`,
};

/** A second one, with nothing allowed beyond its own host. */
export const PATHOLOGY_APP: ClinicAppSettings = {
  ...NEW_CLINIC_APP,
  name: 'Pathology',
  address: `https://${PATHOLOGY}/`,
};

/** One more clinic app, at a host of its own that is the same portal. */
export function appAt(name: string): ClinicAppSettings {
  const origin = `https://${name.toLowerCase()}.clinic.example`;
  return { ...NEW_CLINIC_APP, name, address: `${origin}/`, signOutAddress: `${origin}/sign-out` };
}

/** The portal with more allowed. */
export function portalWith(...permissions: readonly AppPermission[]): ClinicAppSettings {
  const more = Object.fromEntries(permissions.map((permission) => [permission, true]));
  return { ...PORTAL_APP, allows: { ...PORTAL_APP.allows, ...more } };
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
  const main = await workstation.mainWindow();
  await main.evaluate(async (name) => {
    const { view } = await window.clinic.readView({});
    if (view.view !== 'home') throw new Error('Nobody is signed in.');
    const tile = view.clinicApps.find((one) => one.name === name);
    await window.clinic.openClinicApp({ appId: tile?.id ?? '' });
  }, app.name);
}

/** Opens a clinic app from Home. @returns the site's page */
export async function openApp(workstation: Workstation, app: ClinicAppSettings): Promise<Page> {
  await showApp(workstation, app);
  return sitePage(workstation, app.address);
}

/** Waits for a page whose address begins like this. It may still be loading. */
export async function sitePage(workstation: Workstation, address: string): Promise<Page> {
  return found(`a page at ${address}`, () =>
    Promise.resolve(sitePages(workstation, address).at(-1)),
  );
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
  return found(`the bar of ${app.name}`, async () => {
    for (const page of sitePages(workstation, 'app://clinic/bar.html')) {
      // A window that is destroyed at this moment has no view.
      const view = await barView(page).catch(() => null);
      if (view?.app.name === app.name) return page;
    }
    return undefined;
  });
}

/** What a bar shows. */
export async function barView(bar: Page): Promise<BarView> {
  const { view } = await bar.evaluate(() => window.clinic.readView({}));
  if (view.view !== 'bar') throw new Error('This is not a bar.');
  return view;
}

async function found<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  timeoutMs = PAGE_TIMEOUT_MS,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const one = await look();
    if (one !== undefined) return one;
    if (Date.now() > deadline) throw new Error(`There is not ${what}.`);
    await sleep(50);
  }
}

/** Everything that is shown of the web right now: the addresses of all pages and their frames. */
export function shownAddresses(workstation: Workstation): readonly string[] {
  return workstation.app
    .windows()
    .flatMap((page) => page.frames().map((frame) => frame.url()))
    .filter((address) => !address.startsWith('app://clinic/'));
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

/** The processes that run pages of the web now. */
export async function siteProcesses(workstation: Workstation): Promise<readonly number[]> {
  const all = await workstation.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .filter((contents) => !contents.getURL().startsWith('app:'))
      .map((contents) => contents.getOSProcessId()),
  );
  return [...new Set(all)].filter((pid) => pid !== 0);
}

/** Which of these processes are still there. */
export function living(pids: readonly number[]): readonly number[] {
  return pids.filter((pid) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  });
}

/** Every folder in which the app, or the desktop for it, could leave something. */
export function foldersOf(workstation: Workstation): readonly string[] {
  const { XDG_RUNTIME_DIR: desktop } = workstation.desktop.env;
  if (desktop === undefined) throw new Error('The desktop has no folder of its own.');
  return [workstation.userData, desktop];
}

/** The titles of the windows that X shows to people: the app's own, and dialogs of the system. */
export async function windowsOnScreen(workstation: Workstation): Promise<readonly string[]> {
  const { env } = workstation.desktop;
  const list = await run('xprop', ['-root', '_NET_CLIENT_LIST'], { env });
  const ids = list.stdout.match(/0x[0-9a-f]+/g) ?? [];
  const titles = ids.map(async (id) => {
    const { code, stdout } = await run('xprop', ['-id', id, '_NET_WM_NAME', 'WM_STATE'], { env });
    // A window that goes at this moment has neither; a hidden one is withdrawn.
    if (code !== 0 || !stdout.includes('window state: Normal')) return [];
    return [/_NET_WM_NAME.* = "(.*)"/.exec(stdout)?.[1] ?? ''];
  });
  return (await Promise.all(titles)).flat();
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
  await main.evaluate(() => window.clinic.reopenPlaces({}));
}

async function homeView(main: Page): Promise<HomeView> {
  const { view } = await main.evaluate(() => window.clinic.readView({}));
  if (view.view !== 'home') throw new Error('Nobody is signed in.');
  return view;
}
