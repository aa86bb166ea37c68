import { accessSync, constants, existsSync, statSync } from 'node:fs';
import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { app } from 'electron';
import { cleanEnvironment } from './host/environment/kept.js';
import { ownLanguage } from './host/environment/languages.js';
import { environmentRefusal } from './host/environment/refused.js';
import { launchRefusal, REFUSED_EXIT_CODE } from './host/process/launch-switches.js';

/*
 * The program's first file. It checks what the app was started with before the rest of the app is loaded:
 * loaders of native modules look up paths in the environment. Of libraries it loads only the one that
 * says its sentences, which is plain JavaScript. All of it is one turn of the event
 * loop: only after that Chromium opens its debugger, makes its first page and opens its files.
 */

/** Put back for the check: Node.js acted on it and deleted it. The app would wait for a parent to listen. */
const acted = cluster.isWorker ? { NODE_UNIQUE_ID: '' } : {};

// What is said from here on, also on a terminal, is in the computer's language.
ownLanguage(app).speak(null);

const refusal = app.isPackaged
  ? (launchRefusal(process.argv, process) ?? environmentRefusal({ ...process.env, ...acted }))
  : null;

if (refusal === null) {
  const { platform, execPath } = process;
  const host = { platform, execPath, isWritable, exists: existsSync };
  cleanEnvironment(process.env, host, { packaged: app.isPackaged });
  // A separate file, so that its parts are loaded only now.
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
