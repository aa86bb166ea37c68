// @ts-check
// The limit by the desktop's idle time: waits for it, and measures how long after it something
// happens.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../../scripts/lib/cli.mjs';
import { median, milliseconds, nowMilliseconds, percentile, verdict } from './figures.mjs';

/** The shortest session timeout that a clinic can choose. */
export const limitMilliseconds = 60_000;

/**
 * @param {import('./screens.mjs').ScreenReader} screen
 * @param {number} wanted idle milliseconds
 */
export async function idleReached(screen, wanted) {
  for (;;) {
    const left = wanted - (await screen.idleMilliseconds());
    if (left <= 0) return;
    await sleep(Math.min(left, 1_000));
  }
}

/**
 * The time when the idle time reaches the limit, from the quickest of a few readings.
 *
 * @param {import('./screens.mjs').ScreenReader} screen
 */
export async function limitMoment(screen) {
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
 * Checks every few milliseconds. @returns the moment after the first check that succeeds
 *
 * @param {() => Promise<boolean>} isSo
 * @param {string} otherwise
 */
export async function firstTime(isSo, otherwise) {
  const deadline = nowMilliseconds() + 10_000;
  while (!(await isSo())) {
    if (nowMilliseconds() > deadline) throw new Stop(`A session did not end: ${otherwise}.`);
    await sleep(5);
  }
  return nowMilliseconds();
}

/** The columns of {@link latenessRow}. */
export const latenessColumns = ['after the limit', 'samples', 'median', 'p99', 'worst', 'target'];

/** @typedef {{ median?: number, worst?: number }} Target in milliseconds, both at most */

/**
 * @param {string} name what is late
 * @param {readonly number[]} values in milliseconds after the limit
 * @param {Target} [target]
 */
export function latenessRow(name, values, target) {
  return [name, String(values.length), ...summary(values), judged([values], target)];
}

/**
 * The same measurement on several desktops.
 *
 * @param {string} name what is late
 * @param {readonly (readonly number[])[]} desktops in milliseconds after the limit; empty where it
 *   was not measured
 * @param {Target} [target]
 */
export function sideBySide(name, desktops, target) {
  const cells = desktops.map((values) => (values.length > 0 ? summary(values).join(', ') : ''));
  return [name, ...cells, judged(desktops, target)];
}

/** @param {readonly number[]} values */
function summary(values) {
  return [median(values), percentile(values, 99), Math.max(...values)].map(milliseconds);
}

/**
 * @param {readonly (readonly number[])[]} desktops
 * @param {Target} [target]
 */
function judged(desktops, target = {}) {
  const found = { median, worst: (/** @type {readonly number[]} */ all) => Math.max(...all) };
  return /** @type {(keyof Target)[]} */ (['median', 'worst'])
    .filter((which) => target[which] !== undefined)
    .map((which) => {
      const most = target[which] ?? 0;
      return `${which} ${most}: ${desktops.map((all) => verdict(found[which](all), most)).join(' / ')}`;
    })
    .join(', ');
}
