// @ts-check
// `npm run demo`: plays the whole main job automatically, with real time and real input, on a
// private desktop: about two minutes. Writes numbered pictures and a report to demo-results/. With
// `--readme` the pictures of this run replace the README's.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { openDesktop } from './lib/desktop.mjs';
import { projectRoot } from './lib/paths.mjs';
import { removeFolder } from './lib/remove-folder.mjs';
import { setup } from './lib/setup.mjs';

const resultsFolder = join(projectRoot, 'demo-results');
const readmeFolder = join(projectRoot, 'docs/images');
/** The steps whose pictures the README shows. */
const readmePictures = ['settings', 'clinic-app', 'warning', 'locked'];
const wallpaper = 0x2b3f58;

await runCommand(async () => {
  if (process.platform !== 'linux') {
    throw new Stop('The demo plays on a private X desktop, which only Linux has.');
  }
  const wish = process.argv.slice(2).join(' ');
  if (!['', '--readme'].includes(wish)) throw new Stop('npm run demo [-- --readme]');
  const ready = await setup({ needs: { desktop: true } });
  await build();
  // Imported only now: these use project packages, which the set-up installs.
  const { DrivenApp } = await import('./lib/demo/driven-app.mjs');
  const { Narrator } = await import('./lib/demo/narrator.mjs');
  const { play } = await import('./lib/demo/play.mjs');
  const { PracticeSite } = await import('./lib/demo/practice-site.mjs');
  const { XScreen } = await import('./lib/demo/x-screen.mjs');
  const { writeReport } = await import('./lib/demo/report.mjs');

  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder);
  const dataFolder = mkdtempSync(join(tmpdir(), 'clinic-demo-'));
  const desktop = await openDesktop();
  const site = await PracticeSite.open();
  /** @type {import('./lib/demo/driven-app.mjs').DrivenApp | undefined} */
  let app;
  try {
    const screen = await XScreen.open(desktop);
    screen.paintBackground(wallpaper);
    const narrator = new Narrator(desktop, screen, resultsFolder);
    const electronArgs = [...ready.electronArgs, site.resolverSwitch];
    app = await DrivenApp.start(desktop, { ...ready, electronArgs }, dataFolder);
    const performance = await play(app, desktop, { narrator, site });
    const report = writeReport(resultsFolder, {
      ...performance,
      steps: narrator.steps,
      samples: narrator.samples,
      electronVersion: ready.electronVersion,
    });
    if (wish === '--readme') updateReadme(narrator.steps.map(({ picture }) => picture));
    screen.close();
    console.log(`\nEverything happened as it should. The report: ${report}`);
  } catch (error) {
    const picture = join(resultsFolder, 'where-it-stopped.png');
    await desktop.screenshot(picture).catch(() => {});
    say(`\nThe demo stopped. What the screen showed: ${picture}`);
    throw error;
  } finally {
    await app?.close();
    await site.close();
    await desktop.close();
    await removeFolder(dataFolder);
  }
});

/** @param {readonly string[]} pictures numbered, such as `04-settings.png` */
function updateReadme(pictures) {
  for (const name of readmePictures) {
    const picture = pictures.find((file) => file.replace(/^\d+-/, '') === `${name}.png`);
    if (picture === undefined) throw new Stop(`The demo has no picture ${name}.`);
    copyFileSync(join(resultsFolder, picture), join(readmeFolder, `${name}.png`));
  }
}
