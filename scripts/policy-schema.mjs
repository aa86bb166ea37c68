// @ts-check
// `npm run policy-schema`: writes the files that `assets/policy` publishes about the managed
// policy: the JSON Schema, and the templates for Group Policy and configuration profiles. They come
// from the schema that the app itself checks with. A unit test fails if somebody forgot to run
// this.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { policyTemplates } from './lib/policy/templates.mjs';
import { setup } from './lib/setup.mjs';

const folder = join(projectRoot, 'assets/policy');

await runCommand(async () => {
  await setup();
  // Imported only now: they are project packages, which the set-up installs.
  const { runnerImport } = await import('vite');
  const { format, resolveConfig } = await import('prettier');
  /** @type {{ module: typeof import('../src/shared/policy/managed-policy.js') }} */
  const { module: policy } = await runnerImport(
    join(projectRoot, 'src/shared/policy/managed-policy.ts'),
  );
  /** @type {{ module: typeof import('../src/shared/policy/managed-settings.js') }} */
  const { module: settings } = await runnerImport(
    join(projectRoot, 'src/shared/policy/managed-settings.ts'),
  );
  const schema = JSON.stringify(policy.managedPolicyJsonSchema());
  const filepath = join(folder, 'policy.schema.json');
  const example = JSON.parse(readFileSync(join(folder, 'policy.example.json'), 'utf8'));
  const texts = {
    'policy.schema.json': await format(schema, { ...(await resolveConfig(filepath)), filepath }),
    ...policyTemplates(settings.managedSettings(), example),
  };
  for (const [name, text] of Object.entries(texts)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    say(`Wrote ${file}.`);
  }
});
