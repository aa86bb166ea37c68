// @ts-check
// Paths, computed at run time, so that the project can be cloned anywhere.

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The project's root folder. */
export const projectRoot = resolve(import.meta.dirname, '../..');

/** Notes that commands keep for the next run. Reinstalling the packages deletes them. */
export const notesFolder = join(projectRoot, 'node_modules/.cache/clinic-workstation');

/**
 * One of the person's own folders for programs, following the XDG base directories.
 *
 * @param {'cache' | 'state'} kind
 */
export function userFolder(kind) {
  const [variable, standard] =
    kind === 'cache' ? ['XDG_CACHE_HOME', '.cache'] : ['XDG_STATE_HOME', '.local/state'];
  return join(process.env[variable] || join(homedir(), standard), 'clinic-workstation');
}

/** @param {string} name a command of a project package, such as `vitest` */
export function projectCommand(name) {
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  return join(projectRoot, 'node_modules/.bin', name + suffix);
}

/** The app's own typeface. */
export const fontFile = join(
  projectRoot,
  'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
);
