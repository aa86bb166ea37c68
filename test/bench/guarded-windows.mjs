// @ts-check
// Guarded windows: how long after the limit all their parts are gone, each seen from outside the
// app; and the cost of many of them beside a browser with the same pages.

import { existsSync } from 'node:fs';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { warningTitle } from '../../scripts/lib/demo/driven-app.mjs';
import { SiteTrust } from '../support/site/clinic-site.mjs';
import {
  addClinicApps,
  guardedTitles,
  hostsOf,
  openClinicApps,
  openClinicWeb,
} from './clinic-web.mjs';
import { guardedWindowsAtRest } from './guarded-at-rest.mjs';
import {
  firstTime,
  idleReached,
  latenessColumns,
  latenessRow,
  limitMilliseconds,
  limitMoment,
} from './limit.mjs';
import { processTree } from './process-tree.mjs';
import { setUpAccount } from './stage.mjs';

const windowCount = 10;
const target = { windows: { worst: 300 }, wiped: { worst: 2_000 } };

/**
 * @typedef {object} End all in milliseconds after the limit
 * @property {number} windows until the window manager shows no guarded window
 * @property {number} processes until the process of every site's page has ended
 * @property {number} signedOut until every site was asked to sign out
 * @property {number} wiped until, after that, no connection to the sites was left
 */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section[]>}
 */
export async function guardedWindows(setup, { quick }) {
  const runs = quick ? 1 : 5;
  const trust = new SiteTrust();
  /** @type {End[]} */
  const ends = [];
  for (let index = 0; index < runs; index += 1) {
    ends.push(await measureEnd(setup, trust));
    say(`${ends.length} of ${runs} ends…`);
  }
  return [endSection(ends), await guardedWindowsAtRest(setup, trust)];
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {SiteTrust} trust
 * @returns {Promise<End>}
 */
async function measureEnd(setup, trust) {
  const web = await openClinicWeb(setup, trust);
  const { screen, desktop } = web.stage;
  try {
    const app = await setUpAccount(web.stage, web.setup, '1 minute');
    await addClinicApps(web, app, hostsOf(windowCount));
    // From now until the wipe each partition keeps a connection of its page.
    web.site.holdConnections();
    await openClinicApps(web, app);
    await desktop.input.key('shift');

    await idleReached(screen, limitMilliseconds - 2_000);
    const pids = await sitePids(app);
    if ((await web.site.connections()) < windowCount) {
      throw new Stop('Not every guarded window has a connection to its site.');
    }
    await idleReached(screen, limitMilliseconds - 300);
    if (!(await screen.windowTitles()).includes(warningTitle)) throw new Stop('No warning came.');
    const limitAt = await limitMoment(screen);
    const [windows, processes, [signedOut, wiped]] = await Promise.all([
      firstTime(async () => (await guardedTitles(screen)).length === 0, 'guarded windows stayed'),
      firstTime(
        async () => !pids.some((pid) => existsSync(`/proc/${pid}`)),
        'the process of a page stayed',
      ),
      clearing(web.site),
    ]);
    await app.close();
    return {
      windows: windows - limitAt,
      processes: processes - limitAt,
      signedOut: signedOut - limitAt,
      wiped: wiped - limitAt,
    };
  } finally {
    await web.close();
  }
}

/**
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @returns the processes of the sites' pages: from Electron, and in the app's process tree
 */
async function sitePids(app) {
  const tree = new Set(processTree(app.pid));
  const pids = (await app.sitePids()).filter((pid) => tree.has(pid));
  if (new Set(pids).size !== windowCount) {
    throw new Stop('Not every guarded window has a process of its own.');
  }
  return pids;
}

/** @param {import('../support/site/clinic-site.mjs').ClinicSite} site */
async function clearing(site) {
  const hosts = hostsOf(windowCount);
  const signedOut = await firstTime(
    async () => hosts.every((host) => site.asked(host, '/sign-out').length > 0),
    'a site was not asked to sign out',
  );
  const wiped = await firstTime(
    async () => (await site.connections()) === 0,
    'a connection to a site stayed',
  );
  return /** @type {const} */ ([signedOut, wiped]);
}

/**
 * @param {readonly End[]} ends
 * @returns {import('./report.mjs').Section}
 */
function endSection(ends) {
  /** @param {keyof End} key */
  const all = (key) => ends.map((end) => end[key]);
  return {
    name: 'guarded-end',
    title: `The end of a session with ${windowCount} guarded windows open (${ends.length} real runs)`,
    columns: latenessColumns,
    rows: [
      latenessRow('guarded windows off the screen', all('windows'), target.windows),
      latenessRow('processes of the sites’ pages ended', all('processes')),
      latenessRow('all sites asked to sign out', all('signedOut')),
      latenessRow('partitions wiped', all('wiped'), target.wiped),
    ],
    notes: [
      'From the moment at which the X server’s idle time reaches a limit of one minute; it is looked',
      'every 5 ms, and a look counts at its end. The windows are the window manager’s word, processes',
      'the kernel’s (which they are is Electron’s), sign-out calls the sites’. A wipe begins with closing',
      'its partition’s connections, which this server never does: it counts once none is open.',
      'The sites run within the bench, on the same computer.',
    ],
    figures: { windows: windowCount, millisecondsAfterLimit: ends },
  };
}
