// @ts-check
// The packages that each platform builds, and what it needs to build them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hasCommand } from '../processes.mjs';

/**
 * @typedef {object} Target
 * @property {string} name electron-builder's name
 * @property {() => Promise<Record<string, string>>} [tools] variables that name tools of this
 *   computer, in place of those that electron-builder would download
 * @property {string} [needs] a command that the build needs
 */

/** @typedef {{ flag: string, targets: readonly Target[] }} PlatformTargets */

/** @type {Partial<Record<NodeJS.Platform, PlatformTargets>>} */
const platforms = {
  linux: {
    flag: '--linux',
    targets: [
      { name: 'deb', tools: debTools },
      { name: 'tar.gz', tools: archiveTools },
      { name: 'AppImage', tools: archiveTools },
      { name: 'rpm', tools: archiveTools, needs: 'rpmbuild' },
    ],
  },
  darwin: { flag: '--mac', targets: [{ name: 'dmg' }, { name: 'zip' }] },
  win32: { flag: '--win', targets: [{ name: 'nsis' }, { name: 'msi' }] },
};

/** Packages that are never built here, even with all tools. */
export const elsewhere = [
  { platform: 'win32', names: 'NSIS and MSI', why: 'the native modules must be built on Windows' },
  { platform: 'darwin', names: 'dmg and zip', why: 'Apple’s tools for signing run on a Mac only' },
  { platform: 'linux', names: 'deb, rpm, AppImage and tar.gz', why: 'they are built on Linux' },
].filter(({ platform }) => platform !== process.platform);

/** @returns {PlatformTargets | undefined} nothing on a platform that the app does not run on */
export function platformTargets() {
  return platforms[process.platform];
}

/** If Debian's packaging tool is installed, no fpm is downloaded. */
async function debTools() {
  if (!(await hasCommand('dpkg-deb'))) return archiveTools();
  return { CUSTOM_FPM_PATH: join(import.meta.dirname, 'fpm.mjs') };
}

/**
 * Level 5 takes a quarter of the time of electron-builder's level 9, and the file is one percent
 * larger.
 */
async function archiveTools() {
  /** @type {Record<string, string>} */
  const found = { ELECTRON_BUILDER_COMPRESSION_LEVEL: '5' };
  const sevenZip = ['/usr/bin/7za', '/usr/bin/7z'].find((file) => existsSync(file));
  if (sevenZip !== undefined) found['ELECTRON_BUILDER_7ZIP_PATH'] = sevenZip;
  return found;
}
