// @ts-check
// The operating system's packages: for Electron to run, for keytar to be built, and for the private
// desktop of tests, demo and benches. Only missing packages are installed, and only by root; other
// users are told the one command to run.

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Stop, say } from './cli.mjs';
import { hasCommand, run, runAsRoot } from './processes.mjs';

// Newer Debian and Ubuntu releases give some libraries a `t64` suffix: `new|old` means either.
const runtimeLibraries = [
  'libnss3',
  'libatk1.0-0t64|libatk1.0-0',
  'libatk-bridge2.0-0t64|libatk-bridge2.0-0',
  'libcups2t64|libcups2',
  'libgtk-3-0t64|libgtk-3-0',
  'libgbm1',
  'libasound2t64|libasound2',
  'libxss1',
  'libsecret-1-0',
];
const keytarBuildPackages = ['libsecret-1-dev', 'pkg-config|pkgconf'];
/** Commands that may be installed in another way than as a package. */
const buildCommands = { make: 'make', 'g++': 'g++', python3: 'python3', unzip: 'unzip' };
const desktopPackages = [
  'xvfb',
  'openbox',
  'dbus-x11',
  'gnome-keyring',
  'gcr',
  'libsecret-tools',
  'xdotool',
  'x11-utils',
  'trayer',
  'tigervnc-standalone-server',
  'xprintidle',
  'maim',
  'faketime',
  'xautolock',
  // A sound server whose loudspeaker is recorded.
  ...['pulseaudio', 'pulseaudio-utils'],
  // A real screen lock for this desktop.
  'mate-screensaver',
  'openssl',
  'libnss3-tools',
  // Wayland: a compositor that reports idleness, keys for it, and a compositor that does not report
  // it.
  'sway',
  'wtype',
  'grim',
  'swayidle',
  'weston',
];
/** The desktops of `npm run desktops`, and the programs that people use there. */
const manyDesktopsPackages = [
  ...['kwin-wayland', 'libkscreenlocker5'],
  ...['gnome-shell', 'mutter', 'xwayland', 'gjs'],
  ...['xfwm4', 'tigervnc-standalone-server', 'x11-xserver-utils', 'xterm'],
  ...['libkf5wallet-bin', 'libqca-qt5-2-plugins', 'gcr'],
  ...['orca', 'at-spi2-core'],
];
const fontPackage = 'fonts-dejavu-core';
/** For `npm run dist`, and to read the screen of its result. */
const packagingPackages = [
  'p7zip-full|7zip',
  'at-spi2-core',
  'gir1.2-atspi-2.0',
  'python3-gi',
  'desktop-file-utils',
];
/** The clinic's server, for tests and `npm run demo:clinic`; and what some put in front of it, for tests. */
const databasePackages = ['postgresql', 'pgbouncer'];
/**
 * Debian would start servers of its own with them, which nobody here needs. Each file with its mode; one that is
 * there already stays as it is.
 */
const noServersFiles = [
  {
    path: '/etc/postgresql-common/createcluster.d/clinic-workstation.conf',
    text: 'create_main_cluster = false',
    mode: '644',
  },
  { path: '/usr/sbin/policy-rc.d', text: '#!/bin/sh\nexit 101', mode: '755' },
];

/** A bench compares the app with it. */
const browserPackage = 'chromium';

/**
 * @typedef {object} Needs
 * @property {boolean} desktop whether the private desktop is needed too
 * @property {boolean} manyDesktops whether Wayland's desktops and others are needed beside it
 * @property {boolean} packaging whether packages for users will be made
 * @property {boolean} database whether a clinic's server is needed: PostgreSQL, and a pooler
 * @property {boolean} browser whether to install Chromium if possible; nothing fails without it
 */

/**
 * @param {Needs} needs
 * @param {{ sudo: boolean }} options `sudo`: become root if needed
 * @throws {Stop} when something is missing that only the person can install
 */
export async function ensureSystemPackages(needs, { sudo }) {
  if (process.platform !== 'linux') return;
  if (!existsSync('/usr/bin/dpkg-query') || !existsSync('/usr/bin/apt-get')) {
    await explainOtherLinux(needs.desktop);
    return;
  }
  const missing = await missingPackages(needs);
  if (missing.length > 0) await installOrExplain(missing, sudo);
  if (needs.browser) await installBrowser();
}

/**
 * @param {readonly string[]} missing
 * @param {boolean} sudo
 */
async function installOrExplain(missing, sudo) {
  if (process.getuid?.() !== 0 && !sudo) {
    const names = (await installableNames(missing)).join(' ');
    throw new Stop(
      `Some system packages are missing. Install them, then run this command again:\n\n` +
        `  sudo apt-get install -y --no-install-recommends ${names}\n\n` +
        'Or let `npm run setup -- --with-sudo` do it.',
    );
  }
  await install(missing);
}

/** @param {Needs} needs */
async function missingPackages({ desktop, manyDesktops, packaging, database }) {
  const wanted = [
    ...runtimeLibraries,
    ...keytarBuildPackages,
    ...(desktop ? desktopPackages : []),
    ...(manyDesktops ? manyDesktopsPackages : []),
    ...(packaging ? packagingPackages : []),
    ...(database ? databasePackages : []),
  ];
  const names = wanted.flatMap((entry) => entry.split('|'));
  // Exits with 1 if a name is unknown, but still lists the others.
  const { stdout } = await run('dpkg-query', [
    '-W',
    '-f',
    '${Package} ${db:Status-Status}\n',
    ...names,
  ]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  const missing = wanted.filter((entry) => !entry.split('|').some((name) => installed.has(name)));
  for (const [command, name] of Object.entries(buildCommands)) {
    if (!(await hasCommand(command))) missing.push(name);
  }
  if (desktop && !(await hasFont())) missing.push(fontPackage);
  return missing;
}

async function hasFont() {
  const { code, stdout } = await run('fc-list', ['--format', '%{file}\n']);
  return code === 0 && stdout.trim() !== '';
}

/**
 * If a package has two names, chooses the one that this release offers.
 *
 * @param {readonly string[]} entries
 */
async function installableNames(entries) {
  const candidates = entries.flatMap((entry) => entry.split('|'));
  const env = { ...process.env, LC_ALL: 'C' };
  const { stdout } = await run('apt-cache', ['policy', ...candidates], { env });
  const offered = new Set(
    [...stdout.matchAll(/^(\S+):\n.*\n {2}Candidate: (?!\(none\))/gm)].map((match) => match[1]),
  );
  return entries.map((entry) => {
    const names = entry.split('|');
    return names.find((name) => offered.has(name)) ?? names[names.length - 1] ?? entry;
  });
}

/** @param {readonly string[]} missing */
async function install(missing) {
  say(`Installing system packages: ${missing.map((entry) => entry.split('|').pop()).join(' ')}…`);
  await aptGet(['update', '-qq']);
  const names = await installableNames(missing);
  const outcome = await withoutServers(names, () =>
    aptGet(['install', '-y', '-qq', '--no-install-recommends', ...names]),
  );
  if (outcome.code === 0) return;
  throw new Stop(
    `The system packages could not be installed:\n${lastLines(outcome.stderr || outcome.stdout)}\n\n` +
      `Once this works, run the command again:\n\n` +
      `  apt-get install -y --no-install-recommends ${names.join(' ')}`,
  );
}

/**
 * Runs `work` while Debian makes and starts no server of its own.
 *
 * @template Result
 * @param {readonly string[]} names of packages
 * @param {() => Promise<Result>} work
 */
async function withoutServers(names, work) {
  if (!databasePackages.some((name) => names.includes(name))) return work();
  const own = noServersFiles.filter(({ path }) => !existsSync(path));
  for (const { path, text, mode } of own) {
    await runAsRoot('mkdir', ['-p', dirname(path)]);
    const write = 'printf "%b\\n" "$2" > "$1" && chmod "$3" "$1"';
    await runAsRoot('sh', ['-c', write, 'sh', path, text, mode]);
  }
  try {
    return await work();
  } finally {
    for (const { path } of own) await runAsRoot('rm', ['-f', path]);
  }
}

/** Not every release has this package; without it the bench says that there is no comparison. */
async function installBrowser() {
  if (process.getuid?.() !== 0 || (await hasCommand(browserPackage))) return;
  say(`Installing ${browserPackage}…`);
  await aptGet(['update', '-qq']);
  await aptGet(['install', '-y', '-qq', '--no-install-recommends', browserPackage]);
}

/** @param {readonly string[]} args */
function aptGet(args) {
  const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0'];
  const variables = ['DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C.UTF-8'];
  return runAsRoot('env', [...variables, 'apt-get', ...options, ...args]);
}

/** @param {string} text */
function lastLines(text) {
  return text.trim().split('\n').slice(-8).join('\n');
}

/**
 * Other distributions use other package names: this only says what is needed, and only if a library
 * of Electron or a command of the desktop is missing. The caller goes on.
 *
 * @param {boolean} desktop
 */
async function explainOtherLinux(desktop) {
  const { code, stdout } = await run('ldconfig', ['-p']);
  const sonames = [
    'libnss3.so',
    'libgtk-3.so.0',
    'libgbm.so.1',
    'libasound.so.2',
    'libsecret-1.so.0',
  ];
  const libraries = code === 0 ? sonames.filter((name) => !stdout.includes(name)) : [];
  const commands = [];
  for (const command of desktop
    ? ['Xvfb', 'gnome-keyring-daemon', 'xdotool', 'maim', 'certutil']
    : []) {
    if (!(await hasCommand(command))) commands.push(command);
  }
  const needed = [...libraries, ...commands];
  if (needed.length === 0) return;
  say(`Not found on this system: ${needed.join(', ')}. On Debian they come with these packages:`);
  say(`  ${[...runtimeLibraries, ...(desktop ? desktopPackages : [])].join(' ')}`);
}
