// @ts-check
// Whether the end of a session is later in a clinic with several computers, whatever the way to its
// server does: the same limit at the same time on desktops side by side, each with a way of its own.

import { randomBytes } from 'node:crypto';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { DrivenApp } from '../../scripts/lib/demo/driven-app.mjs';
import { Postgres } from '../../scripts/lib/postgres.mjs';
import { systemEngine } from '../../scripts/lib/postgres-engines.mjs';
import { watchEnd } from './end-of-session.mjs';
import { median, milliseconds, percentile, verdict } from './figures.mjs';
import { Line } from './line.mjs';
import { queryAs } from './postgres-query.mjs';
import { openStage, setUpAccount } from './stage.mjs';

/** @typedef {import('./line.mjs').Mood} Mood */
/** @typedef {{ stage: import('./stage.mjs').Stage, app: DrivenApp, line: Line | null, name: string, mood: Mood }} Place */

const worst = 250;
/** Two samples of one distribution differ by more only once in a thousand times. */
const most = 3.3;

/** @type {readonly (readonly [string, Mood | null])[]} */
const ways = [
  ['one computer', null],
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
  const rounds = quick ? 1 : 30;
  const server = await Postgres.start(systemEngine());
  /** @type {Place[]} */
  const places = [];
  /** @type {Record<string, { reported: number, hidden: number }[]>} */
  const ends = Object.fromEntries(ways.map(([name]) => [name, []]));
  try {
    const database = `clinic_${randomBytes(4).toString('hex')}`;
    await queryAs(server, 'postgres', `CREATE DATABASE ${database}`);
    for (const [name, mood] of ways) places.push(await openPlace(setup, server, name, mood));
    await shareAll(places, server, database);
    for (const { app } of places)
      await app.click(app.main.getByRole('button', { name: 'Sign out', exact: true }));
    for (let round = 1; round <= rounds; round += 1) {
      await measureRound(places, ends);
      say(`${round} of ${rounds} ends on each desktop…`);
    }
    for (const { app } of places) await app.close();
    return section(ends);
  } finally {
    for (const { stage, line } of places) {
      line?.close();
      await stage.close();
    }
    await server.remove();
  }
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {Postgres} server
 * @param {string} name
 * @param {Mood | null} mood `null` for a computer that shares nothing
 * @returns {Promise<Place>}
 */
async function openPlace(setup, server, name, mood) {
  const stage = await openStage();
  const line = mood === null ? null : await Line.open(server);
  const isFounder = mood === null || mood === 'fine';
  const app = isFounder
    ? await setUpAccount(stage, setup, '1 minute')
    : await DrivenApp.start(stage.desktop, setup, stage.dataFolder);
  if (!isFounder) await app.expectSetUp();
  return { stage, app, line, name, mood: mood ?? 'fine' };
}

/**
 * The desktop whose way is fine shares its account; the others join. How that looks is tested elsewhere.
 *
 * @param {readonly Place[]} places
 * @param {Postgres} server
 * @param {string} database
 */
async function shareAll(places, server, database) {
  const sharing = places.filter(({ line }) => line !== null);
  const [first, ...others] = sharing;
  if (first === undefined) throw new Stop('Nobody shares.');
  /** @param {Place} place */
  const address = ({ line }) => `127.0.0.1:${line?.port}/${database}`;
  const { app } = first;
  await app.click(app.main.getByRole('button', { name: 'Settings', exact: true }));
  const settings = await app.expectWindow('Settings');
  const owner = { user: server.user, password: server.password };
  const proof = { password: clinic.password, code: null };
  const workstationName = 'Desk 1';
  await ask(settings, 'shareAccount', { address: address(first), owner, workstationName, proof });
  const names = others.map(({ name }) => name);
  const made = await ask(settings, 'inviteWorkstations', { names, proof });
  for (const [index, place] of others.entries()) {
    const code = made.codes[index].code;
    await ask(place.app.main, 'joinClinic', { address: address(place), code });
    await place.app.signIn();
  }
  await settings.close();
}

/**
 * @param {import('playwright').Page} page
 * @param {string} request
 * @param {unknown} input
 */
async function ask(page, request, input) {
  const answer = await page.evaluate(
    ([name, given]) => {
      const bridge = /** @type {any} */ (globalThis).clinic;
      return bridge[/** @type {string} */ (name)](given);
    },
    [request, input],
  );
  if (!answer.ok) throw new Stop(`${request}: ${answer.message}`);
  return answer;
}

/**
 * @param {readonly Place[]} places
 * @param {Record<string, { reported: number, hidden: number }[]>} ends
 */
async function measureRound(places, ends) {
  /** @type {Promise<unknown>[]} */
  const measured = [];
  for (const { stage, app, line, name, mood } of places) {
    if (line !== null) line.mood = 'fine';
    await app.signIn();
    if (line !== null) line.mood = mood;
    await stage.desktop.input.moveMouse(3, 897);
    const end = watchEnd(stage, app, Promise.resolve(0));
    measured.push(end.then(({ reported, hidden }) => ends[name]?.push({ reported, hidden })));
  }
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
 * @param {Record<string, { reported: number, hidden: number }[]>} ends
 * @returns {import('./report.mjs').Section}
 */
function section(ends) {
  /** @param {string} name @param {'reported' | 'hidden'} key */
  const values = (name, key) => (ends[name] ?? []).map((end) => end[key]);
  const alone = values(ways[0]?.[0] ?? '', 'hidden');
  const rows = ways.map(([name, mood]) => {
    const hidden = values(name, 'hidden');
    const shift = rankShift(alone, hidden);
    const found = [median(hidden), percentile(hidden, 99), Math.max(...hidden)].map(milliseconds);
    return [
      name,
      found.join(', '),
      milliseconds(Math.max(...values(name, 'reported'))),
      mood === null ? '' : shift.toFixed(1),
      `worst ${worst}: ${verdict(Math.max(...hidden), worst)}`,
    ];
  });
  return {
    name: 'clinic-lateness',
    title: `The end of a session, whatever the clinic's server does (${alone.length} ends on each)`,
    columns: ['the way to the server', 'hidden: median, p99, worst', 'reported', 'shift', 'target'],
    rows,
    notes: [
      'From the moment at which the X server’s idle time reaches the limit of one minute, on desktops side',
      'by side. The way to the server is in order while somebody signs in, and changes then. “Shift”: by how',
      `many standard deviations the ranks lie above those of one computer; up to ${most} is chance.`,
    ],
    figures: { millisecondsAfterLimit: ends },
  };
}
