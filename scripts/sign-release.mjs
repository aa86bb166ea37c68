// @ts-check
// `node scripts/sign-release.mjs`: writes the metadata of the packages in a folder, by which
// installed apps find them, and signs them with the release key (docs/installing.md). To let a
// staged release reach more computers, run it again and publish the new metadata.

import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { packageFacts } from './lib/packaging/pack.mjs';
import { keyVariable, releaseKey } from './lib/packaging/release-key.mjs';
import { writeMetadata } from './lib/packaging/release-metadata.mjs';
import { projectRoot } from './lib/paths.mjs';

const usage = `node scripts/sign-release.mjs [FOLDER] [--channel stable|beta] [--staging PERCENT]

FOLDER     with the packages, dist/ by default
--channel  stable by default
--staging  for how many of a hundred computers the release is, 1 to 99; all by default

${keyVariable} names the file with the private key (PEM, Ed25519).`;

await runCommand(async () => {
  const { folder, channel, staging } = readOptions();
  const key = releaseKey();
  if (key === null) throw new Stop(usage);
  const { version } = packageFacts();
  const names = await writeMetadata(folder, { version, channel, staging }, key);
  if (names.length === 0) throw new Stop(`There is no package that updates itself in ${folder}.`);
  for (const name of names) say(`Signed: ${join(folder, name)}`);
  return 0;
});

/** @returns {{ folder: string } & Pick<import('./lib/packaging/release-metadata.mjs').ReleaseFacts, 'channel' | 'staging'>} */
function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      options: { channel: { type: 'string', default: 'stable' }, staging: { type: 'string' } },
      allowPositionals: true,
    });
    const { channel } = values;
    const staging = values.staging === undefined ? undefined : Number(values.staging);
    const isStaged =
      staging === undefined || (Number.isInteger(staging) && staging > 0 && staging < 100);
    if (isStaged && positionals.length <= 1 && (channel === 'stable' || channel === 'beta')) {
      const folder = resolve(positionals[0] ?? join(projectRoot, 'dist'));
      return { folder, channel, staging };
    }
  } catch {
    // An unknown option: the usage lists the known ones.
  }
  throw new Stop(usage);
}
