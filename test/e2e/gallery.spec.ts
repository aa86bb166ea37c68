import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Page, test as base, expect } from 'playwright/test';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { Stage, variants } from '../gallery/stage.mjs';

/*
 * Every view in every state comes up: with something in it, without a word on the console, for everybody who
 * can't see it, and no wider than its window. `npm run gallery` shows them.
 */

const AXE = readFileSync(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** One window for all samples that a worker goes through: starting one takes as long as four samples. */
const test = base.extend<object, { stage: Stage }>({
  stage: [
    async ({}, use) => {
      const ready = await setup({ needs: { desktop: true } });
      const desktop = await openDesktop({ keyring: false });
      try {
        const stage = await Stage.open(ready, desktop);
        await use(stage);
        await stage.close();
      } finally {
        await desktop.close();
      }
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => {
    const { axe } = window as unknown as {
      axe: { run: (context: Document, options: object) => Promise<AxeResults> };
    };
    return axe.run(document, { resultTypes: ['violations'], preload: false });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** How many CSS pixels of the page are to the right of what can be seen without scrolling. */
function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

/** So many at once as there are workers, each with as many samples as the others. */
const PARTS = [0, 1, 2];

for (const part of PARTS)
  test(`every view in every state, part ${part + 1} of ${PARTS.length}`, async ({ stage }) => {
    const { page } = stage;
    const samples = await stage.samples();
    const names = samples.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    for (const sample of samples.filter((_sample, index) => index % PARTS.length === part))
      await test.step(sample.name, async () => {
        await stage.show(sample);
        await expect.soft(page.locator('body'), sample.name).toHaveText(/\p{L}/u);
        expect.soft(await findings(page), sample.name).toEqual([]);
        for (const variant of ['narrow', 'large'] as const) {
          await stage.wear(sample, variants[variant]);
          expect.soft(await tooWide(page), `${sample.name}, ${variant}`).toBeLessThanOrEqual(0);
        }
        expect.soft(stage.errors, sample.name).toEqual([]);
      });
  });
