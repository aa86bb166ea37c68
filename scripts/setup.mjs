// @ts-check
// Does only the set-up that every command does for itself, all of it, and says what will run:
// `node scripts/setup.mjs`.

import { runCommand, say } from './lib/cli.mjs';
import { setup } from './lib/setup.mjs';

await runCommand(async () => {
  const { electron, electronVersion } = await setup({ needs: { desktop: true } });
  say(`Ready: Electron ${electronVersion} (${electron}).`);
});
