// @ts-check
// How long a decision takes from the desk where it is made until it is in force at every other one, and an order
// to sign out until nobody is signed in any more: with 60 and 300 workstations on one real PostgreSQL server, and
// with a real app among them. Beside it, what that server does at all.

import { randomInt } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from '../../scripts/lib/cli.mjs';
import { DrivenApp, clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { askPage } from './ask-page.mjs';
import { ClinicOfDesks, abilityOf, tellAbility } from './clinic-desks.mjs';
import { pageLeft } from './end-of-session.mjs';
import { median, milliseconds, percentile, verdict } from './figures.mjs';
import { firstTime } from './limit.mjs';
import { openStage, replacedMilliseconds } from './stage.mjs';

const feltTargets = { median: 150, p99: 1_000 };
const signOutTarget = 1_000;
const appName = 'A real app';

/**
 * @typedef {object} Found in milliseconds
 * @property {number} size how many workstations
 * @property {number[]} joinedMs
 * @property {number[]} decidedMs
 * @property {number[]} feltMs for each decision and each other desk
 * @property {number[]} hidingMs for each order and each desk
 * @property {number[]} endedMs
 * @property {number[]} appHiddenMs for each order, at the real app
 * @property {number} processorMs of all desks for one decision
 * @property {Awaited<ReturnType<typeof abilityOf>>} ability
 * @property {number} load
 */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section[]>}
 */
export async function clinicLive(setup, { quick }) {
  const runs = quick
    ? [{ size: 8, decisions: 10, orders: 1, appOrders: 1 }]
    : [
        { size: 60, decisions: 100, orders: 5, appOrders: 20 },
        { size: 300, decisions: 50, orders: 3, appOrders: 0 },
      ];
  const sections = [];
  for (const one of runs) sections.push(section(await measure(setup, one)));
  return sections;
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ size: number, decisions: number, orders: number, appOrders: number }} runs
 * @returns {Promise<Found>}
 */
async function measure(setup, { size, decisions, orders, appOrders }) {
  const desks = await ClinicOfDesks.open(size, true);
  try {
    const ability = await abilityOf(desks.server);
    /** @type {Found} */
    const found = {
      ...{ size, joinedMs: desks.joinedMs, ability, load: 0, processorMs: 0 },
      ...{ decidedMs: [], feltMs: [], hidingMs: [], endedMs: [], appHiddenMs: [] },
    };
    // The first ones only warm up.
    for (let index = 0; index < 3; index += 1) await desks.decide(index);
    say(`${size} workstations feel ${decisions} decisions…`);
    for (let index = 0; index < decisions; index += 1) {
      // People do not decide several times in a second, and not at any moment of the desks’ own.
      await sleep(randomInt(500, 900));
      const before = await desks.usage();
      const { decidedMs, feltMs } = await desks.decide(10 + index);
      found.processorMs += ((await desks.usage()).processorMs - before.processorMs) / decisions;
      found.decidedMs.push(decidedMs);
      found.feltMs.push(...feltMs);
    }
    say(`${orders} times everybody is signed out…`);
    for (let index = 0; index < orders; index += 1) {
      if (index > 0) await desks.signInAll();
      await sleep(2_000);
      const { hidingMs, endedMs } = await desks.signOutAll();
      found.hidingMs.push(...hidingMs);
      found.endedMs.push(...endedMs);
    }
    if (appOrders > 0) found.appHiddenMs = await measureApp(setup, desks, appOrders);
    found.load = loadavg()[0] ?? 0;
    return found;
  } finally {
    await desks.remove();
  }
}

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {ClinicOfDesks} desks
 * @param {number} orders
 * @returns {Promise<number[]>} from each order until the real app has hidden everything, in milliseconds
 */
async function measureApp(setup, desks, orders) {
  say(`A real app is signed out ${orders} times…`);
  const stage = await openStage();
  try {
    const app = await DrivenApp.start(stage.desktop, setup, stage.dataFolder);
    await app.expectSetUp();
    const [code] = await desks.first({ do: 'invite', names: [appName] });
    await askPage(app.main, 'joinClinic', { address: desks.address, code });
    const hidden = [];
    for (let index = 0; index < orders; index += 1) {
      if (index > 0) await sleep(replacedMilliseconds);
      await app.signIn();
      await sleep(2_000);
      const area = await app.placeOnScreen(app.main.getByText(clinic.member).first());
      const before = await stage.screen.pixels(area);
      const ordered = desks.first({ do: 'signOut', workstation: appName });
      const [contents, picture, { startedAt }] = await Promise.all([
        pageLeft(app, false),
        firstTime(
          async () => !(await stage.screen.pixels(area)).equals(before),
          'the name stayed on the screen',
        ),
        ordered,
      ]);
      hidden.push(Math.max(contents, picture) - startedAt);
    }
    await app.close();
    return hidden;
  } finally {
    await stage.close();
  }
}

/**
 * @param {Found} found
 * @returns {import('./report.mjs').Section}
 */
function section(found) {
  const { size, decidedMs, feltMs, joinedMs, hidingMs, endedMs, appHiddenMs } = found;
  /** @param {string} name @param {readonly number[]} all @param {string} [target] */
  const row = (name, all, target = '') => [
    name,
    String(all.length),
    milliseconds(median(all)),
    milliseconds(percentile(all, 99)),
    milliseconds(Math.max(...all)),
    target,
  ];
  const felt = [
    `median ${feltTargets.median}: ${verdict(median(feltMs), feltTargets.median)}`,
    `p99 ${feltTargets.p99}: ${verdict(percentile(feltMs, 99), feltTargets.p99)}`,
  ].join(', ');
  /** @param {readonly number[]} all */
  const ended = (all) => `p99 ${signOutTarget}: ${verdict(percentile(all, 99), signOutTarget)}`;
  return {
    name: `clinic-live-${size}`,
    title: `A decision, and an order to sign out, in a clinic of ${size + 1} workstations`,
    columns: ['', 'samples', 'median', 'p99', 'worst', 'target'],
    rows: [
      row('in force where it is made', decidedMs),
      row('in force at every other desk', feltMs, felt),
      row('ordered, until the screens hide', hidingMs, ended(hidingMs)),
      row('ordered, until the session is wiped', endedMs),
      ...(appHiddenMs.length > 0
        ? [row('ordered, until a real app has hidden all', appHiddenMs, ended(appHiddenMs))]
        : []),
      row('a code typed, until the desk is connected', joinedMs),
    ],
    notes: [
      `Processor time of all desks together: ${found.processorMs.toFixed(0)} ms for a decision.`,
      ...tellAbility(found.ability),
      `Load average: ${found.load.toFixed(1)}. Server and desks share this computer.`,
      'The desks have the app’s own parts, sessions and database files of their own, in four processes; windows',
      'and keychains are left out. Somebody of their own is signed in at each; four join at a time.',
    ],
    figures: { ...found },
  };
}
