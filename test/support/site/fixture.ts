import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '../app-fixture.js';
import { ClinicSite, SiteTrust } from './clinic-site.mjs';
import { FakeBrowser } from './fake-browser.js';
import { SITE_PERSON } from './hosts.mjs';

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
