// @ts-check
/* global document -- in the page, where `evaluate` runs */
// How long after the limit, as the X server counts idleness, the session has really ended: seen on
// the screen, in the windows' contents and in the keychain, each from outside the app.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic, keychainService, warningTitle } from '../../scripts/lib/demo/driven-app.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { median, milliseconds, nowMilliseconds, verdict } from './figures.mjs';
import { openStage, setUpAccount, startPoller } from './stage.mjs';

const limitMilliseconds = 60_000;
const warningMilliseconds = 30_000;
const hiddenTarget = 250;
const emptyTarget = 750;
const phases = 5;

/**
 * @typedef {object} End all in milliseconds after the limit, but `warning`: the idle time
 * @property {number} warning
 * @property {number} windows until the window manager shows no other window than the main one
 * @property {number} contents until no window's content holds anything but the sign-in view
 * @property {number} picture until the pixels that showed the member's name no longer do
 * @property {number} hidden the last of these three
 * @property {number} empty until the keychain is empty
 * @property {number} reported what the app itself wrote into its audit trail
 */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function endOfSession(setup, { quick }) {
  const runs = quick ? 2 : 5;
  /** @type {import('./stage.mjs').Stage[]} */
  const stages = [];
  const open = async () => {
    const stage = await openStage();
    stages.push(stage);
    return stage;
  };
  try {
    const pollers = measurePollers(setup, await open());
    // Each set-up takes a few seconds, so the ends come one after the other.
    /** @type {Promise<End>[]} */
    const ends = [];
    for (let run = 0; run < runs; run += 1) {
      const stage = await open();
      const app = await setUpAccount(stage, setup, '1 minute');
      await stage.desktop.input.key('shift');
      ends.push(watchEnd(stage, app));
    }
    say(`Nobody touches ${runs} computers for a minute…`);
    return section(await Promise.all(ends), await pollers);
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @returns {Promise<End>}
 */
async function watchEnd(stage, app) {
  const { desktop, screen } = stage;

  await idleReached(screen, warningMilliseconds - 500);
  await firstTime(async () => (await screen.windowTitles()).includes(warningTitle), 'no warning');
  const warning = await screen.idleMilliseconds();

  await idleReached(screen, limitMilliseconds - 1_000);
  const warningPage = await app.expectWindow(warningTitle);
  const names = [app.main, warningPage].map((page) => page.getByText(clinic.member).first());
  const areas = await Promise.all(names.map((name) => app.placeOnScreen(name)));
  const before = await Promise.all(areas.map((area) => screen.pixels(area)));

  await idleReached(screen, limitMilliseconds - 300);
  const limitAt = await limitMoment(screen);
  const [windows, contents, picture, empty] = await Promise.all([
    firstTime(async () => (await screen.windowTitles()).length === 1, 'other windows stayed'),
    firstTime(() => showsSignInOnly(app), 'the windows kept their contents'),
    firstTime(async () => {
      const now = await Promise.all(areas.map((area) => screen.pixels(area)));
      return now.every((pixels, index) => !pixels.equals(before[index] ?? pixels));
    }, 'the name stayed on the screen'),
    firstTime(() => keychainIsEmpty(desktop), 'the keychain kept an entry'),
  ]);
  if ((await desktop.secretEntries(keychainService)).length > 0) {
    throw new Stop('secret-tool still finds an entry after the end of the session.');
  }
  await app.close();
  const hidden = Math.max(windows, contents, picture);
  return {
    warning,
    windows: windows - limitAt,
    contents: contents - limitAt,
    picture: picture - limitAt,
    hidden: hidden - limitAt,
    empty: empty - limitAt,
    reported: readLateness(stage.dataFolder),
  };
}

/**
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @returns {Promise<boolean>}
 */
async function showsSignInOnly(app) {
  if (app.windows.length !== 1) return false;
  return app.main.evaluate(
    (name) =>
      document.querySelector('h1')?.textContent === 'Sign in' &&
      !document.documentElement.outerHTML.includes(name),
    clinic.member,
  );
}

/**
 * @param {import('../../scripts/lib/demo/x-screen.mjs').XScreen} screen
 * @param {number} wanted idle milliseconds
 */
async function idleReached(screen, wanted) {
  for (;;) {
    const left = wanted - (await screen.idleMilliseconds());
    if (left <= 0) return;
    await sleep(Math.min(left, 1_000));
  }
}

/**
 * When the X server's idle time reaches the limit, from the quickest of a few readings.
 *
 * @param {import('../../scripts/lib/demo/x-screen.mjs').XScreen} screen
 */
async function limitMoment(screen) {
  let best = { took: Infinity, at: 0 };
  for (let reading = 0; reading < 10; reading += 1) {
    const asked = nowMilliseconds();
    const idle = await screen.idleMilliseconds();
    const took = nowMilliseconds() - asked;
    if (took < best.took) best = { took, at: asked + took / 2 + limitMilliseconds - idle };
  }
  return best.at;
}

/**
 * Looks every few milliseconds; the moment after the first look that succeeds counts.
 *
 * @param {() => Promise<boolean>} isSo
 * @param {string} otherwise
 */
async function firstTime(isSo, otherwise) {
  const deadline = nowMilliseconds() + 10_000;
  while (!(await isSo())) {
    if (nowMilliseconds() > deadline) throw new Stop(`A session did not end: ${otherwise}.`);
    await sleep(5);
  }
  return nowMilliseconds();
}

/**
 * Whether the keychain holds no entry of the app: asked of the keyring by D-Bus, which takes a
 * program 4 ms. (keytar would read the secrets too, and crashes when one goes while it does.)
 *
 * @param {import('../../scripts/lib/desktop.mjs').Desktop} desktop
 */
async function keychainIsEmpty({ env }) {
  const { code, stdout } = await run(
    'dbus-send',
    [
      ...['--print-reply', '--dest=org.freedesktop.secrets', '/org/freedesktop/secrets'],
      'org.freedesktop.Secret.Service.SearchItems',
      `dict:string:string:service,${keychainService}`,
    ],
    { env },
  );
  return code === 0 && !stdout.includes('object path');
}

/** @param {string} dataFolder */
function readLateness(dataFolder) {
  const database = new Database(join(dataFolder, 'account.db'), { readonly: true });
  const row = /** @type {{ lateness_ms: number }} */ (
    database
      .prepare("SELECT lateness_ms FROM audit_event WHERE event = 'session.ended' AND cause = ?")
      .get('idle')
  );
  database.close();
  return row.lateness_ms;
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('./stage.mjs').Stage} stage
 * @returns {Promise<{ second: number[], tenSeconds: number[] }>} how late each decides to lock
 */
async function measurePollers(setup, stage) {
  /** @param {number} seconds */
  const measure = async (seconds) => {
    /** @type {Promise<number>[]} */
    const idleTimes = [];
    await startPoller(stage, setup, {
      name: `every-${seconds}-seconds`,
      switches: [`--poll-milliseconds=${seconds * 1_000}`, `--phases=${phases}`],
      onLine: (line) => {
        if (line.startsWith('locked')) idleTimes.push(stage.screen.idleMilliseconds());
      },
    });
    return idleTimes;
  };
  const [second, tenSeconds] = [await measure(1), await measure(10)];
  await stage.desktop.input.key('shift');
  await idleReached(stage.screen, limitMilliseconds + 11_000);
  /** @param {Promise<number>[]} idleTimes */
  const late = async (idleTimes) =>
    (await Promise.all(idleTimes)).map((idle) => idle - limitMilliseconds);
  return { second: await late(second), tenSeconds: await late(tenSeconds) };
}

/**
 * @param {readonly End[]} ends
 * @param {{ second: number[], tenSeconds: number[] }} pollers
 * @returns {import('./report.mjs').Section}
 */
function section(ends, pollers) {
  /** @param {string} name @param {readonly number[]} values @param {number} [target] */
  const row = (name, values, target) => {
    const worst = Math.max(...values);
    const wanted = target === undefined ? ['', ''] : [milliseconds(target), verdict(worst, target)];
    return [name, milliseconds(median(values)), milliseconds(worst), ...wanted];
  };
  /** @param {keyof End} key */
  const all = (key) => ends.map((end) => end[key]);
  const warnings = all('warning').map((idle) => idle - warningMilliseconds);
  return {
    name: 'end-of-session',
    title: `The end of a session at the 1-minute limit (${ends.length} real runs)`,
    columns: ['after the limit', 'median', 'worst', 'at most', ''],
    rows: [
      row('everything hidden', all('hidden'), hiddenTarget),
      row('  no other window', all('windows')),
      row('  contents of all windows', all('contents')),
      row('  pixels of the member’s name', all('picture')),
      row('keychain empty', all('empty'), emptyTarget),
      row('lateness in the audit trail', all('reported')),
      row('warning on the screen, after 30 s', warnings),
      row('naive poll every 1 s decides', pollers.second),
      row('naive poll every 10 s decides', pollers.tenSeconds),
    ],
    notes: [
      'From the moment at which the X server’s idle time reaches the limit; it is looked every 5 ms,',
      'and a look counts at its end. Runs on private desktops of their own at the same time, with ends some',
      'seconds apart. Windows and pixels are the X server’s word, contents are read by Playwright, the',
      'keychain is asked by D-Bus and, in the end, by secret-tool; only the audit trail is the app’s own',
      `word. The naive polls: ${phases} timers each, evenly shifted against each other, taken at their own`,
      'word when they decide to lock; hiding and wiping would come on top.',
    ],
    figures: { millisecondsAfterLimit: ends, pollerMilliseconds: pollers },
  };
}
