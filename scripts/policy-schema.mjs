// @ts-check
// Writes `assets/policy/policy.schema.json`, the published form of the managed policy file, from the
// contract that the app itself checks with: `npm run policy-schema`. A unit test tells when that was
// forgotten.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

await runCommand(async () => {
  await setup();
  // Only now: they are project packages, which the set-up brings.
  const { runnerImport } = await import('vite');
  const { format, resolveConfig } = await import('prettier');
  /** @type {{ module: typeof import('../src/contract/managed-policy.js') }} */
  const { module } = await runnerImport(join(projectRoot, 'src/contract/managed-policy.ts'));
  const file = join(projectRoot, 'assets/policy/policy.schema.json');
  const text = JSON.stringify(module.managedPolicyJsonSchema());
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
  say(`Wrote ${file}.`);
});
