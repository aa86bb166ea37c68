// @ts-check
// The cost of the app while many guarded windows are open and nothing happens, beside Chromium with
// a window for each of the same pages.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { DrivenApp, clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { hasCommand, run } from '../../scripts/lib/processes.mjs';
import {
  addClinicApps,
  expectGuardedWindows,
  hostsOf,
  openClinicApps,
  openClinicWeb,
} from './clinic-web.mjs';
import { megabytes } from './figures.mjs';
import { readMemory, readUsage } from './process-tree.mjs';
import { expectSoon, setUpAccount, startSignedIn } from './stage.mjs';

/** As many as one sign-in reopens. */
const windowCount = 20;
const settleMilliseconds = 20_000;
const restMilliseconds = 60_000;

/**
 * @typedef {object} Weight
 * @property {string} name
 * @property {number} processes
 * @property {number} pss in bytes
 * @property {number} rss in bytes
 * @property {number} cpuMilliseconds in a minute at rest
 * @property {number} wakeups in that minute
 */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('../support/site/clinic-site.mjs').SiteTrust} trust
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function guardedWindowsAtRest(setup, trust) {
  // One after the other: side by side they would share the system's libraries.
  const app = await weighApp(setup, trust);
  const chromium = (await hasCommand('chromium')) ? await weighChromium(setup, trust) : null;
  return section(app, chromium);
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('../support/site/clinic-site.mjs').SiteTrust} trust
 */
async function weighApp(setup, trust) {
  const web = await openClinicWeb(setup, trust);
  const { stage, site } = web;
  try {
    const driven = await setUpAccount(stage, web.setup, '15 minutes');
    await addClinicApps(web, driven, hostsOf(windowCount));
    await openClinicApps(web, driven);
    await driven.close();
    const { x, y } = await findOffer(web);
    // From here on no driver is attached, so the offer on Home opens all of them.
    const pid = await startSignedIn(stage, web.setup);
    site.requests = [];
    await stage.desktop.input.click(x, y);
    await expectGuardedWindows(web, windowCount);
    return await weigh('Clinic Workstation', stage, pid);
  } finally {
    await web.close();
  }
}

/**
 * Signs in and finds the position of the offer on Home, without taking it up, so that it is offered
 * again.
 *
 * @param {import('./clinic-web.mjs').ClinicWeb} web
 */
async function findOffer({ stage: { desktop, dataFolder }, setup }) {
  const app = await DrivenApp.start(desktop, setup, dataFolder);
  await app.typeInto(app.main, 'Email', clinic.email);
  await app.typeInto(app.main, 'Password', clinic.password);
  await desktop.input.key('Return');
  await app.expectHome();
  const offer = app.main.getByRole('button', { name: 'Open again', exact: true });
  await app.expectShown(offer, 'Home does not offer to open the clinic apps again.');
  await sleep(1_000);
  const { x, y, width, height } = await app.placeOnScreen(offer);
  await app.close();
  return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('../support/site/clinic-site.mjs').SiteTrust} trust
 */
async function weighChromium(setup, trust) {
  const web = await openClinicWeb(setup, trust);
  const { stage, site } = web;
  const { desktop, screen } = stage;
  try {
    const switches = [
      ...web.setup.electronArgs,
      ...desktop.electronArgs,
      `--user-data-dir=${stage.folderFor('chromium')}`,
      // The page appears at once, and Chromium does not look for updates meanwhile.
      ...['--no-first-run', '--no-default-browser-check'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-breakpad'],
      '--new-window',
    ];
    /** @type {number | undefined} */
    let pid;
    for (const [index, host] of hostsOf(windowCount).entries()) {
      const args = [...switches, `https://${host}/`];
      if (index === 0) pid = desktop.spawn('chromium', args, { stdio: 'ignore' }).pid;
      // The running Chromium with this profile opens the window, and this process ends.
      else await run('chromium', args, { env: desktop.env });
      await expectSoon(
        async () =>
          (await screen.windowTitles()).length === index + 1 && site.asked(host).length > 0,
        `Chromium did not show ${host} in a window of its own.`,
      );
    }
    if (pid === undefined) throw new Stop('Chromium did not start.');
    // Its version may differ from the Chromium inside the app's runtime.
    const { stdout } = await run('chromium', ['--version'], { env: desktop.env });
    const name = /^Chromium [\d.]+/.exec(stdout)?.[0] ?? 'Chromium';
    return await weigh(name, stage, pid);
  } finally {
    await web.close();
  }
}

/**
 * @param {string} name
 * @param {import('./stage.mjs').Stage} stage
 * @param {number} pid
 * @returns {Promise<Weight>}
 */
async function weigh(name, { screen }, pid) {
  await sleep(settleMilliseconds);
  const memory = readMemory(pid);
  say(`Nobody touches ${name} for a minute…`);
  const before = readUsage(pid).all;
  await sleep(restMilliseconds);
  const after = readUsage(pid).all;
  if ((await screen.idleMilliseconds()) < restMilliseconds) {
    throw new Stop('Something touched the computer meanwhile.');
  }
  return {
    name,
    ...memory,
    cpuMilliseconds: (after.cpuNanoseconds - before.cpuNanoseconds) / 1e6,
    wakeups: after.wakeups - before.wakeups,
  };
}

/**
 * @param {Weight} app
 * @param {Weight | null} chromium
 * @returns {import('./report.mjs').Section}
 */
function section(app, chromium) {
  /** @param {Weight} weight */
  const row = ({ name, processes, pss, rss, cpuMilliseconds, wakeups }) => [
    name,
    String(processes),
    megabytes(pss),
    megabytes(rss),
    `${(cpuMilliseconds / 1_000).toFixed(2)} s`,
    String(wakeups),
  ];
  return {
    name: 'guarded-at-rest',
    title: `${windowCount} guarded windows`,
    columns: ['', 'processes', 'PSS', 'RSS', 'CPU in a minute', 'wakeups in it'],
    rows: [
      row(app),
      chromium === null ? ['Chromium: not installed here', '', '', '', '', ''] : row(chromium),
    ],
    notes: [
      `Signed in at the app, and ${windowCount} guarded windows with the sign-in page of the test site; then`,
      'Chromium with a fresh profile and a window for each of the same pages. Each alone, on a private',
      `desktop of its own, ${settleMilliseconds / 1_000} s after the last window, untouched and with no driver attached. The`,
      'hosts are names below one domain, whose pages Chromium may put together in one process; guarded',
      'windows never share one. PSS counts a page of memory that several processes share once, and is',
      'lower while another program on this machine runs the same Electron or the same Chromium.',
    ],
    figures: { windows: windowCount, app, chromium },
  };
}
