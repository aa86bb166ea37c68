// @ts-check
// Whether the end of a session is later in a clinic with several computers, whatever the way to its
// server does: the same limit at the same time on desktops side by side, each with a way of its own.

import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { DrivenApp } from '../../scripts/lib/demo/driven-app.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { askPage } from './ask-page.mjs';
import { watchEnd } from './end-of-session.mjs';
import { median, milliseconds, verdict } from './figures.mjs';
import { Line } from './line.mjs';
import { queryAs } from './postgres-query.mjs';
import { openStage, replacedMilliseconds, setUpAccount } from './stage.mjs';

/** @typedef {import('./line.mjs').Mood} Mood */
/** @typedef {{ stage: import('./stage.mjs').Stage, app: DrivenApp }} Place */
/** @typedef {Record<string, import('./end-of-session.mjs').End[]>} Ends by what the way to the server does */

const worst = 250;
/** Two samples of one distribution differ by more only once in a thousand times. */
const most = 3.3;
const alone = 'one computer';

/** @type {readonly (readonly [string, Mood])[]} */
const ways = [
  ['server there', 'fine'],
  ['200 ms away', 'slow'],
  ['hung', 'hung'],
  ['flapping each second', 'flapping'],
  ['half-open', 'halfOpen'],
];

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function clinicLateness(setup, { quick }) {
  const rounds = quick ? 1 : 10;
  // So few that all is quiet again before the first of them is at its end.
  const [singles, sharing] = quick ? [1, 1] : [1, 3];
  const server = await Postgres.start(systemEngine());
  const line = await Line.open(server);
  /** @type {Place[]} */
  const single = [];
  /** @type {Place[]} */
  const shared = [];
  /** @type {Ends} */
  const ends = Object.fromEntries([alone, ...ways.map(([name]) => name)].map((name) => [name, []]));
  try {
    const database = `clinic_${randomBytes(4).toString('hex')}`;
    await queryAs(server, 'postgres', `CREATE DATABASE ${database}`);
    for (let index = 0; index < singles; index += 1) {
      const place = await openPlace(setup, true);
      single.push(place);
      await signOut(place);
    }
    for (let index = 0; index < sharing; index += 1)
      shared.push(await openPlace(setup, index === 0));
    await shareAll(shared, server, `127.0.0.1:${line.port}/${database}`);
    await sleep(replacedMilliseconds);
    for (const [name, mood] of ways) {
      for (let round = 1; round <= rounds; round += 1)
        await measureRound({ single, shared, line, name, mood, round }, ends);
      say(`${rounds * sharing} ends with the server so: ${rowOf(ends, name).join(' · ')}…`);
    }
    for (const { app } of [...single, ...shared]) await app.close();
    return section(ends);
  } finally {
    for (const { stage } of [...single, ...shared]) await stage.close();
    line.close();
    await server.remove();
  }
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {boolean} founds whether it sets up a clinic; else it will join
 * @returns {Promise<Place>}
 */
async function openPlace(setup, founds) {
  const stage = await openStage();
  if (founds) return { stage, app: await setUpAccount(stage, setup, '1 minute') };
  const app = await DrivenApp.start(stage.desktop, setup, stage.dataFolder);
  await app.expectSetUp();
  return { stage, app };
}

/** While others are prepared the limit of a minute may pass. @param {Place} place */
function signOut({ app }) {
  return app.click(app.main.getByRole('button', { name: 'Sign out', exact: true }));
}

/**
 * The first shares its account; the others join, and all are signed out then. How that looks is tested elsewhere.
 *
 * @param {readonly Place[]} places
 * @param {Postgres} server
 * @param {string} address
 */
async function shareAll([first, ...others], server, address) {
  if (first === undefined) throw new Stop('Nobody shares.');
  const { app } = first;
  await app.click(app.main.getByRole('button', { name: 'Settings', exact: true }));
  const settings = await app.expectWindow('Settings');
  const owner = { user: server.user, password: server.password };
  const proof = { password: clinic.password };
  await askPage(settings, 'shareAccount', { address, owner, workstationName: 'Desk 1', proof });
  for (const [index, place] of others.entries()) {
    const names = [`Desk ${index + 2}`];
    const made = await askPage(settings, 'inviteWorkstations', { names, proof });
    const code = made.codes[0].code;
    await askPage(place.app.main, 'joinClinic', { address, code });
    await place.app.signIn();
    await signOut(place);
  }
  await settings.close();
  await signOut(first);
}

/**
 * @param {{ single: readonly Place[], shared: readonly Place[], line: Line, name: string, mood: Mood, round: number }} world
 * @param {Ends} ends gets one of each place
 */
async function measureRound({ single, shared, line, name, mood, round }, ends) {
  /** @type {Promise<unknown>[]} */
  const measured = [];
  // People sign in while all is well; what comes to the server comes then.
  line.mood = 'fine';
  // Whoever is first is not the same one each time: its end is nearest to what the others have just done.
  const places = [...single, ...shared];
  const turned = [
    ...places.slice(round % places.length),
    ...places.slice(0, round % places.length),
  ];
  for (const place of turned) {
    const { stage, app } = place;
    await app.signIn();
    await stage.desktop.input.moveMouse(3, 897);
    const kind = shared.includes(place) ? name : alone;
    const end = watchEnd(stage, app, Promise.resolve(0));
    measured.push(
      end.then((found) => {
        ends[kind]?.push(found);
        // Somebody is there: so the page is not replaced while others are at their end.
        return stage.desktop.input.key('shift');
      }),
    );
  }
  line.mood = mood;
  await Promise.all(measured);
}

/**
 * How far the ranks of the second sample lie above where they would be if both were of one distribution, in
 * standard deviations (Mann and Whitney, 1947).
 *
 * @param {readonly number[]} before
 * @param {readonly number[]} after
 */
function rankShift(before, after) {
  const all = [
    ...before.map((value) => ({ value, isAfter: false })),
    ...after.map((value) => ({ value, isAfter: true })),
  ].sort((one, other) => one.value - other.value);
  const sum = all.reduce((total, { isAfter }, index) => total + (isAfter ? index + 1 : 0), 0);
  const expected = (after.length * (all.length + 1)) / 2;
  const variance = (before.length * after.length * (all.length + 1)) / 12;
  return (sum - expected) / Math.sqrt(variance);
}

/**
 * @param {Ends} ends
 * @param {string} name what the way to the server does
 */
function rowOf(ends, name) {
  const found = ends[name] ?? [];
  const hidden = found.map((end) => end.hidden);
  const before = (ends[alone] ?? []).map((end) => end.hidden);
  /** @param {'windows' | 'contents' | 'picture' | 'reported'} what */
  const worstOf = (what) => milliseconds(Math.max(...found.map((end) => end[what])));
  return [
    name,
    String(hidden.length),
    [median(hidden), Math.max(...hidden)].map(milliseconds).join(', '),
    [worstOf('windows'), worstOf('contents'), worstOf('picture')].join(', '),
    worstOf('reported'),
    name === alone ? '' : rankShift(before, hidden).toFixed(1),
    `worst ${worst}: ${verdict(Math.max(...hidden), worst)}`,
  ];
}

/**
 * @param {Ends} ends
 * @returns {import('./report.mjs').Section}
 */
function section(ends) {
  const rows = Object.keys(ends).map((name) => rowOf(ends, name));
  return {
    name: 'clinic-lateness',
    title: 'The end of a session, whatever the clinic’s server does',
    columns: [
      'the way to the server',
      'ends',
      'hidden: median, worst',
      'other windows, contents, picture: worst',
      'reported, worst',
      'shift',
      'target',
    ],
    rows,
    notes: [
      'From the moment at which the X server’s idle time reaches the limit of one minute. Computers that share',
      'nothing and computers that share an account end side by side. The way to the server is in order while',
      'people sign in, and changes then. “Shift”: by how many standard deviations the ranks lie above those of',
      `computers that share nothing; up to ${most} is chance.`,
    ],
    figures: { millisecondsAfterLimit: ends },
  };
}
