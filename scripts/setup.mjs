// @ts-check
// `npm run setup`: does only the set-up that every command does for itself, all of it, also what
// failed a short while ago, and says what will run.

import { runCommand, say } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

await runCommand(async () => {
  const { electron, electronVersion } = await setup({ needs: { desktop: true }, retry: true });
  say(`Ready: Electron ${electronVersion} (${electron}).`);
});
