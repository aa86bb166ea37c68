// @ts-check
/* global document -- in the page, where `evaluate` runs */
// The time from the start of the program to a usable sign-in view: the Email box is on the screen
// with the ring of the focused box. Read from the screen's pixels, with no driver attached to the
// app.

import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { DrivenApp, appArguments } from '../../scripts/lib/demo/driven-app.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { median, milliseconds, nowMilliseconds, verdict } from './figures.mjs';
import { openStage, quit, setUpAccount } from './stage.mjs';

const targetMilliseconds = 1_500;
const patienceMilliseconds = 20_000;

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section>}
 */
export async function coldStart(setup, { quick }) {
  const runs = quick ? 3 : 10;
  const stage = await openStage();
  try {
    await (await setUpAccount(stage, setup, '15 minutes')).close();
    const look = await learnLook(stage, setup);
    // The first plain start fills caches that a driven start does not fill.
    await timeStart(stage, setup, look);
    say(`Starting the app ${runs} times with warm caches…`);
    const warm = await timeStarts(runs, () => timeStart(stage, setup, look));
    if (!(await dropCaches())) return section(warm, undefined);
    say(`Starting the app ${runs} times with the page cache dropped…`);
    const cold = await timeStarts(runs, async () => {
      await dropCaches();
      return timeStart(stage, setup, look);
    });
    return section(warm, cold);
  } finally {
    await stage.close();
  }
}

/**
 * @param {number} runs
 * @param {() => Promise<number>} start
 */
async function timeStarts(runs, start) {
  const times = [];
  for (let index = 0; index < runs; index += 1) times.push(await start());
  return times;
}

/** @typedef {{ area: import('../../scripts/lib/demo/x-screen.mjs').Area, pixels: Buffer }} Strip */

/**
 * Learns from a driven start what the usable view looks like, because its page can be asked for the
 * focus: the heading, and the edges of the Email box. Between the edges a caret blinks.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./stage.mjs').Setup} setup
 * @returns {Promise<Strip[]>}
 */
async function learnLook({ desktop, screen, dataFolder }, setup) {
  const app = await DrivenApp.start(desktop, setup, dataFolder);
  const email = app.main.getByRole('textbox', { name: 'Email', exact: true });
  await app.expectShown(email, 'The sign-in view was not shown.');
  await sleep(1_500);
  if (!(await email.evaluate((box) => box === document.activeElement && document.hasFocus()))) {
    throw new Stop('The Email box does not have the focus when the sign-in view comes up.');
  }
  const box = await app.placeOnScreen(email);
  const heading = await app.placeOnScreen(app.main.getByRole('heading', { name: 'Sign in' }));
  const edge = { x: box.x - 4, width: box.width + 8, height: 8 };
  const areas = [heading, { ...edge, y: box.y - 4 }, { ...edge, y: box.y + box.height - 4 }];
  const look = [];
  for (const area of areas) look.push({ area, pixels: await screen.pixels(area) });
  await app.close();
  return look;
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./stage.mjs').Setup} setup
 * @param {readonly Strip[]} look
 * @returns {Promise<number>} milliseconds
 */
async function timeStart({ desktop, screen, dataFolder }, setup, look) {
  const startedAt = nowMilliseconds();
  const child = desktop.spawn(setup.electron, appArguments(desktop, setup, dataFolder), {
    stdio: 'ignore',
  });
  const looksRight = async () => {
    for (const { area, pixels } of look) {
      if (!(await screen.pixels(area)).equals(pixels)) return false;
    }
    return true;
  };
  while (!(await looksRight())) {
    if (nowMilliseconds() - startedAt > patienceMilliseconds) {
      throw new Stop('The sign-in view did not come up as it looked before.');
    }
    await sleep(5);
  }
  const took = nowMilliseconds() - startedAt;
  // Then it also finishes its background work, as it would before anyone starts it again.
  await sleep(700);
  await quit(child);
  return took;
}

/** @returns {Promise<boolean>} whether this system allows it */
async function dropCaches() {
  await run('sync');
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {readonly number[]} warm
 * @param {readonly number[] | undefined} cold
 * @returns {import('./report.mjs').Section}
 */
function section(warm, cold) {
  /** @param {string} name @param {readonly number[]} times */
  const row = (name, times) => [
    name,
    milliseconds(median(times)),
    milliseconds(Math.min(...times)),
    milliseconds(Math.max(...times)),
    milliseconds(targetMilliseconds),
    verdict(median(times), targetMilliseconds),
  ];
  return {
    name: 'cold-start',
    title: `Start to a usable sign-in view (${warm.length} starts each)`,
    columns: ['page cache', 'median', 'best', 'worst', 'median at most', ''],
    rows: [row('warm', warm), ...(cold ? [row('dropped before each start', cold)] : [])],
    notes: [
      'From starting the program until the heading and the focused Email box are on the screen, in',
      'its pixels. An account exists, nobody is signed in, nothing else is attached to the app.',
      ...(cold
        ? []
        : ['This system does not let us drop the page cache, so only warm starts count.']),
    ],
    figures: { warmMilliseconds: warm, droppedMilliseconds: cold ?? null },
  };
}
