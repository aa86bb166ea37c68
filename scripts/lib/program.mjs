// @ts-check
// Programs made of the app's parts, for plain Node.js: what tests kill, and the simulator.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'vite';
import { projectRoot } from './paths.mjs';

/**
 * Bundles a TypeScript file as the app itself is bundled: SQL files come in as text, and packages
 * stay outside.
 *
 * @param {string} entry from the project's root
 * @returns {Promise<{ file: string, remove: () => void }>}
 */
export async function bundle(entry) {
  // Inside the project, so that its packages are found from there.
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
