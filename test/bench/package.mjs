// @ts-check
// The cost of the installed package: download, disk, start time and memory, beside an empty window
// of the same Electron, which is the least that an Electron app can cost.

import { lstatSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop, say } from '../../scripts/lib/cli.mjs';
import {
  buildPackage,
  installPackage,
  installedBinary,
  installedFolder,
  purgePackage,
  whyNotInstallable,
} from '../../scripts/lib/packaging/installation.mjs';
import { median, megabytes, milliseconds, nowMilliseconds } from './figures.mjs';
import { readMemory } from './process-tree.mjs';
import { openStage, pollersFolder, quit } from './stage.mjs';

const patienceMilliseconds = 20_000;
/** A window that has not changed for this long is painted, and its app is at rest. */
const settleMilliseconds = 3_000;
/** The upper part of the window: its text does not move, and no caret blinks in it. */
const strip = { x: 100, y: 92, width: 1_000, height: 140 };

/** @typedef {{ name: string, command: string, args: readonly string[] }} Program */

/**
 * @param {import('./stage.mjs').Setup} setup
 * @param {{ quick: boolean }} options
 * @returns {Promise<import('./report.mjs').Section[]>}
 */
export async function installedPackage(setup, { quick }) {
  const why = await whyNotInstallable();
  if (why !== undefined) {
    say(`The installed package is not measured: ${why}.`);
    return [];
  }
  say('Building and installing the package…');
  const file = await buildPackage({ fast: quick });
  const stage = await openStage();
  try {
    await installPackage(file);
    const programs = [
      {
        name: 'Clinic Workstation, installed',
        command: installedBinary,
        args: [...rootSwitches(setup), '--disable-gpu', `--user-data-dir=${stage.dataFolder}`],
      },
      {
        name: 'empty window, unpacked Electron',
        command: setup.electron,
        args: [
          ...[...setup.electronArgs, '--disable-gpu', pollersFolder],
          `--user-data-dir=${stage.folderFor('empty')}`,
        ],
      },
    ];
    mkdirSync(stage.dataFolder, { recursive: true });
    const runs = quick ? 3 : 10;
    const results = [];
    for (const program of programs) results.push(await measure(stage, program, runs));
    return [sizes(file, setup), starts(results, runs)];
  } finally {
    await stage.close();
    await purgePackage();
    rmSync(dirname(file), { recursive: true });
  }
}

/** @param {import('./stage.mjs').Setup} setup */
function rootSwitches({ electronArgs }) {
  return electronArgs.filter((text) => text === '--no-sandbox');
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {Program} program
 * @param {number} runs
 */
async function measure(stage, program, runs) {
  const { look, memory } = await learn(stage, program);
  say(`Starting ${program.name} ${runs} times…`);
  const times = [];
  for (let index = 0; index < runs; index += 1) times.push(await timeStart(stage, program, look));
  return { name: program.name, times, memory };
}

/**
 * The first start: the final picture of its window, and its memory.
 *
 * @param {import('./stage.mjs').Stage} stage
 * @param {Program} program
 */
async function learn({ desktop, screen }, { command, args }) {
  const before = await screen.pixels(strip);
  const child = desktop.spawn(command, args, { stdio: 'ignore' });
  const startedAt = nowMilliseconds();
  let look = before;
  let changedAt = startedAt;
  while (look.equals(before) || nowMilliseconds() - changedAt < settleMilliseconds) {
    if (nowMilliseconds() - startedAt > patienceMilliseconds) {
      throw new Stop(`${command} showed no window that stands still.`);
    }
    await sleep(50);
    const now = await screen.pixels(strip);
    if (!now.equals(look)) changedAt = nowMilliseconds();
    look = now;
  }
  const memory = readMemory(child.pid ?? 0);
  await quit(child);
  return { look, memory };
}

/**
 * @param {import('./stage.mjs').Stage} stage
 * @param {Program} program
 * @param {Buffer} look
 * @returns {Promise<number>} milliseconds
 */
async function timeStart({ desktop, screen }, { name, command, args }, look) {
  const startedAt = nowMilliseconds();
  const child = desktop.spawn(command, args, { stdio: 'ignore' });
  while (!(await screen.pixels(strip)).equals(look)) {
    if (nowMilliseconds() - startedAt > patienceMilliseconds) {
      throw new Stop(`${name} did not come up as it looked before.`);
    }
    await sleep(5);
  }
  const took = nowMilliseconds() - startedAt;
  await sleep(700);
  await quit(child);
  return took;
}

/**
 * @param {string} file the .deb
 * @param {import('./stage.mjs').Setup} setup
 * @returns {import('./report.mjs').Section}
 */
function sizes(file, { distPath }) {
  const packageBytes = statSync(file).size;
  const installedBytes = sizeOf(installedFolder);
  const ownBytes = sizeOf(join(installedFolder, 'resources'));
  const electronBytes = sizeOf(distPath);
  return {
    name: 'package-size',
    title: 'Size of the .deb package',
    columns: ['', 'size'],
    rows: [
      ['the .deb', megabytes(packageBytes)],
      ['installed', megabytes(installedBytes)],
      ['of that our own (app, native modules, licences)', megabytes(ownBytes)],
      ['the unpacked Electron alone', megabytes(electronBytes)],
    ],
    notes: [
      'Installed is less than Electron with our own: languages that the app does not speak are left out.',
    ],
    figures: { packageBytes, installedBytes, ownBytes, electronBytes },
  };
}

/**
 * @param {readonly { name: string, times: readonly number[], memory: ReturnType<typeof readMemory> }[]} results
 * @param {number} runs
 * @returns {import('./report.mjs').Section}
 */
function starts(results, runs) {
  return {
    name: 'installed-start',
    title: `The installed app beside an empty window (${runs} starts each)`,
    columns: ['program', 'start, median', 'best', 'worst', 'memory (PSS)', 'processes'],
    rows: results.map(({ name, times, memory }) => [
      name,
      milliseconds(median(times)),
      milliseconds(Math.min(...times)),
      milliseconds(Math.max(...times)),
      megabytes(memory.pss),
      String(memory.processes),
    ]),
    notes: [
      'From starting the program until the top of its window looks, in the screen’s pixels, as it does',
      'in the end. Warm caches, no account yet, one program at a time; as root, so without the sandbox.',
    ],
    figures: {
      programs: results.map(({ name, times, memory }) => ({
        name,
        startMilliseconds: times,
        pssBytes: memory.pss,
        rssBytes: memory.rss,
      })),
    },
  };
}

/** @param {string} folder @returns {number} bytes of all files in it */
function sizeOf(folder) {
  let bytes = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) bytes += lstatSync(join(entry.parentPath, entry.name)).size;
  }
  return bytes;
}
