// @ts-check
// Programs that the end of a session is compared with, in the same run: a screen locker, and copies
// of public programs' polls. Each reports when it decides to lock; hiding and wiping would take
// further time.

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../../scripts/lib/cli.mjs';
import { quit, startPoller } from './stage.mjs';

/** The number of samples of each. */
const samples = 30;

/**
 * The polls of Bitwarden's desktop app (repository bitwarden/clients): its vault timeout service
 * polls every 10 seconds ("check every 10 seconds"), its power monitor every 30
 * (`IdleCheckInterval`).
 */
const polls = [1, 10, 30];

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {import('./stage.mjs').Stage} stage a desktop that nobody touches until this settles
 * @param {number} limitMilliseconds
 * @returns {Promise<Record<string, number[]>>} by name, how late each decides, in milliseconds
 */
export async function measurePeers(setup, stage, limitMilliseconds) {
  /** @type {Record<string, Promise<number>[]>} */
  const idleTimes = {};
  for (const seconds of polls) {
    /** @type {Promise<number>[]} */
    const locked = [];
    idleTimes[`poll every ${seconds} s decides`] = locked;
    await startPoller(stage, setup, {
      name: `every-${seconds}-seconds`,
      switches: [`--poll-milliseconds=${seconds * 1_000}`, `--phases=${samples}`],
      onLine: (line) => {
        if (line.startsWith('locked')) locked.push(stage.screen.idleMilliseconds());
      },
    });
  }
  await stage.desktop.input.key('shift');
  await sleep(limitMilliseconds + Math.max(...polls) * 1_000 + 2_000);
  /** @type {Record<string, number[]>} */
  const late = {};
  for (const [name, times] of Object.entries(idleTimes)) {
    late[name] = (await Promise.all(times)).map((idle) => idle - limitMilliseconds);
  }
  return late;
}

/**
 * Starts the usual screen locker of this kind of desktop.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {number} limitMilliseconds in whole minutes
 * @returns {Promise<number>} how late it starts its locker, in milliseconds
 */
export async function lockerLateness({ kind, desktop, screen }, limitMilliseconds) {
  const [command, args] = kind.locker(limitMilliseconds / 1_000);
  const child = desktop.spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const output = /** @type {import('node:stream').Readable} */ (child.stdout);
  await Promise.race([
    once(output, 'data'),
    once(child, 'exit').then(() => {
      throw new Stop(`${command} ended before it locked.`);
    }),
  ]);
  const idle = await screen.idleMilliseconds();
  await quit(child);
  return idle - limitMilliseconds;
}
