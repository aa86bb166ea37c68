// @ts-check
// `npm run gallery`: takes pictures of every view in every state, light and dark, with large text, narrow
// and in the colours of a high contrast theme, and puts them onto one page in gallery-results/. With a word
// only of views whose name contains it: `npm run gallery -- sign-in`. With `--language de` in that language, which
// may also be one of the pseudo-languages.

import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { Stop, runCommand, say, secondsSince } from './lib/cli.mjs';
import { openDesktop } from './lib/desktop.mjs';
import { writeContactSheet } from './lib/gallery/contact-sheet.mjs';
import { projectRoot } from './lib/paths.mjs';
import { setup } from './lib/setup.mjs';

const resultsFolder = join(projectRoot, 'gallery-results');

await runCommand(async () => {
  if (process.platform !== 'linux') {
    throw new Stop('The gallery is looked at on a private X desktop, which only Linux has.');
  }
  const { values, positionals } = parseArgs({
    options: { language: { type: 'string' } },
    allowPositionals: true,
  });
  const wanted = positionals.join(' ');
  const startedAt = performance.now();
  const ready = await setup({ needs: { desktop: true } });
  // Only now: it uses project packages, which the set-up brings.
  const { Stage, variants } = await import('../test/gallery/stage.mjs');

  const desktop = await openDesktop({ keyring: false });
  try {
    const stage = await Stage.open(ready, desktop);
    try {
      const samples = (await stage.samples()).filter(({ name }) => name.includes(wanted));
      if (samples.length === 0) throw new Stop(`No view's name contains “${wanted}”.`);
      rmSync(resultsFolder, { recursive: true, force: true });
      say(`Taking pictures of ${samples.length} samples…`);
      const rows = [];
      for (const sample of samples) {
        await stage.show(sample, values.language);
        const pictures = [];
        for (const [key, variant] of Object.entries(variants)) {
          await stage.wear(sample, variant);
          const file = `${sample.name}-${key}.png`;
          mkdirSync(dirname(join(resultsFolder, file)), { recursive: true });
          await stage.picture(join(resultsFolder, file));
          pictures.push({ title: variant.title, file });
        }
        rows.push({ name: sample.name, pictures });
        for (const error of stage.errors) say(`${sample.name}: ${error}`);
      }
      const page = writeContactSheet(resultsFolder, rows);
      const count = rows.flatMap(({ pictures }) => pictures).length;
      console.log(`${count} pictures in ${secondsSince(startedAt)}: ${page}`);
    } finally {
      await stage.close();
    }
  } finally {
    await desktop.close();
  }
});
