// @ts-check
/* global document -- in the page, where `evaluate` runs */
// How long after the limit, as the X server counts idleness, the session has really ended: seen on
// the screen, in the windows' contents and in the keychain, each from outside the app.

import { join } from 'node:path';
import Database from 'libsql';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic, keychainService, warningTitle } from '../../scripts/lib/demo/driven-app.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import {
  firstTime,
  idleReached,
  latenessColumns,
  latenessRow as row,
  limitMilliseconds,
  limitMoment,
} from './limit.mjs';
import { measurePeers, xautolockLateness } from './peers.mjs';
import { openStage, setUpAccount } from './stage.mjs';

const warningMilliseconds = 30_000;
const hiddenTarget = { median: 60, worst: 250 };
const emptyTarget = { worst: 750 };
/** Side by side: as many as this machine sets up within a minute. */
const batch = 5;

/**
 * @typedef {object} End all in milliseconds after the limit, but `warning`: the idle time
 * @property {number} warning
 * @property {number} windows until the window manager shows no other window than the main one
 * @property {number} contents until no window's content holds anything but the sign-in view
 * @property {number} picture until the pixels that showed the member's name no longer do
 * @property {number} hidden the last of these three
 * @property {number} empty until the keychain is empty
 * @property {number} reported what the app itself wrote into its audit trail
 * @property {number} xautolock how late xautolock on the same desktop started its locker
 */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function endOfSession(setup, { quick }) {
  const batches = quick ? 1 : 6;
  const size = quick ? 2 : batch;
  /** @type {End[]} */
  const ends = [];
  const peerStage = await openStage();
  try {
    const peers = measurePeers(setup, peerStage, limitMilliseconds);
    for (let index = 0; index < batches; index += 1) {
      ends.push(...(await measureBatch(setup, size)));
      say(`${ends.length} of ${batches * size} ends…`);
    }
    return section(ends, await peers);
  } finally {
    await peerStage.close();
  }
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {number} size
 */
async function measureBatch(setup, size) {
  /** @type {import('./stage.mjs').Stage[]} */
  const stages = [];
  try {
    // Each set-up takes a few seconds, so the ends come one after the other.
    /** @type {Promise<End>[]} */
    const ends = [];
    for (let run = 0; run < size; run += 1) {
      const stage = await openStage();
      stages.push(stage);
      const app = await setUpAccount(stage, setup, '1 minute');
      const xautolock = xautolockLateness(stage, limitMilliseconds);
      await stage.desktop.input.key('shift');
      ends.push(watchEnd(stage, app, xautolock));
    }
    return await Promise.all(ends);
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @param {Promise<number>} xautolock
 * @returns {Promise<End>}
 */
async function watchEnd(stage, app, xautolock) {
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
    xautolock: await xautolock,
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
 * @param {readonly End[]} ends
 * @param {Record<string, number[]>} peers
 * @returns {import('./report.mjs').Section}
 */
function section(ends, peers) {
  /** @param {keyof End} key */
  const all = (key) => ends.map((end) => end[key]);
  const warnings = all('warning').map((idle) => idle - warningMilliseconds);
  return {
    name: 'end-of-session',
    title: `The end of a session at the 1-minute limit (${ends.length} real runs)`,
    columns: latenessColumns,
    rows: [
      row('other windows gone', all('windows'), hiddenTarget),
      row('  contents of all windows', all('contents'), { worst: hiddenTarget.worst }),
      row('  pixels of the member’s name', all('picture'), { worst: hiddenTarget.worst }),
      row('everything hidden', all('hidden'), hiddenTarget),
      row('keychain empty', all('empty'), emptyTarget),
      row('lateness in the audit trail', all('reported')),
      row('warning on the screen, after 30 s', warnings),
      row('xautolock starts its locker', all('xautolock')),
      ...Object.entries(peers).map(([name, values]) => row(name, values)),
    ],
    notes: [
      'From the moment at which the X server’s idle time reaches the limit; it is looked every 5 ms,',
      'and a look counts at its end. Side by side on private desktops of their own, with ends some',
      'seconds apart. Windows and pixels are the X server’s word, contents are read by Playwright, the',
      'keychain is asked by D-Bus and, in the end, by secret-tool; only the audit trail is the app’s own',
      'word. xautolock runs on the same desktops; the polls have 30 timers each, evenly shifted against',
      'each other. All of these are taken when they decide to lock; hiding and wiping would come on top.',
    ],
    figures: { millisecondsAfterLimit: ends, peerMilliseconds: peers },
  };
}
