// @ts-check
/* global window -- in the page, where `evaluate` runs */
// The app on a private desktop, for scripts that act as a person. Playwright finds positions and
// reads what is shown; all keyboard and mouse input is real X input. (Playwright's own clicks do
// not reach the X server, so they would not count as activity.)

import { setTimeout as sleep } from 'node:timers/promises';
import { _electron } from 'playwright';
import { Stop } from '../cli.mjs';
import { projectRoot } from '../paths.mjs';

/** @typedef {import('playwright').Page} Page */
/** @typedef {import('playwright').Locator} Locator */
/** @typedef {import('../desktop.mjs').Desktop} Desktop */
/** @typedef {import('../setup.mjs').Setup} Setup */

export const keychainService = 'Clinic Workstation';
export const warningTitle = 'Are you still there?';

/** How long a view may take to appear. */
const patienceMilliseconds = 15_000;
/** How long keys may take from the keyboard to a page. */
const arrivalMilliseconds = 5_000;

/** The clinic and its administrator wherever a script sets one up. */
export const clinic = {
  name: 'Harbour Street Clinic',
  member: 'Dana Whitlock',
  email: 'dana@harbour.example',
  password: 'quiet-harbour-lamp-42',
};

export class DrivenApp {
  #app;
  #desktop;

  /**
   * @param {import('playwright').ElectronApplication} app
   * @param {Desktop} desktop
   * @param {Page} main the main window
   */
  constructor(app, desktop, main) {
    this.#app = app;
    this.#desktop = desktop;
    this.main = main;
  }

  /**
   * @param {Desktop} desktop
   * @param {Setup} setup
   * @param {string} dataFolder where this run keeps its account
   */
  static async start(desktop, setup, dataFolder) {
    const app = await _electron.launch({
      executablePath: setup.electron,
      args: appArguments(desktop, setup, dataFolder),
      env: desktop.env,
    });
    return new DrivenApp(app, desktop, await app.firstWindow());
  }

  get pid() {
    return this.#app.process().pid ?? 0;
  }

  get windows() {
    return this.#app.windows();
  }

  /** @param {string} title @returns {Promise<Page | undefined>} */
  async windowTitled(title) {
    for (const page of this.windows) {
      // A window that closes during the question has no title any more.
      if ((await page.title().catch(() => '')) === title) return page;
    }
    return undefined;
  }

  /**
   * Waits for a window that the app opens.
   *
   * @param {string} title
   * @returns {Promise<Page>}
   */
  async expectWindow(title) {
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      const page = await this.windowTitled(title);
      if (page) return page;
      if (performance.now() > deadline) throw new Stop(`The window “${title}” did not open.`);
      await this.main.waitForTimeout(50);
    }
  }

  /**
   * Waits until a window that a person closed is gone.
   *
   * @param {Page} page
   */
  async expectClosed(page) {
    if (!page.isClosed()) await page.waitForEvent('close', { timeout: patienceMilliseconds });
  }

  /**
   * @param {Locator} locator
   * @param {string} sentence the error message if it does not appear
   */
  async expectShown(locator, sentence) {
    try {
      await locator.waitFor({ timeout: patienceMilliseconds });
    } catch {
      throw new Stop(sentence);
    }
  }

  /**
   * The position of an element on the desktop's screen, in pixels.
   *
   * @param {Locator} locator
   */
  async placeOnScreen(locator) {
    await locator.scrollIntoViewIfNeeded({ timeout: patienceMilliseconds });
    const box = await locator.boundingBox({ timeout: patienceMilliseconds });
    if (!box) throw new Stop(`${locator} is nowhere to be seen.`);
    const { x, y, height } = await this.#contentOf(locator.page());
    // A site's page is below the bar, at the lower edge of its window.
    const pageHeight = await locator.page().evaluate(() => window.innerHeight);
    return {
      x: x + box.x,
      y: y + height - pageHeight + box.y,
      width: box.width,
      height: box.height,
    };
  }

  /**
   * Clicks the middle of an element with the desktop's mouse.
   *
   * @param {Locator} locator
   */
  async click(locator) {
    const { x, y, width, height } = await this.placeOnScreen(locator);
    await this.#desktop.input.click(Math.round(x + width / 2), Math.round(y + height / 2));
  }

  /**
   * Clicks into a text box and types.
   *
   * @param {Page} page
   * @param {string} name the text box's accessible name
   * @param {string} text
   */
  async typeInto(page, name, text) {
    const box = page.getByRole('textbox', { name, exact: true });
    await this.click(box);
    await this.#desktop.input.type(text);
    // A busy computer takes a moment to hand keys on.
    const deadline = performance.now() + arrivalMilliseconds;
    while ((await box.inputValue()) !== text) {
      if (performance.now() > deadline)
        throw new Stop(`What was typed did not arrive in “${name}”.`);
      await sleep(20);
    }
  }

  /**
   * The content area of the window that shows a page, in pixels of the screen. Site pages must
   * belong to one clinic app.
   *
   * @param {Page} page
   */
  async #contentOf(page) {
    // On Wayland a program does not know where its windows are.
    const windows = await this.#desktop.windows?.();
    if (windows) {
      const title = await page.title();
      const seen = windows.find((window) => window.title === title);
      if (!seen) throw new Stop(`The window “${title}” is not on the screen.`);
      return seen.area;
    }
    if (!page.url().startsWith('https:')) {
      const shown = await this.#app.browserWindow(page);
      return shown.evaluate((window) => window.getContentBounds());
    }
    return this.#app.evaluate(({ BrowserWindow }, end) => {
      const windows = BrowserWindow.getAllWindows();
      const guarded = windows.find((window) => window.getTitle().endsWith(end));
      if (!guarded) throw new Error('No guarded window is open.');
      return guarded.getContentBounds();
    }, ` · ${clinic.member}`);
  }

  /**
   * Waits for a page, such as a site's page or the bar above it.
   *
   * @param {string} address the beginning of the page's address
   * @returns {Promise<Page>}
   */
  async expectPage(address) {
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      const page = this.windows.find((one) => one.url().startsWith(address));
      if (page) return page;
      if (performance.now() > deadline) throw new Stop(`Nothing at ${address} was opened.`);
      await this.main.waitForTimeout(50);
    }
  }

  /** The process ids of the site pages in the app, from Electron. */
  async sitePids() {
    return this.#app.evaluate(({ webContents }) =>
      webContents
        .getAllWebContents()
        .filter((contents) => contents.getURL().startsWith('https:'))
        .map((contents) => contents.getOSProcessId()),
    );
  }

  async expectSetUp() {
    await this.expectShown(
      this.main.getByRole('heading', { name: 'Set up your clinic' }),
      'The app did not offer to set up a clinic.',
    );
  }

  /** Fills in the set-up form and opens the list of timeouts. */
  async typeSetUp() {
    const { main } = this;
    await this.typeInto(main, 'Clinic name', clinic.name);
    await this.typeInto(main, 'Your name', clinic.member);
    await this.typeInto(main, 'Email', clinic.email);
    await this.typeInto(main, 'Password', clinic.password);
    await this.typeInto(main, 'Confirm password', clinic.password);
    await this.click(main.getByRole('combobox', { name: 'Automatic session timeout' }));
  }

  /**
   * Chooses from the open list and creates the clinic; resolves once Home is shown.
   *
   * @param {string} timeout its name in the list, such as `1 minute`
   */
  async finishSetUp(timeout) {
    const { main } = this;
    const option = main.getByRole('option', { name: timeout, exact: true });
    await this.expectShown(option, `The list of timeouts does not offer “${timeout}”.`);
    await this.click(option);
    await option.waitFor({ state: 'hidden' });
    await this.click(main.getByRole('button', { name: 'Create clinic' }));
    await this.expectHome();
  }

  /** Signs in by typing; resolves once Home is shown. */
  async signIn() {
    const { main } = this;
    const view = main.getByRole('heading', { name: 'Sign in' });
    await this.expectShown(view, 'The app did not show its sign-in view.');
    await this.typeInto(main, 'Email', clinic.email);
    await this.typeInto(main, 'Password', clinic.password);
    await this.#desktop.input.key('Return');
    await this.expectHome();
  }

  async expectHome() {
    await this.expectShown(
      this.main.getByRole('heading', { name: clinic.name }),
      'Home was not shown.',
    );
  }

  /** Puts a window there. @param {Page} page @param {import('electron').Rectangle} area */
  async place(page, area) {
    const window = await this.#app.browserWindow(page);
    await window.evaluate((shown, bounds) => shown.setBounds(bounds), area);
  }

  /** Quits the app as its menu would. */
  async close() {
    await this.#app.close();
  }
}

/**
 * The command line for this app on a private desktop.
 *
 * @param {Desktop} desktop
 * @param {Setup} setup
 * @param {string} dataFolder
 */
export function appArguments(desktop, { electronArgs }, dataFolder) {
  return [...electronArgs, ...desktop.electronArgs, projectRoot, `--user-data-dir=${dataFolder}`];
}
