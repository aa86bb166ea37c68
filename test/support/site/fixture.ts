import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '../app-fixture.js';
import { ClinicSite, SiteTrust } from './clinic-site.mjs';
import { SITE_PERSON } from './hosts.mjs';

/**
 * Stands where a Linux desktop keeps the program that opens an address in the person's browser, and
 * writes down what it is asked to open.
 */
class FakeBrowser {
  readonly #folder: string;

  /** @param folder for the program and its notes; made */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    const script = `#!/bin/sh\nprintf '%s\\n' "$*" >> '${this.#notes}'\n`;
    writeFileSync(join(folder, 'xdg-open'), script, { mode: 0o755 });
  }

  /** A search path that finds it before any other. */
  pathBefore(path: string): string {
    return `${this.#folder}:${path}`;
  }

  /** The addresses that were opened, oldest first. */
  get opened(): readonly string[] {
    if (!existsSync(this.#notes)) return [];
    return readFileSync(this.#notes, 'utf8').trim().split('\n');
  }

  get #notes(): string {
    return join(this.#folder, 'opened');
  }
}

export { expect } from '../app-fixture.js';

/** What a page of the web logs is that site's own affair; the app's own pages stay watched. */
const OF_A_SITE = /^(https?:|about:|blob:|data:|chrome-error:)/;

/**
 * `site`: the test web, which the workstation finds; `outsideBrowser`: the desktop's browser,
 * as it is asked to open addresses. The app keeps its temporary files on the private desktop.
 */
export const test = base.extend<
  { site: ClinicSite; outsideBrowser: FakeBrowser },
  { trust: SiteTrust }
>({
  trust: [
    async ({}, use) => {
      await use(new SiteTrust());
    },
    { scope: 'worker' },
  ],

  site: async ({ workstation, trust }, use) => {
    const site = await ClinicSite.open(trust);
    try {
      workstation.switches.push(site.resolverSwitch);
      workstation.keepSecret(SITE_PERSON.password);
      workstation.tolerate(OF_A_SITE);
      const temporary = join(workstation.home, 'tmp');
      mkdirSync(temporary, { recursive: true });
      workstation.env['TMPDIR'] = temporary;
      await use(site);
    } finally {
      await site.close();
    }
  },

  outsideBrowser: async ({ workstation }, use) => {
    const browser = new FakeBrowser(join(workstation.home, 'programs'));
    workstation.env['PATH'] = browser.pathBefore(process.env['PATH'] ?? '/usr/bin');
    await use(browser);
  },
});
