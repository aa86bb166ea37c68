// @ts-check
// `npm run dist`: builds this platform's installers into dist/ (electron-builder.yml). They ship the
// pinned Electron; where only the runtime for development is there, it builds no installer but an
// unpacked trial of the packaged app.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

const configuration = join(projectRoot, 'electron-builder.yml');
const outputFolder = join(projectRoot, 'dist');

/** What only the runtime for development has. */
const developmentFiles = ['manifest.json', 'resources/default_app.asar'];

await runCommand(async () => {
  const { electronVersion, distPath } = await setup();
  await build();
  rmSync(outputFolder, { recursive: true, force: true });
  const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
  if (electronVersion === devDependencies.electron) {
    await pack({ config: configuration });
    say(`The installers are in ${outputFolder}.`);
    return;
  }
  say(
    `A release needs Electron ${devDependencies.electron}, which can't be downloaded here. This ` +
      `builds an unpacked trial with Electron ${electronVersion} instead, which is end-of-life: it ` +
      'shows that the packaged app works, and is never to be given to anyone.',
  );
  await pack({
    dir: true,
    config: {
      extends: configuration,
      electronDist: distPath,
      electronVersion,
      afterExtract: async ({ appOutDir }) => {
        for (const name of developmentFiles) {
          rmSync(join(appOutDir, name), { recursive: true, force: true });
        }
      },
    },
  });
  say(`The trial is in ${outputFolder}. It is not a release.`);
});

/** @param {import('electron-builder').CliOptions} options */
async function pack(options) {
  // Only now: the set-up brings it.
  const builder = await import('electron-builder');
  try {
    await builder.build({ projectDir: projectRoot, publish: 'never', ...options });
  } catch (error) {
    throw new Stop(`electron-builder could not pack the app: ${error}`);
  }
}
