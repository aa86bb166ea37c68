// @ts-check
// `npm run setup`: runs only the set-up that every command runs first, but all of it, also steps
// that failed recently, and says which Electron runs.

import { parseArgs } from 'node:util';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

const usage = `npm run setup [-- --with-sudo]

--with-sudo  lets sudo do what only root may: system packages, and the owner of Chromium's sandbox`;

await runCommand(async () => {
  const needs = { desktop: true, packaging: true, database: true };
  const { electron, electronVersion } = await setup({ needs, retry: true, sudo: withSudo() });
  say(`Ready: Electron ${electronVersion} (${electron}).`);
});

function withSudo() {
  try {
    const { values } = parseArgs({ options: { 'with-sudo': { type: 'boolean' } } });
    return values['with-sudo'] ?? false;
  } catch {
    throw new Stop(usage);
  }
}
