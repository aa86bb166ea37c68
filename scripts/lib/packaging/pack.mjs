// @ts-check
// Packs the app once, then makes each package from that one folder. So all packages hold the same
// bytes, and one that cannot be made here does not stop the others.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Stop, say, secondsSince } from '../cli.mjs';
import { provenElectronZip } from '../electron-zip.mjs';
import { projectCommand, projectRoot } from '../paths.mjs';
import { hasCommand, run } from '../processes.mjs';
import { platformTargets } from './targets.mjs';

/**
 * @typedef {object} Packing
 * @property {string} project the folder that is packed
 * @property {string} output the folder for packages; its old content is removed
 * @property {string} distPath the Electron runtime's folder, for a trial; a release uses
 *   the zip that the runtime came from
 * @property {string} electronVersion
 * @property {boolean} trial whether this is another Electron than that of releases
 * @property {string} [version] another one than the project's
 * @property {import('./release-key.mjs').UpdateFacts | null} updates the key that proves updates,
 *   and the address of updates; without them the app does not update itself
 * @property {boolean} [fast] larger packages in less time, for tests
 */

/** @typedef {import('./targets.mjs').Target} Target */

/** Some tools are downloaded, and without a network that is tried for a long time. */
const patienceMilliseconds = 600_000;

/** @returns {{ name: string, version: string, electron: string }} */
export function packageFacts() {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { name, version, devDependencies } = JSON.parse(text);
  return { name, version, electron: devDependencies.electron };
}

/**
 * @param {Packing} packing
 * @returns {Promise<string>} the folder with the app as it will be installed
 * @throws {Stop} when it can't be packed
 */
export async function packFolder(packing) {
  const startedAt = performance.now();
  const runtime = packing.trial ? packing.distPath : await provenZip();
  rmSync(packing.output, { recursive: true, force: true });
  const { code, output } = await builder(packing, 'dir', [`-c.electronDist=${runtime}`], {});
  if (code !== 0) throw new Stop(`electron-builder could not pack the app:\n${output}`);
  say(`Packed the app in ${secondsSince(startedAt)}.`);
  return join(packing.output, unpackedName());
}

/** @returns {Promise<string>} the zip of the Electron that set-up installed, verified again */
async function provenZip() {
  return provenElectronZip().catch((/** @type {Error} */ error) => {
    throw new Stop(
      `A release is packed only of the Electron that the lock file proves: ${error.message}.`,
    );
  });
}

/**
 * Makes one package of the packed folder.
 *
 * @param {Packing} packing
 * @param {string} folder from `packFolder`
 * @param {Target} target
 * @returns {Promise<string | undefined>} why it was not made, in one line
 */
export async function makePackage(packing, folder, { name, needs, tools }) {
  if (needs !== undefined && !(await hasCommand(needs))) return `${needs} is not installed`;
  const variables = (await tools?.()) ?? {};
  const { code, output } = await builder(packing, name, ['--prepackaged', folder], variables);
  if (code === 0) return undefined;
  return reason(output);
}

/**
 * Calls electron-builder.
 *
 * @param {Packing} packing
 * @param {string} target
 * @param {readonly string[]} more arguments
 * @param {Readonly<Record<string, string>>} variables to add to the environment
 */
async function builder(packing, target, more, variables) {
  const { project, output: folder, electronVersion, trial, updates, fast } = packing;
  const flag = platformTargets()?.flag;
  if (flag === undefined) throw new Stop('The app does not run on this kind of system.');
  // A trial has a lower version than the release of the same number, so the release replaces it.
  const version = packing.version ?? (trial ? `${packageFacts().version}-trial` : undefined);
  const packedAt = await sourceDate();
  const { code, stdout, stderr } = await run(
    projectCommand('electron-builder'),
    [
      ...[flag, target, '--publish', 'never', `-c.directories.output=${folder}`],
      ...[...more, `-c.electronVersion=${electronVersion}`],
      `-c.extraMetadata.builtAt=${packedAt}`,
      ...(version === undefined ? [] : [`-c.extraMetadata.version=${version}`]),
      ...updateOverrides(updates),
      ...(fast ? ['-c.deb.compression=gz'] : []),
    ],
    {
      cwd: project,
      env: { ...process.env, SOURCE_DATE_EPOCH: packedAt, ...variables },
      timeoutMilliseconds: patienceMilliseconds,
    },
  );
  return { code, output: `${stdout}${stderr}` };
}

/** @param {Packing['updates']} facts */
function updateOverrides(facts) {
  if (facts === null) return [];
  return [
    `-c.extraMetadata.updates.key=${facts.key}`,
    ...(facts.address === null ? [] : [`-c.extraMetadata.updates.address=${facts.address}`]),
  ];
}

/** The time of the commit, which archives carry instead of the time of packing. */
async function sourceDate() {
  const given = process.env['SOURCE_DATE_EPOCH'];
  if (given !== undefined) return given;
  const { code, stdout } = await run('git', ['log', '-1', '--format=%ct'], { cwd: projectRoot });
  return code === 0 ? stdout.trim() : '0';
}

function unpackedName() {
  const suffix = process.arch === 'x64' ? '' : `-${process.arch}`;
  if (process.platform === 'darwin') return `mac${suffix}`;
  return process.platform === 'win32' ? `win${suffix}-unpacked` : `linux${suffix}-unpacked`;
}

/** @param {string} output of electron-builder; its errors begin with a special mark */
function reason(output) {
  const lines = output.split('\n').map((line) => line.trim());
  const marked = lines.filter((line) => /^(⨯|Error:)/.test(line));
  const line = marked.at(-1) ?? lines.filter(Boolean).at(-1) ?? 'it did not say why';
  const told = line.replace(/^(⨯|Error:)\s*/, '').replace(/\s+failedTask=.*$/, '');
  if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT/.test(told)) return told;
  return `electron-builder’s tools for it can't be downloaded here (${told})`;
}
