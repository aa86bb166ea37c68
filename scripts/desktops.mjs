// @ts-check
// `npm run desktops`: plays the main job on many real desktops, by real input, and writes what was
// seen to docs/desktops.md with its pictures (about half an hour).

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stop, runCommand, say } from './lib/cli.mjs';
import { projectRoot } from './lib/paths.mjs';
import { run } from './lib/processes.mjs';
import { setup } from './lib/setup.mjs';

const documentFile = join(projectRoot, 'docs/desktops.md');
const imagesFolder = join(projectRoot, 'docs/images/desktops');

const usage = `npm run desktops [-- NAME…]

Without names every desktop is played on and docs/desktops.md is written. With names, such as
\`weston gnome\`, only these, and what was seen is printed.`;

await runCommand(async () => {
  if (process.platform !== 'linux') throw new Stop('These desktops are Linux ones.');
  const names = process.argv.slice(2);
  if (names.some((name) => !/^[a-z][\w-]*$/.test(name))) throw new Stop(usage);
  const ready = await setup({ needs: { desktop: true, manyDesktops: true } });
  const { readFindings, table } = await import('./lib/desktops/findings.mjs');
  const findings = readFindings(await play(names));
  if (findings.length === 0) throw new Stop(`None of the desktops has such a name.\n\n${usage}`);
  console.log(table(findings));
  if (names.length === 0) {
    const { page, shrinkInto } = await import('./lib/desktops/page.mjs');
    rmSync(imagesFolder, { recursive: true, force: true });
    mkdirSync(imagesFolder, { recursive: true });
    for (const { pictures } of findings)
      for (const picture of pictures) shrinkInto(imagesFolder, picture);
    writeFileSync(documentFile, page(findings, ready.electronVersion));
    say(`Written to ${documentFile}.`);
  }
  const broken = findings.filter(({ trouble }) => trouble.length > 0);
  console.log(`${findings.length - broken.length} of ${findings.length} as promised.`);
  return broken.length === 0 ? 0 : 1;
});

/** @param {readonly string[]} names of desktops; all without any */
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
