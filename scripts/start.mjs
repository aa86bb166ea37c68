// @ts-check
// `npm start`: sets up, builds and runs the app. Arguments after `--` go to the app, for example
// `npm start -- --user-data-dir=/tmp/second`. On Linux without a display the app runs on a private
// desktop, which keeps its home folder and keychain for the next time. Ctrl+C quits the app, a
// second Ctrl+C ends it at once.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { build } from './lib/build.mjs';
import { runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { missingKeychain } from './lib/session-services.mjs';
import { setup } from './lib/setup.mjs';
import { hasDisplay, openShownDesktop, ownEnvironment } from './lib/shown-on.mjs';

const appArgs = process.argv.slice(2);

await runCommand(async () => {
  const { electron, electronArgs } = await setup({ needs: { desktop: !hasDisplay } });
  await build();
  const args = [...electronArgs, projectRoot, ...appArgs];
  return hasDisplay ? runHere(electron, args) : runOnPrivateDesktop(electron, args);
});

/**
 * @param {string} electron
 * @param {string[]} args
 */
async function runHere(electron, args) {
  const advice = await missingKeychain();
  if (advice) say(advice);
  return waitFor(spawn(electron, args, { env: ownEnvironment(), stdio: 'inherit' }));
}

/**
 * @param {string} electron
 * @param {string[]} args
 */
async function runOnPrivateDesktop(electron, args) {
  const desktop = await openShownDesktop();
  try {
    say('Or run `npm run demo`, which leaves pictures in demo-results/. Ctrl+C quits.');
    const child = desktop.spawn(electron, [...desktop.electronArgs, ...args], { stdio: 'inherit' });
    return await waitFor(child);
  } finally {
    await desktop.close();
  }
}

/**
 * Waits for the app's end, and forwards the signals that ask for it.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code
 */
function waitFor(child) {
  let asked = false;
  const onSignal = () => {
    child.kill(asked ? 'SIGKILL' : 'SIGTERM');
    asked = true;
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return new Promise((settle, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      settle(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}
