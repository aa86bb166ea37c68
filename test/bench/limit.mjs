// @ts-check
// The limit as the X server counts idleness: waiting for it, and how long after it something is so.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../../scripts/lib/cli.mjs';
import { median, milliseconds, nowMilliseconds, percentile, verdict } from './figures.mjs';

/** The shortest session timeout that a clinic can choose. */
export const limitMilliseconds = 60_000;

/**
 * @param {import('../../scripts/lib/demo/x-screen.mjs').XScreen} screen
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
 * When the X server's idle time reaches the limit, from the quickest of a few readings.
 *
 * @param {import('../../scripts/lib/demo/x-screen.mjs').XScreen} screen
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
 * Looks every few milliseconds; the moment after the first look that succeeds counts.
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

/** What {@link latenessRow} tells of one thing. */
export const latenessColumns = ['after the limit', 'samples', 'median', 'p99', 'worst', 'target'];

/**
 * @param {string} name what is late
 * @param {readonly number[]} values in milliseconds after the limit
 * @param {{ median?: number, worst?: number }} [target]
 */
export function latenessRow(name, values, target = {}) {
  const [middle, worst] = [median(values), Math.max(...values)];
  const wanted = [
    target.median === undefined ? '' : `median ${target.median}: ${verdict(middle, target.median)}`,
    target.worst === undefined ? '' : `worst ${target.worst}: ${verdict(worst, target.worst)}`,
  ].filter((text) => text !== '');
  return [
    name,
    String(values.length),
    milliseconds(middle),
    milliseconds(percentile(values, 99)),
    milliseconds(worst),
    wanted.join(', '),
  ];
}
