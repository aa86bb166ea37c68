#!/usr/bin/env node
// @ts-check
// A replacement for fpm, which electron-builder would download to make a .deb. It takes the
// arguments that electron-builder passes (CUSTOM_FPM_PATH) and makes the package with Debian's own
// dpkg-deb. An unknown argument is an error, so that nothing is left out silently.

import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, runCommand } from '../cli.mjs';
import { run } from '../processes.mjs';

const one = /** @type {const} */ ({ type: 'string' });
const many = /** @type {const} */ ({ type: 'string', multiple: true });
const flag = /** @type {const} */ ({ type: 'boolean' });

/** The options of fpm that electron-builder uses. */
const options = {
  'input-type': { ...one, short: 's' },
  'output-type': { ...one, short: 't' },
  depends: { ...many, short: 'd' },
  'deb-recommends': many,
  'deb-compression': one,
  'deb-priority': one,
  'before-install': one,
  'after-install': one,
  'before-remove': one,
  'after-remove': one,
  architecture: one,
  category: one,
  description: one,
  license: one,
  log: one,
  maintainer: one,
  name: one,
  package: one,
  url: one,
  vendor: one,
  version: one,
  force: flag,
  debug: flag,
};

/** The scripts of a package: dpkg's name and fpm's option for each. */
const scripts = /** @type {const} */ ({
  preinst: 'before-install',
  postinst: 'after-install',
  prerm: 'before-remove',
  postrm: 'after-remove',
});

/** @typedef {ReturnType<typeof readArguments>['values']} Values */

await runCommand(async () => {
  const { values, positionals } = readArguments(process.argv.slice(2));
  if (values['input-type'] !== 'dir' || values['output-type'] !== 'deb') {
    throw new Stop('This stand-in for fpm makes a .deb from folders, and nothing else.');
  }
  const tree = mkdtempSync(join(tmpdir(), 'clinic-deb-'));
  try {
    for (const mapping of positionals) place(tree, mapping);
    levelModes(tree);
    const control = join(tree, 'DEBIAN');
    const { bytes, sums } = survey(tree, tree);
    mkdirSync(control);
    writeFileSync(join(control, 'md5sums'), sums.map((line) => `${line}\n`).join(''));
    writeFileSync(join(control, 'control'), controlFile(values, Math.ceil(bytes / 1024)));
    for (const [name, argument] of Object.entries(scripts)) {
      const file = values[/** @type {keyof Values} */ (argument)];
      if (typeof file !== 'string') continue;
      copyFileSync(file, join(control, name));
      chmodSync(join(control, name), 0o755);
    }
    await buildPackage(tree, values);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
});

/** @param {string[]} args */
function readArguments(args) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Stop(`This stand-in for fpm was called in a new way: ${String(error)}`);
  }
}

/**
 * Copies the source of a mapping such as `FOLDER/=/opt/App` into the package's tree.
 *
 * @param {string} tree
 * @param {string} mapping
 */
function place(tree, mapping) {
  const at = mapping.lastIndexOf('=/');
  if (at === -1) throw new Stop(`${mapping} does not say where it goes.`);
  const target = join(tree, mapping.slice(at + 1));
  mkdirSync(dirname(target), { recursive: true });
  cpSync(mapping.slice(0, at), target, { recursive: true, verbatimSymlinks: true });
}

/**
 * Sets the modes independently of the umask: everybody may read, only root may write.
 *
 * @param {string} folder
 */
function levelModes(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) levelModes(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o111 ? 0o755 : 0o644);
  }
}

/**
 * The size of the files, and a checksum line for each, in a fixed order.
 *
 * @param {string} tree
 * @param {string} folder within it
 * @returns {{ bytes: number, sums: string[] }}
 */
function survey(tree, folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  let bytes = 0;
  /** @type {string[]} */
  const sums = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const inner = survey(tree, path);
      bytes += inner.bytes;
      sums.push(...inner.sums);
    } else if (entry.isFile()) {
      const content = readFileSync(path);
      bytes += content.length;
      sums.push(`${createHash('md5').update(content).digest('hex')}  ${relative(tree, path)}`);
    }
  }
  return { bytes, sums };
}

/**
 * @param {Values} values
 * @param {number} kilobytes
 */
function controlFile(values, kilobytes) {
  const [synopsis = '', ...more] = (values.description ?? '')
    .split('\n')
    .map((line) => line.trim());
  const fields = {
    Package: values.name,
    Version: values.version,
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    'Installed-Size': String(kilobytes),
    Depends: values.depends?.join(', '),
    Recommends: values['deb-recommends']?.join(', '),
    Section: values.category,
    Priority: values['deb-priority'],
    Homepage: values.url,
    Description: [synopsis, ...more.map((line) => ` ${line === '' ? '.' : line}`)].join('\n'),
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

/**
 * @param {string} tree
 * @param {Values} values
 */
async function buildPackage(tree, { package: file, 'deb-compression': compression = 'xz' }) {
  if (file === undefined) throw new Stop('Where does the package go?');
  mkdirSync(dirname(file), { recursive: true });
  // gzip is used if time matters more than size.
  const method = compression === 'gz' ? ['-Zgzip', '-z3'] : [`-Z${compression}`];
  const { code, stdout, stderr } = await run('dpkg-deb', [
    ...['--root-owner-group', ...method, '--build', tree, file],
  ]);
  if (code !== 0) throw new Stop(`dpkg-deb could not make the package:\n${stdout}${stderr}`);
}
