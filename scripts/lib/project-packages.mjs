// @ts-check
// The project's npm packages: installed exactly as package-lock.json says, and only when what is
// in node_modules is something else. keytar is checked by its native file, because npm counts an
// installation as done even where that file was never built.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop, say, secondsSince } from './cli.mjs';
import { notesFolder, projectRoot } from './paths.mjs';
import { run } from './processes.mjs';

const lockFile = join(projectRoot, 'package-lock.json');
/** npm writes this one last, so it also says that the installation was finished. */
const installedFile = join(projectRoot, 'node_modules/.package-lock.json');
const stampFile = join(notesFolder, 'installed.json');
const keytarBinary = join(projectRoot, 'node_modules/keytar/build/Release/keytar.node');

/** @throws {Stop} when npm can't install them, or keytar's native part is missing */
export async function ensureProjectPackages() {
  const wanted = describeWanted();
  const stamp = readText(stampFile);
  if (stamp !== wanted && !installedByHand(stamp)) await install();
  if (!existsSync(keytarBinary)) await rebuildKeytar();
  if (stamp !== wanted) {
    mkdirSync(notesFolder, { recursive: true });
    writeFileSync(stampFile, wanted);
  }
}

function describeWanted() {
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  return JSON.stringify({ lock, ...describePlatform() });
}

function describePlatform() {
  return { abi: process.versions.modules, platform: `${process.platform}-${process.arch}` };
}

/**
 * Whether someone ran `npm install` or `npm ci` themselves, on this kind of machine: then there is
 * nothing to do over again.
 *
 * @param {string | undefined} stamp of the last installation by this script, if there was one
 */
function installedByHand(stamp) {
  const installedText = readText(installedFile);
  if (installedText === undefined) return false;
  if (stamp !== undefined) {
    const { abi, platform } = JSON.parse(stamp);
    const current = describePlatform();
    if (abi !== current.abi || platform !== current.platform) return false;
  }
  const locked = lockedPackages(readFileSync(lockFile, 'utf8'));
  const installed = lockedPackages(installedText);
  const complete = Object.entries(locked).every(([path, entry]) => {
    const other = installed[path];
    return path === '' || (other ? other.version === entry.version : entry.optional === true);
  });
  return complete && Object.keys(installed).every((path) => path in locked);
}

/**
 * @param {string} text of a lock file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function lockedPackages(text) {
  return JSON.parse(text).packages;
}

async function install() {
  const startedAt = performance.now();
  say('Installing the project’s packages (npm ci)…');
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new Stop('npm ci failed (see above). Put that right, then run this command again.');
  }
  say(`Installed the project’s packages in ${secondsSince(startedAt)}.`);
}

async function rebuildKeytar() {
  say('Building keytar, the keychain module…');
  // The one package whose script may run (`allowScripts` in package.json; .npmrc stops all others).
  await npm(['rebuild', 'keytar', '--ignore-scripts=false', '--loglevel=error']);
  if (existsSync(keytarBinary)) return;
  throw new Stop(
    'keytar, the keychain module, could neither be downloaded ready-made nor built here. ' +
      'Building it takes a C++ compiler, make, Python 3 and, on Linux, pkg-config and the ' +
      'libsecret headers (Debian: apt-get install g++ make python3 pkg-config libsecret-1-dev). ' +
      'Then run this command again.',
  );
}

/** @param {string[]} args */
function npm(args) {
  const env = { ...process.env };
  // Native modules are built with the headers that came with this Node, where there are any,
  // rather than with downloaded ones.
  const nodeFolder = dirname(dirname(process.execPath));
  if (existsSync(join(nodeFolder, 'include/node/node.h'))) env['npm_config_nodedir'] ??= nodeFolder;
  return run('npm', args, { cwd: projectRoot, env, shown: true });
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
