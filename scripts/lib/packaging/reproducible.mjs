// @ts-check
// Checks that two builds of the same sources give the same app, byte for byte. So anybody can check
// that a package was made from the published sources.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Stop, say } from '../cli.mjs';
import { projectRoot } from '../paths.mjs';
import { run } from '../processes.mjs';
import { packFolder } from './pack.mjs';

/** The sources that a build reads, besides the npm packages. */
const sources = ['src', 'assets', 'docs', 'scripts', 'LICENSE', 'electron-builder.yml', '.npmrc'];

/**
 * Builds and packs twice, here and in another folder, and compares all files.
 *
 * @param {import('./pack.mjs').Packing} packing
 * @throws {Stop} when they differ, with the names of the different files
 */
export async function checkReproducible(packing) {
  const elsewhere = mkdtempSync(join(tmpdir(), 'clinic-again-'));
  try {
    say('Packing here…');
    const output = join(elsewhere, 'dist');
    const here = digests(await packFolder({ ...packing, output }));
    await copyProject(elsewhere);
    say('Building and packing once more, in another folder…');
    await buildIn(elsewhere);
    const there = digests(await packFolder({ ...packing, project: elsewhere, output }));
    const names = new Set([...here.keys(), ...there.keys()]);
    const different = [...names].filter((name) => here.get(name) !== there.get(name));
    if (different.length > 0) {
      throw new Stop(`Two builds of the same sources differ in: ${different.join(', ')}`);
    }
    say(`Two builds, the same ${names.size} files. app.asar: ${here.get('resources/app.asar')}`);
  } finally {
    rmSync(elsewhere, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder the target for all that a build needs
 * @throws {Stop} when it can't be copied
 */
export async function copyProject(folder) {
  const names = readdirSync(projectRoot).filter(
    (name) =>
      sources.includes(name) || /^(package.*\.json|tsconfig.*\.json|.*\.config\.ts)$/.test(name),
  );
  const { code, stderr } = await run('cp', ['-R', ...names, folder], { cwd: projectRoot });
  if (code !== 0) throw new Stop(`The sources could not be copied: ${stderr}`);
  const packages = ['node_modules', join(folder, 'node_modules')];
  // A separate folder, because a build might keep paths; hard links to the files cost nothing. Where the
  // folder itself is a link, what is deleted in the copy must not be the project's own.
  const linked = await run('cp', ['-alH', ...packages], { cwd: projectRoot });
  if (linked.code === 0) return;
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  const copied = await run('cp', ['-aH', ...packages], { cwd: projectRoot });
  if (copied.code !== 0) throw new Stop(`The packages could not be copied: ${copied.stderr}`);
}

/** @param {string} folder */
async function buildIn(folder) {
  const { code, stdout, stderr } = await run(
    process.execPath,
    [
      join(folder, 'node_modules/electron-vite/bin/electron-vite.js'),
      'build',
      '--logLevel',
      'warn',
    ],
    { cwd: folder },
  );
  if (code !== 0) throw new Stop(`The app could not be built there:\n${stdout}${stderr}`);
}

/**
 * @param {string} folder
 * @returns {Map<string, string>} the SHA-256 of every file
 */
function digests(folder) {
  if (!existsSync(folder)) throw new Stop(`There is no ${folder}.`);
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
    found.set(relative(folder, path), digest);
  }
  return found;
}
