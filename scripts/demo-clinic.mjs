// @ts-check
// `npm run demo:clinic`: one real PostgreSQL server and three computers of one clinic, side by side
// on a private desktop, with real input: the account is shared, two computers join, a change at one
// is felt at the others, the server's plug is pulled, and somebody is signed out from afar. Writes
// numbered pictures and a report to demo-results/. With `--guide` its picture of the tab replaces the
// guide's.

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './lib/build.mjs';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { openDesktop } from './lib/desktop.mjs';
import { projectRoot } from './lib/paths.mjs';
import { Postgres } from './lib/postgres.mjs';
import { systemEngine } from './lib/postgres-engines.mjs';
import { removeFolder } from './lib/remove-folder.mjs';
import { setup } from './lib/setup.mjs';

const resultsFolder = join(projectRoot, 'demo-results');
const guidePicture = join(projectRoot, 'docs/images/workstations.png');
const wallpaper = 0x2b3f58;
/** Three windows side by side. */
const screenSize = { width: 1_920, height: 900 };

await runCommand(async () => {
  if (process.platform !== 'linux') {
    throw new Stop('The demo plays on a private X desktop, which only Linux has.');
  }
  const wish = process.argv.slice(2).join(' ');
  if (!['', '--guide'].includes(wish)) throw new Stop('npm run demo:clinic [-- --guide]');
  const ready = await setup({ needs: { desktop: true } });
  await build();
  // Imported only now: these use project packages, which the set-up installs.
  const { Narrator } = await import('./lib/demo/narrator.mjs');
  const { XScreen } = await import('./lib/demo/x-screen.mjs');
  const { ClinicPlay } = await import('./lib/demo/clinic-play.mjs');
  const { writeClinicReport } = await import('./lib/demo/clinic-report.mjs');

  rmSync(resultsFolder, { recursive: true, force: true });
  mkdirSync(resultsFolder);
  const folder = mkdtempSync(join(tmpdir(), 'clinic-demo-'));
  const server = await Postgres.start(systemEngine());
  const desktop = await openDesktop(screenSize);
  /** @type {InstanceType<typeof ClinicPlay> | undefined} */
  let play;
  try {
    const screen = await XScreen.open(desktop);
    screen.paintBackground(wallpaper);
    const narrator = new Narrator(desktop, screen, resultsFolder);
    play = new ClinicPlay({ desktop, ready, folder, server, narrator, screenSize });
    const figures = await play.run();
    const { steps } = narrator;
    const { electronVersion } = ready;
    const report = writeClinicReport(resultsFolder, { figures, steps, electronVersion });
    if (wish === '--guide') copyFileSync(play.tabPicture, guidePicture);
    screen.close();
    console.log(`\nEverything happened as it should. The report: ${report}`);
  } catch (error) {
    const picture = join(resultsFolder, 'where-it-stopped.png');
    await desktop.screenshot(picture).catch(() => {});
    say(`\nThe demo stopped. What the screen showed: ${picture}`);
    throw error;
  } finally {
    await play?.close();
    await desktop.close();
    await server.remove();
    await removeFolder(folder);
  }
});
