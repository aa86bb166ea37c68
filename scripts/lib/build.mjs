// @ts-check
// Builds the app into out/, but only if something that the build reads has changed since the last
// build. It compares contents, not times: a checkout changes only the times.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, say, secondsSince } from './cli.mjs';
import { withLock } from './lock.mjs';
import { projectCommand, projectRoot } from './paths.mjs';
import { run } from './processes.mjs';

const sourceFolders = ['src', 'assets', 'docs'];
const sourceFiles = /^(electron\.vite\.config\.ts|package(-lock)?\.json|tsconfig.*\.json)$/;
const outputFolder = join(projectRoot, 'out');
const stampFile = join(outputFolder, '.built-from');

/**
 * @param {{ force?: boolean }} [options] `force`: build even if nothing has changed
 * @throws {Stop} when the build fails, with its output
 */
export async function build({ force = false } = {}) {
  if (!force && isCurrent(describeSources())) return;
  await withLock(outputFolder, async () => {
    // Read again: while this command waited, another one may have built, or a source may have
    // changed.
    const sources = describeSources();
    if (!force && isCurrent(sources)) return;
    const startedAt = performance.now();
    say('Building the app…');
    forgetBuild();
    const { code, stdout, stderr } = await run(
      projectCommand('electron-vite'),
      ['build', '--logLevel', 'warn'],
      { cwd: projectRoot },
    );
    if (code !== 0) throw new Stop(`The app could not be built:\n${stdout}${stderr}`);
    mkdirSync(outputFolder, { recursive: true });
    writeFileSync(stampFile, sources);
    say(`Built the app in ${secondsSince(startedAt)}.`);
  });
}

/** Makes the next build a full one, whatever is in out/. */
export function forgetBuild() {
  rmSync(stampFile, { force: true });
}

/** @param {string} sources */
function isCurrent(sources) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sources;
}

/** @returns {string} a digest of the names and contents of all files that the build reads */
function describeSources() {
  const hash = createHash('sha256');
  for (const file of sourcePaths().sort()) {
    const content = readFileSync(join(projectRoot, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @returns {string[]} relative to the project's root */
function sourcePaths() {
  const files = readdirSync(projectRoot).filter((name) => sourceFiles.test(name));
  for (const folder of sourceFolders) {
    if (!existsSync(join(projectRoot, folder))) continue;
    const names = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
    for (const entry of names) {
      if (entry.isFile())
        files.push(join(entry.parentPath, entry.name).slice(projectRoot.length + 1));
    }
  }
  return files;
}
