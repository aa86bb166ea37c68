// @ts-check
/* global document, MutationObserver -- in the page, where `evaluate` runs */
// How long after the limit, by the desktop's idle time, the session has really ended. Read from the
// screen, the windows' contents and the keychain, each from outside the app.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic, keychainService, warningTitle } from '../../scripts/lib/demo/driven-app.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { nowMilliseconds } from './figures.mjs';
import { firstTime, idleReached, limitMilliseconds, limitMoment, sideBySide } from './limit.mjs';
import { lockerLateness, measurePeers } from './peers.mjs';
import { wayland, x11 } from './screens.mjs';
import { openStage, replacedMilliseconds, setUpAccount } from './stage.mjs';

const warningMilliseconds = 30_000;
const hiddenTarget = { median: 60, worst: 250 };
const emptyTarget = { worst: 750 };
const kinds = [x11, wayland];
/** The number of desktops side by side: as many as can sign in within a minute. */
const ofEachKind = 5;

/**
 * @typedef {object} End all in milliseconds after the limit; only `warning` is an idle time
 * @property {number} warning
 * @property {number} windows until the window manager, or sway, shows no other window than the main one
 * @property {number} contents until the main window's page holds nothing of the session
 * @property {number} picture until the pixels of the member's name have changed
 * @property {number} hidden the last of these three
 * @property {number} signIn until the sign-in view is in the main window's page
 * @property {number} empty until the keychain is empty
 * @property {number} reported by the app itself, in its audit trail
 * @property {number} locker how late a screen locker on the same desktop started
 */

/** @typedef {Record<string, End[]>} Ends by the name of the kind of desktop */

/** @typedef {{ stage: import('./stage.mjs').Stage, app: import('../../scripts/lib/demo/driven-app.mjs').DrivenApp }} Workplace */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function endOfSession(setup, { quick }) {
  const rounds = quick ? 1 : 6;
  const size = quick ? 1 : ofEachKind;
  /** @type {Ends} */
  const ends = Object.fromEntries(kinds.map(({ name }) => [name, []]));
  /** @type {import('./stage.mjs').Stage[]} */
  const stages = [];
  /** @param {import('./screens.mjs').Kind} [kind] */
  const open = async (kind) => {
    const stage = await openStage(kind);
    stages.push(stage);
    return stage;
  };
  try {
    const peers = measurePeers(setup, await open(), limitMilliseconds);
    /** @type {Workplace[]} */
    const places = [];
    for (let index = 0; index < size * kinds.length; index += 1) {
      const stage = await open(kinds[index % kinds.length]);
      const app = await setUpAccount(stage, setup, '1 minute');
      await app.click(app.main.getByRole('button', { name: 'Sign out', exact: true }));
      places.push({ stage, app });
    }
    for (let round = 1; round <= rounds; round += 1) {
      await measureRound(places, ends);
      say(`${round * size} of ${rounds * size} ends on each kind of desktop…`);
    }
    for (const { app } of places) await app.close();
    return section(ends, await peers);
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/**
 * @param {readonly Workplace[]} places
 * @param {Ends} ends gets one of each place
 */
async function measureRound(places, ends) {
  /** @type {Promise<void>[]} */
  const measured = [];
  await sleep(replacedMilliseconds);
  for (const { stage, app } of places) {
    // Each sign-in takes a few seconds, so the ends come one after the other.
    await app.signIn();
    const locker = lockerLateness(stage, limitMilliseconds);
    await stage.desktop.input.moveMouse(3, 897);
    const end = watchEnd(stage, app, locker);
    measured.push(end.then((found) => void ends[stage.kind.name]?.push(found)));
  }
  await Promise.all(measured);
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @param {Promise<number>} locker
 * @returns {Promise<End>}
 */
export async function watchEnd(stage, app, locker) {
  const { desktop, screen } = stage;

  await idleReached(screen, warningMilliseconds - 500);
  await firstTime(async () => (await screen.windowTitles()).includes(warningTitle), 'no warning');
  const warning = await screen.idleMilliseconds();

  // Long enough before the limit for a computer on which others are at their end.
  await idleReached(screen, limitMilliseconds - 4_000);
  const warningPage = await app.expectWindow(warningTitle);
  const names = [app.main, warningPage].map((page) => page.getByText(clinic.member).first());
  const areas = await Promise.all(names.map((name) => app.placeOnScreen(name)));
  const before = await Promise.all(areas.map((area) => screen.pixels(area)));

  await idleReached(screen, limitMilliseconds - 300);
  const limitAt = await limitMoment(screen);
  const [windows, contents, signIn, picture] = await Promise.all([
    firstTime(async () => (await screen.windowTitles()).length === 1, 'other windows stayed'),
    pageLeft(app, false),
    pageLeft(app, true),
    // One after the other: each picture of Wayland's screen is a program of its own.
    (async () => {
      for (const [index, area] of areas.entries())
        await firstTime(
          async () => !(await screen.pixels(area)).equals(before[index] ?? Buffer.of()),
          'the name stayed on the screen',
        );
      return nowMilliseconds();
    })(),
  ]);
  // Only now, as each question starts a program, which takes time from what is measured.
  const empty = await firstTime(() => keychainIsEmpty(desktop), 'the keychain kept an entry');
  if ((await desktop.secretEntries(keychainService)).length > 0) {
    throw new Stop('secret-tool still finds an entry after the end of the session.');
  }
  const hidden = Math.max(windows, contents, picture);
  return {
    warning,
    windows: windows - limitAt,
    contents: contents - limitAt,
    picture: picture - limitAt,
    signIn: signIn - limitAt,
    hidden: hidden - limitAt,
    empty: empty - limitAt,
    reported: readLateness(stage.dataFolder),
    locker: await locker,
  };
}

/**
 * The page itself tells when it has left the session: each question from outside would be answered by the
 * threads that hide it.
 *
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 * @param {boolean} forSignIn whether to wait until the sign-in view is there; else an empty page is enough
 * @returns {Promise<number>} when nothing of the session was there any more
 */
export async function pageLeft(app, forSignIn) {
  const late = sleep(10_000, undefined, { ref: false }).then(() => {
    throw new Stop('A session did not end: the windows kept their contents.');
  });
  const isThere = app.main.evaluate(
    ({ name, titles }) =>
      new Promise((resolve) => {
        const look = () => {
          const title = document.querySelector('h1')?.textContent ?? '';
          const { outerHTML } = document.documentElement;
          if (!titles.includes(title) || outerHTML.includes(name)) return;
          observer.disconnect();
          resolve(true);
        };
        const observer = new MutationObserver(look);
        observer.observe(document, {
          ...{ subtree: true, childList: true, characterData: true, attributes: true },
        });
        look();
      }),
    { name: clinic.member, titles: forSignIn ? ['Sign in'] : ['', 'Sign in'] },
  );
  await Promise.race([isThere, late]);
  return nowMilliseconds();
}

/**
 * Whether the keychain holds no entry of the app, by a D-Bus request to the keyring, which takes a
 * program 4 ms. (keytar would read the secrets too, and crashes if an entry disappears meanwhile.)
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
      .prepare(
        "SELECT lateness_ms FROM audit_event WHERE event = 'session.ended' AND cause = ? ORDER BY id DESC",
      )
      .get('idle')
  );
  database.close();
  return row.lateness_ms;
}

/**
 * @param {Ends} ends
 * @param {Record<string, number[]>} peers on X11
 * @returns {import('./report.mjs').Section}
 */
function section(ends, peers) {
  const names = kinds.map(({ name }) => name);
  /**
   * @param {string} title
   * @param {keyof End} key
   * @param {{ median?: number, worst?: number }} [target]
   * @param {number} [due]
   */
  const row = (title, key, target, due = 0) =>
    sideBySide(
      title,
      names.map((name) => (ends[name] ?? []).map((end) => end[key] - due)),
      target,
    );
  const { worst } = hiddenTarget;
  return {
    name: 'end-of-session',
    title: `The end of a session at the 1-minute limit (${ends[x11.name]?.length} real runs on each)`,
    columns: ['after the limit: median, p99, worst', ...names, 'target'],
    rows: [
      row('other windows gone', 'windows', hiddenTarget),
      row('  contents of the main window', 'contents', { worst }),
      row('  pixels of the member’s name', 'picture', { worst }),
      row('everything hidden', 'hidden', hiddenTarget),
      row('sign-in view there', 'signIn'),
      row('keychain empty', 'empty', emptyTarget),
      row('lateness in the audit trail', 'reported'),
      row('warning on the screen, after 30 s', 'warning', {}, warningMilliseconds),
      row('xautolock, swayidle start a locker', 'locker'),
      ...Object.entries(peers).map(([name, values]) => sideBySide(name, [values, []])),
    ],
    notes: [
      'X11 with openbox, and Wayland with sway. From the moment at which the idle time reaches the limit:',
      'under X11 as the X server counts it; on sway from just before the bench moved the mouse for the',
      'last time, by the monotonic clock. It is looked every 5 ms, and a look counts at its end (pixels on',
      'sway come from grim, which takes some ten ms). Side by side on private desktops of their own, with',
      'ends some seconds apart. Windows and pixels are the word of the X server, or of sway; the page tells',
      'by Playwright what it holds; the keychain is asked by D-Bus once the sign-in view is there and, in the',
      'end, by secret-tool; only the audit trail is the app’s own word.',
      'xautolock and swayidle run on the same desktops; the polls have 30',
      'timers each, evenly shifted against each other. All of these are taken when they decide to lock;',
      'hiding and wiping would come on top.',
    ],
    figures: { millisecondsAfterLimit: ends, peerMilliseconds: peers },
  };
}
