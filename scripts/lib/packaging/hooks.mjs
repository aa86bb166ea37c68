// @ts-check
// The hooks that electron-builder calls while it packs (electron-builder.yml names this file), so
// that every way to call it includes these steps.

import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stop } from '../cli.mjs';
import { isProvenElectronZip, pinnedElectron } from '../electron-zip.mjs';
import { projectRoot } from '../paths.mjs';
import { throwFuses } from './fuses.mjs';
import { licenceTexts, writeSbom } from './licences.mjs';

/** Files of an Electron runtime that do not belong into a packed app. */
const foreignFiles = [
  'manifest.json',
  'version',
  'resources/default_app.asar',
  'Electron.app/Contents/Resources/default_app.asar',
];

/**
 * @param {import('electron-builder').AfterPackContext} context
 * @throws {Stop} when the Electron of a release is not verified
 */
export async function afterExtract({ appOutDir, packager }) {
  await requireProof(packager.config);
  for (const name of foreignFiles) {
    rmSync(join(appOutDir, name), { recursive: true, force: true });
  }
}

/**
 * Without this, electron-builder would download an Electron and trust checksums from the same
 * server.
 *
 * @param {Pick<import('electron-builder').Configuration, 'electronDist' | 'electronVersion'>} config
 * @throws {Stop} when a release does not use the zip that the lock file proves
 */
export async function requireProof({ electronDist, electronVersion }) {
  // Any other version makes a trial.
  if (electronVersion !== (await pinnedElectron())) return;
  if (typeof electronDist === 'string' && (await isProvenElectronZip(electronDist))) return;
  throw new Stop(
    `This Electron ${electronVersion} is not the one that the checksums of the npm package ` +
      'electron prove, so no release is made of it. `npm run dist` takes the right one.',
  );
}

/** @param {import('electron-builder').AfterPackContext} context */
export async function afterPack({ appOutDir, outDir, packager, electronPlatformName }) {
  await throwFuses(join(appOutDir, binaryName(packager, electronPlatformName)));

  const { name, version } = packager.appInfo;
  const sbom = await writeSbom({
    electronVersion: packager.config.electronVersion ?? '',
    file: join(outDir, `${name}-${version}-sbom.cdx.json`),
  });
  const licences = join(packager.getResourcesDir(appOutDir), 'licences');
  mkdirSync(licences, { recursive: true });
  writeFileSync(join(licences, 'third-party.txt'), licenceTexts(sbom));
  copyFileSync(join(projectRoot, 'LICENSE'), join(licences, 'clinic-workstation.txt'));
}

/**
 * @param {import('electron-builder').AfterPackContext['packager']} packager
 * @param {string} platform
 */
function binaryName(packager, platform) {
  const { productFilename } = packager.appInfo;
  if (platform === 'darwin') return `${productFilename}.app`;
  if (platform === 'win32') return `${productFilename}.exe`;
  const { executableName } = packager.config.linux ?? {};
  return executableName ?? packager.appInfo.linuxPackageName;
}
