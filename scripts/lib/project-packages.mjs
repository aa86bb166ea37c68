// @ts-check
// Installs the project's npm packages exactly as package-lock.json says, if node_modules differs
// from it. keytar's native file is checked separately, because npm counts an installation as done
// even if that file was never built.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop, say, secondsSince } from './cli.mjs';
import { notesFolder, projectRoot } from './paths.mjs';
import { run } from './processes.mjs';

const lockFile = join(projectRoot, 'package-lock.json');
/** npm writes this file last, so it also shows that the installation was finished. */
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
 * Whether somebody ran `npm install` or `npm ci` on this kind of machine: then nothing is left to
 * do.
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
  // The only package whose script may run (`allowScripts` in package.json; .npmrc stops all
  // others).
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
  // Native modules use the headers of this Node, if it has them, instead of downloaded ones.
  const nodeFolder = dirname(dirname(process.execPath));
  if (existsSync(join(nodeFolder, 'include/node/node.h'))) env['npm_config_nodedir'] ??= nodeFolder;
  return run('npm', args, { cwd: projectRoot, env, shown: true });
}

/** @param {string} file */
function readText(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
