// @ts-check
// The package on this computer, for tests and benches: builds it, installs and removes it with apt.
// Everything here needs root.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Stop } from '../cli.mjs';
import { projectRoot } from '../paths.mjs';
import { hasCommand, run } from '../processes.mjs';

/** The name of the package, of its command, and on the accessibility bus. */
export const program = 'clinic-workstation';
export const installedFolder = '/opt/Clinic Workstation';
export const installedBinary = `${installedFolder}/${program}`;

/** @returns {Promise<string | undefined>} why this machine can't do it, in half a sentence */
export async function whyNotInstallable() {
  if (process.platform !== 'linux' || !(await hasCommand('apt-get'))) {
    return 'the package is installed and tested on Debian and Ubuntu only';
  }
  if (process.getuid?.() !== 0) return 'only root can install the package';
  const { code, stdout } = await run('dpkg-query', ['-W', '-f', '${Status} ${Version}', program]);
  // An interrupted test may leave a trial; any other version is the user's own.
  if (code === 0 && / installed /.test(stdout) && !stdout.includes('~trial')) {
    return `another ${program} is installed here, which would be replaced and removed`;
  }
  return undefined;
}

/**
 * Builds the .deb from the current sources.
 *
 * @param {{ fast: boolean }} options `fast`: a larger package in less time
 * @returns {Promise<string>} where it is
 */
export async function buildPackage({ fast }) {
  const output = join(projectRoot, 'test-results/package');
  const dist = join(projectRoot, 'scripts/dist.mjs');
  const options = fast ? ['--fast'] : [];
  await must(process.execPath, [dist, '--only', 'deb', '--output', output, ...options]);
  const name = readdirSync(output).find((file) => file.endsWith('.deb'));
  if (name === undefined) throw new Stop('npm run dist made no .deb.');
  return join(output, name);
}

/** @param {string} file the .deb */
export async function installPackage(file) {
  await apt('install', '--reinstall', '--allow-downgrades', '--no-install-recommends', file);
}

/**
 * Makes the same package with a later version, for an upgrade.
 *
 * @param {string} file the .deb
 * @returns {Promise<string>} its path, beside the other
 */
export async function laterPackage(file) {
  const folder = mkdtempSync(join(dirname(file), 'later-'));
  try {
    await must('dpkg-deb', ['--raw-extract', file, folder]);
    const control = join(folder, 'DEBIAN/control');
    const text = readFileSync(control, 'utf8');
    writeFileSync(control, text.replace(/^Version: .*$/m, '$&+later'));
    const later = file.replace(/\.deb$/, '-later.deb');
    await must('dpkg-deb', ['--build', '-Zgzip', '-z1', folder, later]);
    return later;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Purges the package, if it is there, with all that dpkg knows of it. */
export async function purgePackage() {
  await apt('purge', program);
}

/** Removes the package, like an administrator who no longer wants it. */
export async function removePackage() {
  await apt('remove', program);
}

/**
 * Runs a command that must succeed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('../processes.mjs').RunOptions} [options]
 * @returns {Promise<string>} what it printed
 */
export async function must(command, args, options = {}) {
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Stop(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  return stdout.trim();
}

/** @param {string[]} args */
async function apt(...args) {
  const options = ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', '-o', 'APT::Sandbox::User=root'];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
  await must('apt-get', [...options, ...args], { env });
}
