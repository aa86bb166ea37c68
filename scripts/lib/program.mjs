// @ts-check
// Programs for plain Node.js, made from parts of the app: the ones that tests kill, and the
// simulator.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './paths.mjs';

/**
 * Bundles a TypeScript file like the app itself: SQL files become text, and packages stay outside.
 *
 * @param {string} entry from the project's root
 * @returns {Promise<{ file: string, remove: () => void }>}
 */
export async function bundle(entry) {
  // Inside the project, so that the bundle finds its packages.
  const parent = join(projectRoot, 'test-results/programs');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${basename(entry, '.ts')}-`));
  await build({
    configFile: false,
    logLevel: 'error',
    root: projectRoot,
    build: {
      ssr: join(projectRoot, entry),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  return {
    file: join(folder, 'program.mjs'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
