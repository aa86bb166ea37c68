// @ts-check
// The cost of the app while somebody is signed in and nothing happens, far from the limit. In the
// same minutes two naive pollers and an app without any timer run on the same runtime.

import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import { megabytes } from './figures.mjs';
import { readMemory, readUsage } from './process-tree.mjs';
import { openStage, setUpAccount, startPoller, startSignedIn } from './stage.mjs';

const timeout = '15 minutes';
const settleMilliseconds = 20_000;
const nanosecondsPerSecond = 1e9;

/** @typedef {{ name: string, pid: number }} Program */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section[]>}
 */
export async function atRest(setup, { quick }) {
  const minutes = quick ? 1 : 4;
  const stage = await openStage();
  try {
    await (await setUpAccount(stage, setup, timeout)).close();
    const app = { name: 'Clinic Workstation', pid: await startSignedIn(stage, setup) };
    await sleep(settleMilliseconds);
    // Before the others start: it would share the runtime's pages with them.
    const memory = memorySection(app.pid);
    const programs = [app, ...(await startPollers(stage, setup))];
    await sleep(settleMilliseconds);
    say(`Nobody touches the computer for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}…`);
    const before = programs.map(({ pid }) => readUsage(pid));
    await sleep(minutes * 60_000);
    const after = programs.map(({ pid }) => readUsage(pid));
    const idleMinutes = (await stage.screen.idleMilliseconds()) / 60_000;
    if (idleMinutes < minutes) throw new Stop('Something touched the computer meanwhile.');
    const results = programs.map(({ name }, index) => {
      const [from, to] = [before[index], after[index]];
      if (!from || !to) throw new Error(`${name} was not measured.`);
      /** @param {'mainThread' | 'mainProcess' | 'all'} part @param {keyof typeof to.all} what */
      const perMinute = (part, what) => (to[part][what] - from[part][what]) / minutes;
      /** @param {'mainProcess' | 'all'} part */
      const cpuPerHour = (part) => (perMinute(part, 'cpuNanoseconds') * 60) / nanosecondsPerSecond;
      return {
        name,
        mainThreadWakeupsPerMinute: perMinute('mainThread', 'wakeups'),
        mainProcessWakeupsPerMinute: perMinute('mainProcess', 'wakeups'),
        allWakeupsPerMinute: perMinute('all', 'wakeups'),
        mainCpuSecondsPerHour: cpuPerHour('mainProcess'),
        allCpuSecondsPerHour: cpuPerHour('all'),
      };
    });
    return [effortSection(results, minutes), memory];
  } finally {
    await stage.close();
  }
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {import('./stage.mjs').Setup} setup
 * @returns {Promise<Program[]>}
 */
async function startPollers(stage, setup) {
  const programs = [];
  for (const [name, seconds] of /** @type {const} */ ([
    ['no timer at all', 0],
    ['naive poll every 1 s', 1],
    ['naive poll every 10 s', 10],
  ])) {
    const child = await startPoller(stage, setup, {
      name,
      switches: [`--poll-milliseconds=${seconds * 1_000}`, '--limit-seconds=900'],
    });
    programs.push({ name, pid: child.pid ?? 0 });
  }
  return programs;
}

/**
 * @param {readonly {
 *   name: string,
 *   mainThreadWakeupsPerMinute: number,
 *   mainProcessWakeupsPerMinute: number,
 *   allWakeupsPerMinute: number,
 *   mainCpuSecondsPerHour: number,
 *   allCpuSecondsPerHour: number,
 * }[]} results
 * @param {number} minutes
 * @returns {import('./report.mjs').Section}
 */
function effortSection(results, minutes) {
  return {
    name: 'at-rest',
    title: `Signed in and idle, far from the 15-minute limit (over ${minutes} min)`,
    columns: [
      'program',
      'wakeups/min: main thread',
      'main process',
      'all processes',
      'CPU s/h main',
      'CPU s/h all',
    ],
    rows: results.map((result) => [
      result.name,
      result.mainThreadWakeupsPerMinute.toFixed(1),
      result.mainProcessWakeupsPerMinute.toFixed(1),
      result.allWakeupsPerMinute.toFixed(1),
      result.mainCpuSecondsPerHour.toFixed(2),
      result.allCpuSecondsPerHour.toFixed(2),
    ]),
    notes: [
      'Wakeups: how often the main process’s main thread, where all of the app’s own code runs, was',
      'woken (voluntary context switches in /proc); then the same over all threads of the main',
      'process and over all processes. What an app without any timer has is Electron’s own.',
      'CPU: time on a processor as the scheduler counts it (/proc/PID/task/*/schedstat).',
      'All four ran in the same minutes on one desktop; the pollers show one line of text.',
    ],
    figures: { minutes, programs: results },
  };
}

/**
 * @param {number} pid
 * @returns {import('./report.mjs').Section}
 */
function memorySection(pid) {
  const memory = readMemory(pid);
  return {
    name: 'memory',
    title: 'Memory of the whole app, signed in and idle',
    columns: ['', 'PSS', 'RSS'],
    rows: [[`all ${memory.processes} processes`, megabytes(memory.pss), megabytes(memory.rss)]],
    notes: [
      'PSS counts a page that several processes share once, RSS once for each of them (smaps_rollup).',
      'PSS is lower while another program on this machine runs the same Electron.',
    ],
    figures: { processes: memory.processes, pssBytes: memory.pss, rssBytes: memory.rss },
  };
}
