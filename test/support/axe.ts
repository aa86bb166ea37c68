import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import { expect, type Page } from 'playwright/test';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import type { Workstation } from './workstation.js';

const SOURCE = readFileSync(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');
const THEMES = ['light', 'dark'] as const;

/** What is in order is not asked for: that takes half of the time. */
const ONLY_FINDINGS: RunOptions = { resultTypes: ['violations'] };

/** The whole app in one theme, as the person's desktop would ask for it. */
async function useTheme(
  workstation: Workstation,
  page: Page,
  theme: (typeof THEMES)[number],
): Promise<void> {
  await workstation.app.evaluate(({ nativeTheme }, source) => {
    nativeTheme.themeSource = source;
  }, theme);
  await page.waitForFunction(
    (dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark,
    theme === 'dark',
  );
  // A colour on its way from one theme to the other, or a dialog that is still appearing, would be
  // judged as it is at that moment. One animation may begin when another ends.
  await page.evaluate(async () => {
    const running = (): readonly Animation[] =>
      document
        .getAnimations()
        .filter((animation) => animation.effect?.getComputedTiming().endTime !== Infinity);
    let quietLooks = 0;
    while (quietLooks < 3) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      quietLooks = running().length === 0 ? quietLooks + 1 : 0;
      await Promise.allSettled(running().map((animation) => animation.finished));
    }
  });
}

async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(SOURCE);
  const results = await page.evaluate(async (options) => {
    const { axe } = window as unknown as {
      axe: { run(context: Document, options: RunOptions): Promise<AxeResults> };
    };
    return axe.run(document, options);
  }, ONLY_FINDINGS);
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, impact, nodes }) =>
      nodes.map((node) => `${impact ?? ''} ${id}: ${node.html} ${node.failureSummary ?? ''}`),
    );
}

/** Nothing serious or critical in what a window shows now, in either theme. */
export async function expectAccessible(
  workstation: Workstation,
  page: Page,
  view: string,
): Promise<void> {
  // Colours change at once, whenever a test's own waiting ends.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of THEMES) {
    await useTheme(workstation, page, theme);
    expect.soft(await seriousFindings(page), `${view}, ${theme}`).toEqual([]);
  }
}
