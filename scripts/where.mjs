// @ts-check
// `npm run --silent where`: tells outside tests how to run the app, as one line of JSON on stdout.
// They run it as `electron ...args app --user-data-dir=DIR`.

import { build } from './lib/build.mjs';
import { runCommand } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

await runCommand(async () => {
  const { electron, electronArgs } = await setup();
  await build();
  console.log(JSON.stringify({ electron, app: projectRoot, args: electronArgs }));
});
