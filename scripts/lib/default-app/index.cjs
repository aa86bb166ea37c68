// @ts-check
// What Electron runs when it is given an app's folder instead of being packed with one, for the
// development runtime that comes without such a default app (../registry-runtime.mjs). Its
// command line is like that of Electron's own: `electron [-r FILE]… [--switches] FOLDER [args]`;
// Playwright, for one, hands in its loader with `-r`.

const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

// Meant for default apps, and not in Electron's typings.
/** @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} Unlisted */
const app = /** @type {Electron.App & Unlisted} */ (
  /** @type {unknown} */ (require('electron').app)
);

const { folder, modules } = readCommandLine(process.argv.slice(1));

// Before the app, and before anything of it is decided: that is what `-r` is for.
for (const file of modules) require(resolve(file));

if (folder === undefined) {
  console.error('Give the folder of the app to run: electron [--switches] FOLDER');
  app.exit(1);
} else {
  runApp(resolve(folder));
}

/** @param {readonly string[]} args */
function readCommandLine(args) {
  /** @type {string[]} */
  const modules = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '-r' || arg === '--require') {
      index += 1;
      modules.push(args[index] ?? '');
    } else if (!arg.startsWith('-')) {
      return { folder: arg, modules };
    }
  }
  return { folder: undefined, modules };
}

/** @param {string} appFolder */
function runApp(appFolder) {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const description = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8'));
  const name = description.productName ?? description.name;
  app.setVersion(description.version);
  app.setName(name);
  app.setDesktopName(description.desktopName ?? `${name}.desktop`);
  app.setAppPath(appFolder);
  // Electron chose a folder by this default app's own name before the app's was known.
  const userData = app.commandLine.getSwitchValue('user-data-dir');
  app.setPath('userData', userData ? resolve(userData) : join(app.getPath('appData'), name));
  require(join(appFolder, description.main ?? 'index.js'));
}
