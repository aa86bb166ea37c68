// @ts-check
// The basis of every bench: a desktop with the app's account, and programs that start without a
// driver, which would take time itself.

import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stop } from '../../scripts/lib/cli.mjs';
import {
  DrivenApp,
  appArguments,
  clinic,
  keychainService,
} from '../../scripts/lib/demo/driven-app.mjs';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';
import { x11 } from './screens.mjs';

/** @typedef {import('../../scripts/lib/setup.mjs').Setup} Setup */
/** @typedef {Awaited<ReturnType<typeof openStage>>} Stage */

const patienceMilliseconds = 60_000;

/** After an end the sign-in view's page is replaced within this time, and would take with it what is typed. */
export const replacedMilliseconds = 18_000;

/** The folder of the naive poller's app. */
export const pollersFolder = join(import.meta.dirname, 'pollers');

/** @param {import('./screens.mjs').Kind} [kind] of desktop */
export async function openStage(kind = x11) {
  const desktop = await openDesktop(kind.options);
  const screen = await kind.open(desktop);
  const folder = mkdtempSync(join(tmpdir(), 'clinic-bench-'));
  // Moves the mouse away: elements under the pointer look different.
  await desktop.input.moveMouse(2, 897);
  return {
    kind,
    desktop,
    screen,
    /** The folder of the app's account. */
    dataFolder: join(folder, 'account'),
    /** @param {string} name @returns a folder for another program's files */
    folderFor: (name) => join(folder, name),
    close: async () => {
      screen.close();
      await desktop.close();
      await removeFolder(folder);
    },
  };
}

/**
 * Creates the account with a person's input; then the app is signed in at Home.
 *
 * @param {Stage} stage
 * @param {Setup} setup
 * @param {string} timeout its name in the list
 */
export async function setUpAccount(stage, setup, timeout) {
  const app = await DrivenApp.start(stage.desktop, setup, stage.dataFolder);
  await app.expectSetUp();
  await app.typeSetUp();
  await app.finishSetUp(timeout);
  return app;
}

/**
 * Starts the app like a person, without a driver that would wake it, and signs in by typing. The
 * account exists already.
 *
 * @param {Stage} stage
 * @param {Setup} setup
 * @returns {Promise<number>} its process id
 */
export async function startSignedIn({ desktop, screen, dataFolder }, setup) {
  const child = desktop.spawn(setup.electron, appArguments(desktop, setup, dataFolder), {
    stdio: 'ignore',
  });
  await expectSoon(
    async () => (await screen.windowTitles()).length > 0,
    'The app did not show a window.',
  );
  await sleep(3_000);
  await desktop.input.type(clinic.email);
  await desktop.input.key('Tab');
  await desktop.input.type(clinic.password);
  await desktop.input.key('Return');
  await expectSoon(
    async () => (await desktop.secretEntries(keychainService)).length === 1,
    'Signing in by typing did not work.',
  );
  await sleep(1_000);
  return child.pid ?? 0;
}

/**
 * Waits for a slow condition whose exact moment does not matter.
 *
 * @param {() => Promise<boolean>} isSo
 * @param {string} otherwise the error message if the condition is not met
 */
export async function expectSoon(isSo, otherwise) {
  const deadline = performance.now() + patienceMilliseconds;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Stop(otherwise);
    await sleep(200);
  }
}

/**
 * Starts a naive poller (pollers/index.cjs) and waits until it is ready.
 *
 * @param {Stage} stage
 * @param {Setup} setup
 * @param {{ name: string, switches: readonly string[], onLine?: (line: string) => void }} options
 */
export async function startPoller({ desktop, folderFor }, setup, { name, switches, onLine }) {
  const child = desktop.spawn(
    setup.electron,
    [
      ...[...setup.electronArgs, ...desktop.electronArgs, pollersFolder],
      ...[`--user-data-dir=${folderFor(name)}`, ...switches],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const output = /** @type {import('node:stream').Readable} */ (child.stdout);
  const lines = createInterface({ input: output });
  lines.on('line', (line) => onLine?.(line));
  await Promise.race([
    once(lines, 'line'),
    sleep(15_000, undefined, { ref: false }).then(() => {
      throw new Stop('The naive poller did not start.');
    }),
  ]);
  return child;
}

/** @param {import('node:child_process').ChildProcess} child asks it to quit, and waits for it */
export async function quit(child) {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
