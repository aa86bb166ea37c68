// @ts-check
// `npm run desktops`: plays the main job on many real desktops, with real input, and writes the
// findings with pictures to docs/desktops.md (about half an hour).

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { setup } from './lib/setup.mjs';
import { writeFormatted } from './lib/write-formatted.mjs';

const documentFile = join(projectRoot, 'docs/desktops.md');
const imagesFolder = join(projectRoot, 'docs/images/desktops');

/** The findings of the last run for each desktop, so that one desktop alone can be played again. */
const seenFile = join(projectRoot, 'test-results/desktops.json');

const usage = `npm run desktops [-- [--anew] NAME…]

Without names every desktop is played on and docs/desktops.md is written. With names, such as
\`weston gnome\`, only these, and what was seen is printed. With --anew it also replaces what the
last whole run saw of them.`;

await runCommand(async () => {
  if (process.platform !== 'linux') throw new Stop('These desktops are Linux ones.');
  const anew = process.argv[2] === '--anew';
  const names = process.argv.slice(anew ? 3 : 2);
  if (anew && (names.length === 0 || !existsSync(seenFile))) throw new Stop(usage);
  if (names.some((name) => !/^[a-z][\w-]*$/.test(name))) throw new Stop(usage);
  const ready = await setup({ needs: { desktop: true, manyDesktops: true } });
  const { heardTable, isReadOut, readFindings, table } =
    await import('./lib/desktops/findings.mjs');
  const findings = readFindings(await play(names));
  if (findings.length === 0) throw new Stop(`None of the desktops has such a name.\n\n${usage}`);
  console.log(table(findings.filter((one) => !isReadOut(one))));
  console.log(heardTable(findings.filter(isReadOut)));
  if (names.length === 0 || anew) {
    const { page, shrinkInto } = await import('./lib/desktops/page.mjs');
    /** @type {typeof findings} */
    const before = anew ? JSON.parse(readFileSync(seenFile, 'utf8')) : findings;
    const added = findings.filter(({ name }) => !before.some((one) => one.name === name));
    const kept = before.map((one) => findings.find(({ name }) => name === one.name) ?? one);
    const all = [...kept, ...added];
    const replaced = before.filter((one) => !all.includes(one)).flatMap(({ pictures }) => pictures);
    if (!anew) rmSync(imagesFolder, { recursive: true, force: true });
    mkdirSync(imagesFolder, { recursive: true });
    for (const picture of replaced) rmSync(join(imagesFolder, basename(picture)), { force: true });
    for (const { pictures } of findings)
      for (const picture of pictures) shrinkInto(imagesFolder, picture);
    writeFileSync(seenFile, JSON.stringify(all));
    await writeFormatted(documentFile, page(all, ready.electronVersion));
    say(`Written to ${documentFile}.`);
  }
  const broken = findings.filter(({ trouble }) => trouble.length > 0);
  console.log(`${findings.length - broken.length} of ${findings.length} as promised.`);
  return broken.length === 0 ? 0 : 1;
});

/** @param {readonly string[]} names of desktops; an empty list: all desktops */
async function play(names) {
  const folder = mkdtempSync(join(tmpdir(), 'clinic-desktops-'));
  const report = join(folder, 'report.json');
  try {
    const playwright = join(projectRoot, 'node_modules/playwright/cli.js');
    const grep = names.length === 0 ? [] : ['--grep', `\\.ts (${names.join('|')}) `];
    say('The main job on each desktop…');
    const { stderr } = await run(
      process.execPath,
      [
        playwright,
        'test',
        '--config',
        'playwright.desktops.config.ts',
        '--reporter',
        'json',
        ...grep,
      ],
      { cwd: projectRoot, env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } },
    );
    if (!existsSync(report)) throw new Stop(`The desktops were not played on:\n${stderr}`);
    return JSON.parse(readFileSync(report, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
