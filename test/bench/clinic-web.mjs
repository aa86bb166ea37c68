// @ts-check
/* global window -- in the page, where `evaluate` runs */
// The test web beside the app: a desktop that finds and trusts its hosts, with clinic apps that are
// added and opened like from the app's own pages.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../../scripts/lib/cli.mjs';
import { clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { siteAuthority } from '../support/site/authority.mjs';
import { ClinicSite } from '../support/site/clinic-site.mjs';
import { expectSoon, openStage } from './stage.mjs';

/** @typedef {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} DrivenApp */
/** @typedef {import('../../src/shared/requests/requests.js').RequestInput<'saveClinicApp'>['settings']} Settings */
/** @typedef {Awaited<ReturnType<typeof openClinicWeb>>} ClinicWeb */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('../support/site/clinic-site.mjs').SiteTrust} trust
 */
export async function openClinicWeb(setup, trust) {
  const stage = await openStage();
  const site = await ClinicSite.open(trust);
  // For the Chromium that the app is compared with.
  trust.authority.trustIn(String(stage.desktop.env['HOME']));
  return {
    stage,
    site,
    /** The set-up, with the switches by which the app finds the test web. */
    setup: { ...setup, electronArgs: [...setup.electronArgs, site.resolverSwitch] },
    close: async () => {
      await stage.close();
      await site.close();
    },
  };
}

/** @param {number} count @returns the hosts of this many clinic apps */
export function hostsOf(count) {
  return Array.from({ length: count }, (_none, index) => `app${index + 1}.clinic.example`);
}

/**
 * Adds a clinic app for each host.
 *
 * @param {ClinicWeb} web
 * @param {DrivenApp} app
 * @param {readonly string[]} hosts
 */
export async function addClinicApps({ stage: { desktop } }, app, hosts) {
  await app.click(app.main.getByRole('button', { name: 'Settings' }));
  const settings = await app.expectWindow('Settings');
  for (const host of hosts) {
    const answer = await settings.evaluate(
      (input) => window.clinic.saveClinicApp({ appId: null, settings: input }),
      settingsAt(host),
    );
    if (!answer.ok) throw new Stop(`The clinic app at ${host} was not saved: ${answer.code}.`);
    // Otherwise the shortest limit would end the session meanwhile.
    await desktop.input.key('shift');
  }
  await expectSoon(
    async () => (await readTiles(app)).every(({ icon }) => icon !== null),
    'The clinic apps did not get their icons.',
  );
  await settings.close();
}

/**
 * Opens all clinic apps, and waits until their windows and pages are there.
 *
 * @param {ClinicWeb} web
 * @param {DrivenApp} app
 */
export async function openClinicApps(web, app) {
  const tiles = await readTiles(app);
  for (const { id } of tiles) {
    await app.main.evaluate((appId) => window.clinic.openClinicApp({ appId }), id);
    await web.stage.desktop.input.key('shift');
  }
  await expectGuardedWindows(web, tiles.length);
}

/**
 * @param {ClinicWeb} web
 * @param {number} count
 */
export async function expectGuardedWindows({ stage: { screen }, site }, count) {
  await expectSoon(
    async () =>
      (await guardedTitles(screen)).length === count &&
      hostsOf(count).every((host) => site.asked(host).some(({ path }) => path === '/')),
    `The ${count} guarded windows did not open.`,
  );
  // Their pages have loaded; now they are drawn.
  await sleep(1_000);
}

/**
 * The guarded windows on the screen, from the window manager.
 *
 * @param {import('./screens.mjs').ScreenReader} screen
 */
export async function guardedTitles(screen) {
  const titles = await screen.windowTitles();
  return titles.filter((title) => title.endsWith(` · ${clinic.member}`));
}

/** @param {DrivenApp} app @returns the clinic apps that Home shows */
async function readTiles(app) {
  const { view } = await app.main.evaluate(() => window.clinic.readView({}));
  if (view.view !== 'home') throw new Stop('Home is not shown.');
  return view.clinicApps;
}

/** @param {string} host @returns {Settings} */
function settingsAt(host) {
  return {
    name: host.split('.')[0] ?? host,
    address: `https://${host}/`,
    allowedHosts: [],
    signOutAddress: `https://${host}/sign-out`,
    authorities: [siteAuthority().fingerprint],
    roles: ['administrator'],
    allows: {
      printing: true,
      downloads: false,
      clipboardOut: false,
      camera: false,
      microphone: false,
      outsideLinks: false,
      thisComputer: false,
      clinicNetwork: false,
    },
  };
}
