// @ts-check
/* global window, document -- in the page, where `evaluate` runs */
// The gallery's page, built with Vite and open in Electron on a private desktop: samples come up in it one
// after the other, and go through the steps that bring them into their state.

import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import react from '@vitejs/plugin-react';
import { _electron } from 'playwright';
import { build } from 'vite';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';

/** @typedef {import('./page.js').Listed} Listed */
/** @typedef {import('./samples/sample.js').Step} Step */
/** @typedef {import('playwright').Page} Page */

/** How large each kind of window opens (`app-window.ts`), in CSS pixels. */
const sizes = {
  main: { width: 1100, height: 760 },
  settings: { width: 980, height: 760 },
  warning: { width: 500, height: 320 },
  bar: { width: 1280, height: 860 },
};

/** The narrowest that a person can make it. The warning keeps its size; it is looked at all the same. */
const leastWidths = { main: 400, settings: 400, warning: 400, bar: 640 };

/**
 * @typedef {object} Variant one way to look at a view
 * @property {string} [title]
 * @property {boolean} [dark]
 * @property {boolean} [large] text of twice its size
 * @property {boolean} [narrow]
 * @property {boolean} [forced] the colours of a high contrast theme
 */

export const variants = {
  light: { title: 'Light' },
  dark: { title: 'Dark', dark: true },
  large: { title: 'Text of 200 %', large: true },
  narrow: { title: 'Narrow', narrow: true },
  contrast: { title: 'High contrast', forced: true, dark: true },
};

/** Enough for a busy machine; steps that find nothing take this long. */
const patienceMilliseconds = 10_000;

export class Stage {
  #app;
  #folder;
  #page;
  #url;
  /** @type {import('playwright').CDPSession | undefined} */
  #devTools;
  /** What the page said of errors since it was last asked. @type {string[]} */
  #errors = [];

  /**
   * @param {import('playwright').ElectronApplication} app
   * @param {Page} page
   * @param {string} folder
   */
  constructor(app, page, folder) {
    this.#app = app;
    this.#page = page;
    this.#folder = folder;
    this.#url = pathToFileURL(join(folder, 'page/index.html')).href;
    page.setDefaultTimeout(patienceMilliseconds);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.#errors.push(message.text());
    });
    page.on('pageerror', (error) => this.#errors.push(String(error)));
  }

  /**
   * @param {import('../../scripts/lib/setup.mjs').Setup} setup
   * @param {import('../../scripts/lib/desktop.mjs').Desktop} desktop
   */
  static async open(setup, desktop) {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-gallery-'));
    await buildPage(join(folder, 'page'));
    const app = await _electron.launch({
      executablePath: setup.electron,
      args: [
        ...['-r', join(import.meta.dirname, '../support/hold-until-driven.cjs')],
        ...setup.electronArgs,
        ...desktop.electronArgs,
        join(import.meta.dirname, 'window'),
        `--user-data-dir=${join(folder, 'data')}`,
      ],
      env: desktop.env,
      timeout: 60_000,
    });
    return new Stage(app, await app.firstWindow(), folder);
  }

  get page() {
    return this.#page;
  }

  /** @returns {Promise<readonly Listed[]>} */
  async samples() {
    await this.#page.goto(this.#url);
    await this.#page
      .waitForFunction(() => window.samples !== undefined)
      .catch(() => {
        throw new Error(['The page has no samples.', ...this.#errors].join('\n'));
      });
    return this.#page.evaluate(() => window.samples);
  }

  /**
   * Shows a sample in a window of its usual size.
   *
   * @param {Listed} sample
   * @param {string} [language] in which it is drawn again once it is in its state
   */
  async show(sample, language) {
    this.#errors = [];
    await this.#choose(sample, variants.light);
    const query = new URLSearchParams({ sample: sample.name });
    await this.#page.goto(`${this.#url}?${query}`);
    await this.#page.locator('#root > *').first().waitFor();
    for (const step of sample.steps) await this.#take(step);
    if (language === undefined) await this.#settle();
    else await this.speak(language);
  }

  /**
   * Draws the sample that is there in another language.
   *
   * @param {string} language
   */
  async speak(language) {
    await this.#page.evaluate((id) => window.speakIn(id), language);
    await this.#page.waitForFunction((id) => document.documentElement.lang === id, language);
    await this.#settle();
  }

  /**
   * Shows the sample that is there in another way.
   *
   * @param {Listed} sample
   * @param {Variant} variant
   */
  async wear(sample, variant) {
    await this.#choose(sample, variant);
    await this.#settle();
  }

  /**
   * @param {Listed} sample
   * @param {Variant} variant
   */
  async #choose({ window: kind, height }, { narrow, dark, large, forced }) {
    const page = this.#page;
    // Nothing is on its way somewhere in a picture.
    await page.emulateMedia({
      reducedMotion: 'reduce',
      colorScheme: dark ? 'dark' : 'light',
      forcedColors: forced ? 'active' : 'none',
    });
    const size = { ...sizes[kind], ...(height === null ? {} : { height }) };
    await page.setViewportSize(narrow ? { ...size, width: leastWidths[kind] } : size);
    // As where a person chose larger letters: what is counted in `rem` grows, in media queries too.
    const devTools = (this.#devTools ??= await page.context().newCDPSession(page));
    await devTools.send('Page.setFontSizes', { fontSizes: { standard: large ? 32 : 16 } });
  }

  /** Waits for what was asked for last to be drawn. */
  #settle() {
    return this.#page.evaluate(async () => {
      await document.fonts.ready;
      const frame = () => new Promise((done) => window.requestAnimationFrame(done));
      await frame();
      await frame();
    });
  }

  /**
   * Takes a picture in a window as high as what is in it, so that nothing that keeps to the lower end of
   * the window lies over the rest.
   *
   * @param {string} path of a PNG
   */
  async picture(path) {
    const page = this.#page;
    const { width, height } = page.viewportSize() ?? sizes.main;
    // Twice: without a bar to scroll by there is more room, and words go elsewhere.
    for (let look = 0; look < 2; look += 1) {
      const needed = await page.evaluate(() => {
        const overlays = [...document.body.querySelectorAll('*')].filter(
          (element) => window.getComputedStyle(element).position === 'fixed',
        );
        const parts = [document.documentElement, ...overlays];
        return Math.max(...parts.map(({ scrollHeight }) => scrollHeight));
      });
      await page.setViewportSize({ width, height: Math.max(height, needed) });
    }
    await page.screenshot({ path });
  }

  /** Warnings and errors on the page's console since the last sample came up. */
  get errors() {
    return this.#errors;
  }

  /** @param {Step} step */
  async #take({ how, name, text }) {
    const page = this.#page;
    switch (how) {
      case 'press':
        return this.#control(['button'], name).click();
      case 'pressExactly':
        return this.#control(['button'], new RegExp(`^${name}$`, 'u')).click();
      case 'fill':
        return this.#control(['textbox', 'searchbox', 'spinbutton'], name).fill(text);
      case 'check':
        return this.#control(['checkbox', 'switch', 'radio'], name).click();
      case 'attach': {
        const file = { name: 'clinic-settings.json', mimeType: 'application/json' };
        return page.getByLabel(name).setInputFiles({ ...file, buffer: Buffer.from(text) });
      }
      case 'choose':
        await this.#control(['combobox'], name).click();
        await page.getByRole('option').first().waitFor();
        if (text !== '') await page.getByRole('option', { name: text }).first().click();
        return;
      case 'see':
        return page.getByText(name).filter({ visible: true }).first().waitFor();
    }
  }

  /**
   * The first one that can be used and has this in its name. What lies below a dialog can't be.
   *
   * @param {readonly Parameters<Page['getByRole']>[0][]} roles
   * @param {string | RegExp} name
   */
  #control(roles, name) {
    return roles
      .map((role) => this.#page.getByRole(role, { name }))
      .reduce((found, other) => found.or(other))
      .first();
  }

  async close() {
    await this.#app.close();
    await removeFolder(this.#folder);
  }
}

/** @param {string} outDir */
async function buildPage(outDir) {
  await build({
    configFile: false,
    root: import.meta.dirname,
    base: './',
    logLevel: 'error',
    plugins: [react()],
    // React says more of what is wrong when it is not built for production.
    define: { 'process.env.NODE_ENV': '"development"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'chrome130',
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 10_000,
    },
  });
}
