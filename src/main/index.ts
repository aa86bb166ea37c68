import { accessSync, constants, existsSync, statSync } from 'node:fs';
import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { app } from 'electron';
import { cleanEnvironment } from './host/environment/kept.js';
import { environmentRefusal } from './host/environment/refused.js';
import { launchRefusal, REFUSED_EXIT_CODE } from './host/process/launch-switches.js';

/*
 * The program's first file: it looks at what the app was started with before anything else is loaded,
 * native modules above all, as their loaders ask the environment where they are. It is all one turn:
 * Chromium opens its debugger, makes its first page and opens its files only after that.
 */

/** Node.js takes this variable out when it has acted on it: the app would wait for a parent to listen. */
const acted = cluster.isWorker ? { NODE_UNIQUE_ID: '' } : {};

const refusal = app.isPackaged
  ? (launchRefusal(process.argv, process) ?? environmentRefusal({ ...process.env, ...acted }))
  : null;

if (refusal === null) {
  const { platform, execPath } = process;
  const host = { platform, execPath, isWritable, exists: existsSync };
  cleanEnvironment(process.env, host, { packaged: app.isPackaged });
  // A file of its own, whose parts are loaded only now.
  createRequire(__filename)('./command-line.js');
} else {
  process.stderr.write(`${refusal}\n`);
  app.exit(REFUSED_EXIT_CODE);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
