// @ts-check
// Chromium's sandbox on Linux does not run as root. Other users need its setuid helper, or a kernel
// that lets them make namespaces. Without either Chromium aborts with a long message, so this file
// says it before, with the one command that helps.

import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from './cli.mjs';
import { runAsRoot } from './processes.mjs';

/**
 * @param {string} distPath the folder of the Electron runtime
 * @returns {string[]} the switches that Electron needs for it on this machine
 * @throws {Stop} when the person must allow the sandbox first
 */
export function sandboxArgs(distPath) {
  if (process.platform !== 'linux') return [];
  if (process.getuid?.() === 0) return ['--no-sandbox'];
  if (sandboxWorks(distPath)) return [];
  const helper = helperOf(distPath);
  throw new Stop(
    `This system lets only root set up Chromium's sandbox. Allow it for this Electron, then run ` +
      `this command again:\n\n  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'` +
      '\n\nOr let `npm run setup -- --with-sudo` do it.',
  );
}

/**
 * Makes Chromium's helper setuid root, with sudo, if the sandbox does not work without it.
 *
 * @param {string} distPath the folder of the Electron runtime
 */
export async function allowSandbox(distPath) {
  if (process.platform !== 'linux' || process.getuid?.() === 0 || sandboxWorks(distPath)) return;
  await runAsRoot('chown', ['root:root', helperOf(distPath)]);
  await runAsRoot('chmod', ['4755', helperOf(distPath)]);
}

/** @param {string} distPath */
function sandboxWorks(distPath) {
  return isSetuidRoot(helperOf(distPath)) || namespacesAllowed();
}

/** @param {string} distPath */
function helperOf(distPath) {
  return join(distPath, 'chrome-sandbox');
}

/** @param {string} file */
function isSetuidRoot(file) {
  const { uid, mode } = statSync(file);
  return uid === 0 && (mode & 0o4001) === 0o4001;
}

function namespacesAllowed() {
  return (
    readSetting('kernel/unprivileged_userns_clone') !== '0' &&
    readSetting('kernel/apparmor_restrict_unprivileged_userns') !== '1' &&
    readSetting('user/max_user_namespaces') !== '0'
  );
}

/** @param {string} name @returns undefined if this kernel has no such setting */
function readSetting(name) {
  try {
    return readFileSync(join('/proc/sys', name), 'utf8').trim();
  } catch {
    return undefined;
  }
}
