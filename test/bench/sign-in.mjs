// @ts-check
/* global document, MutationObserver, requestAnimationFrame, window -- in the page */
// The time from the Enter key in the password field to Home on the screen, at the password cost
// that the app measured for this computer; and how fast the window responds to real input
// meanwhile.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { say } from '../../scripts/lib/cli.mjs';
import { clinic } from '../../scripts/lib/demo/driven-app.mjs';
import { median, milliseconds, verdict } from './figures.mjs';
import { openStage, setUpAccount } from './stage.mjs';

const signInTarget = 1_200;
const inputTarget = 50;
/** A waiting person moves the mouse and presses keys this often, in milliseconds. */
const fidgetEvery = 40;

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function signIn(setup, { quick }) {
  const runs = quick ? 3 : 15;
  const stage = await openStage();
  try {
    const app = await setUpAccount(stage, setup, '15 minutes');
    const cost = costOf(stage.dataFolder);
    say(`Signing in ${runs} times, at ${cost}…`);
    const times = [];
    const usables = [];
    const inputs = [];
    for (let index = 0; index < runs; index += 1) {
      await app.click(app.main.getByRole('button', { name: 'Sign out', exact: true }));
      await app.expectShown(app.main.getByRole('heading', { name: 'Sign in' }), 'No sign-in view.');
      await sleep(1_000);
      const { took, usable, slowestInput } = await timeSignIn(stage, app);
      times.push(took);
      usables.push(usable);
      inputs.push(slowestInput);
      await sleep(500);
    }
    await app.close();
    return section(times, usables, inputs, cost);
  } finally {
    await stage.close();
  }
}

/** @param {string} dataFolder @returns what one derivation costs here, in words */
function costOf(dataFolder) {
  const file = new Database(join(dataFolder, 'account.db'), { readonly: true });
  const row = /** @type {{ state: string }} */ (
    file.prepare('SELECT state FROM clinic_state').get()
  );
  file.close();
  const { cost } = JSON.parse(row.state).state;
  return `${Math.round(cost.memoryKib / 1_024)} MiB, ${cost.passes} passes`;
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('../../scripts/lib/demo/driven-app.mjs').DrivenApp} app
 */
async function timeSignIn({ desktop }, app) {
  const { main } = app;
  await app.typeInto(main, 'Email', clinic.email);
  await app.typeInto(main, 'Password', clinic.password);
  const said = main.waitForEvent('console', (message) => message.text().startsWith('measured '));
  await main.evaluate(watchSignIn, clinic.name);
  const startedAt = performance.now();
  await desktop.input.key('Return');
  let isIn = false;
  const fidget = async () => {
    for (let turn = 0; !isIn; turn += 1) {
      await desktop.input.moveMouse(700 + (turn % 5) * 7, 500 + (turn % 3) * 9);
      await desktop.input.key('shift');
      await sleep(fidgetEvery);
    }
  };
  const fidgeting = fidget();
  const result = JSON.parse((await said).text().replace('measured ', ''));
  await main.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
  const usable = performance.now() - startedAt;
  isIn = true;
  await fidgeting;
  return { ...result, usable };
}

/**
 * Runs in the page, which is replaced soon after it has shown Home, so it reports its measurements.
 * `took`: from the system's time of the Enter key to the frame with Home. `slowestInput`: the
 * longest time from an input event to the next frame meanwhile (the browser's Event Timing, in
 * steps of 8 ms).
 *
 * @param {string} clinicName
 */
function watchSignIn(clinicName) {
  let startedAt = 0;
  let slowestInput = 0;
  /** @param {PerformanceEntryList} entries */
  const note = (entries) => {
    for (const { startTime, duration } of entries) {
      if (startTime > startedAt && startedAt > 0) slowestInput = Math.max(slowestInput, duration);
    }
  };
  const events = new PerformanceObserver((list) => note(list.getEntries()));
  // The DOM's types do not have the threshold yet (Event Timing API, W3C).
  const options = /** @type {PerformanceObserverInit} */ ({ type: 'event', durationThreshold: 16 });
  events.observe(options);
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Enter' && startedAt === 0) startedAt = event.timeStamp;
    },
    { capture: true },
  );
  const home = new MutationObserver(() => {
    if (document.querySelector('h1')?.textContent !== clinicName) return;
    home.disconnect();
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const took = performance.now() - startedAt;
        note(events.takeRecords());
        console.info(`measured ${JSON.stringify({ took, slowestInput })}`);
      }),
    );
  });
  home.observe(document.body, { childList: true, subtree: true, characterData: true });
}

/**
 * @param {readonly number[]} times
 * @param {readonly number[]} usables
 * @param {readonly number[]} inputs
 * @param {string} cost
 * @returns {import('./report.mjs').Section}
 */
function section(times, usables, inputs, cost) {
  /** @param {string} name @param {readonly number[]} values @param {number} target */
  const row = (name, values, target) => [
    name,
    milliseconds(median(values)),
    milliseconds(Math.min(...values)),
    milliseconds(Math.max(...values)),
    milliseconds(target),
    verdict(median(values), target),
  ];
  return {
    name: 'sign-in',
    title: `Signing in (${times.length} times, Argon2id at ${cost})`,
    columns: ['', 'median', 'best', 'worst', 'median at most', ''],
    rows: [
      row('Enter key to Home on the screen', times, signInTarget),
      row('… that can be used, as the driver sees it', usables, signInTarget),
      row('slowest answer to input meanwhile', inputs, inputTarget),
    ],
    notes: [
      'Real keys on a private X desktop. The cost is what the app chose for this computer at its first',
      'run. Meanwhile the mouse moves and a key is pressed about every 40 ms; 0 ms means that every',
      'answer was in the next frame (under 16 ms, which the browser does not report).',
    ],
    figures: {
      signInMilliseconds: times,
      usableMilliseconds: usables,
      slowestInputMilliseconds: inputs,
      cost,
    },
  };
}
