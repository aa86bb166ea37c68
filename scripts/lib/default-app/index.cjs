// @ts-check
// The default app: Electron runs it when it gets an app's folder instead of being packed with an app.
// The development runtime has no default app of its own (../registry-runtime.mjs). The command line
// is like that of Electron's own: `electron [-r FILE]… [--switches] FOLDER [args]`. Playwright, for
// example, passes its loader with `-r`.

const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

// Methods for default apps, missing from Electron's types.
/** @typedef {{ setVersion(version: string): void, setAppPath(path: string): void }} Unlisted */
const app = /** @type {Electron.App & Unlisted} */ (
  /** @type {unknown} */ (require('electron').app)
);

const { folder, modules } = readCommandLine(process.argv.slice(1));

// `-r` means: before any code of the app.
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
  // Electron has chosen the folder by the name of this default app, before it knew the app's name.
  const userData = app.commandLine.getSwitchValue('user-data-dir');
  app.setPath('userData', userData ? resolve(userData) : join(app.getPath('appData'), name));
  require(join(appFolder, description.main ?? 'index.js'));
}
