// @ts-check
// `npm run dist`: builds this platform's packages into dist/ (electron-builder.yml), and says which
// it could not build and why. The packages contain the pinned Electron. If only the development
// runtime is available, they are trials: named so, and any release replaces them.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say, secondsSince } from './lib/cli.mjs';
import { auditShipped } from './lib/packaging/audit.mjs';
import { makePackage, packFolder, packageFacts } from './lib/packaging/pack.mjs';
import { keyVariable, updateFacts } from './lib/packaging/release-key.mjs';
import { elsewhere, platformTargets } from './lib/packaging/targets.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

const usage = `npm run dist [-- --only NAME] [-- --output FOLDER] [-- --fast] [-- --check-reproducible]

--only                one package, such as deb, or dir for the unpacked app alone
--output              where to put them, dist/ by default; what is there is removed
--fast                a larger .deb in less time, for tests
--check-reproducible  build it twice, in two places, and compare every byte of the app`;

await runCommand(async () => {
  const { only, fast = false, 'check-reproducible': checks, ...more } = readOptions();
  const output = resolve(more.output ?? join(projectRoot, 'dist'));
  const { electronVersion, distPath } = await setup({ needs: { packaging: true } });
  await build();
  const { electron } = packageFacts();
  const trial = electronVersion !== electron;
  // A trial never updates itself.
  const updates = trial ? null : updateFacts();
  if (!trial && updates === null) {
    say(`${keyVariable} names no key, so these packages do not update themselves.`);
  }
  const runtime = { distPath, electronVersion, trial };
  const packing = { project: projectRoot, output, ...runtime, updates, fast };
  if (trial) {
    say(
      `A release needs Electron ${electron}, which can't be downloaded here. What is built with ` +
        `Electron ${electronVersion} instead, which is end-of-life, is a trial: it shows that the ` +
        'packages work, and is never to be given to anyone.',
    );
  }
  if (checks === true) {
    const { checkReproducible } = await import('./lib/packaging/reproducible.mjs');
    await checkReproducible(packing);
    return 0;
  }
  if (!fast) await audit(trial);
  const folder = await packFolder(packing);
  const made = await makeAll(packing, folder, only);
  for (const { names, why } of elsewhere) say(`Not built: ${names}: ${why}.`);
  say(`They are in ${output}.${trial ? ' They are trials, no releases.' : ''}`);
  return made || only === 'dir' ? 0 : 1;
});

/**
 * @param {boolean} trial
 * @throws {Stop} when a release would carry a flaw that is publicly known
 */
async function audit(trial) {
  const outcome = await auditShipped();
  if ('unknown' in outcome) {
    say(`Known flaws of the shipped packages: not checked (${outcome.unknown}).`);
    return;
  }
  if (outcome.found.length === 0) return;
  const told = `npm audit knows serious flaws of: ${outcome.found.join(', ')}.`;
  if (!trial) throw new Stop(`${told} Update them first.`);
  say(told);
}

/**
 * @param {import('./lib/packaging/pack.mjs').Packing} packing
 * @param {string} folder
 * @param {string | undefined} only
 * @returns {Promise<boolean>} whether there is at least one
 */
async function makeAll(packing, folder, only) {
  let made = false;
  for (const target of platformTargets()?.targets ?? []) {
    if (only !== undefined && only !== target.name) continue;
    const startedAt = performance.now();
    const why = await makePackage(packing, folder, target);
    made ||= why === undefined;
    say(
      why === undefined
        ? `Built: ${target.name} in ${secondsSince(startedAt)}.`
        : `Not built: ${target.name}: ${why}.`,
    );
  }
  return made;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string' },
        output: { type: 'string' },
        fast: { type: 'boolean' },
        'check-reproducible': { type: 'boolean' },
      },
    });
    const names = ['dir', ...(platformTargets()?.targets ?? []).map(({ name }) => name)];
    if (values.only === undefined || names.includes(values.only)) return values;
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
