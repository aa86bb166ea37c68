import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Page, test as base, expect } from 'playwright/test';
import { openDesktop } from '../../scripts/lib/desktop.mjs';
import { projectRoot } from '../../scripts/lib/paths.mjs';
import { setup } from '../../scripts/lib/setup.mjs';
import { LISTED_APPS } from '../../src/shared/clinic-apps/clinic-app-catalogue.js';
import { Stage, variants } from '../gallery/stage.mjs';
import { unsaid } from '../support/pseudo-language.js';
import { LONG } from '../support/reliability.js';
import type { Listed } from '../gallery/page.js';

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

/** Fields beside each other whose labels begin at one height, and their controls do not. */
function crooked(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const topOf = (element: Element): number => Math.round(element.getBoundingClientRect().top);
    const rows = new Map<number, Set<number>>();
    for (const control of document.querySelectorAll<HTMLInputElement>('input, textarea'))
      for (const label of control.labels ?? []) {
        // The words of a switch or a checkbox are beside it.
        if (control.type === 'checkbox' || !label.checkVisibility()) continue;
        rows.set(topOf(label), (rows.get(topOf(label)) ?? new Set()).add(topOf(control)));
      }
    return [...rows].filter(([, tops]) => tops.size > 1).map(([top]) => `at ${top} px`);
  });
}

/**
 * All that people read or hear of the page in its language, in its order, a line each. Marks may open in one and
 * close in another. The administrator's guide says of itself that it is in English.
 */
function textsOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const isRead = (element: Element | null): boolean =>
      element?.closest('style, script') === null &&
      element.closest<HTMLElement>('[lang]')?.lang === document.documentElement.lang;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts: (string | null)[] = [];
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (isRead(node.parentElement)) texts.push(node.textContent);
    const named = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];
    for (const element of document.body.querySelectorAll('*'))
      if (isRead(element)) for (const name of named) texts.push(element.getAttribute(name));
    return texts.join('\n');
  });
}

/** What is said, and does not fit into its place: names and addresses of others may be cut off. */
function cutOff(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isSaid = (node: Node): boolean =>
      node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').includes('⟦');
    return [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => [...element.childNodes].some(isSaid))
      .filter((element) => {
        const { overflowX, overflowY, webkitLineClamp } = getComputedStyle(element);
        const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element;
        // Of a pixel or less are those that only screen readers find.
        if (clientWidth <= 1 || clientHeight <= 1) return false;
        // Two lines, with a sign that there is more, where names of others may have any length.
        if (webkitLineClamp !== 'none') return false;
        const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
        return (
          (hides(overflowX) && scrollWidth > clientWidth + 1) ||
          (hides(overflowY) && scrollHeight > clientHeight + 1)
        );
      })
      .map(({ textContent }) => textContent.slice(0, 80));
  });
}

/** Keys, addresses and systems are called the same everywhere, and so are the programs that the app is made of. */
const NAMES = /^\(?(Ctrl|Alt|Shift)\+\S+$|^\S+[.:]\S+$|^(Electron|Chrome|Linux|Windows|macOS)$/;

/** Months and days as the test's computer names them, which is in English. */
const OF_DATES =
  /\b(January|February|March|April|May|June|July|August|September|October|November|December|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z][a-z]{2}(?=\s\d)|(?<=\d\s)[A-Z][a-z]{2,3}|at)\b/g;

/** @param told by main, in this sample in plain English, and typed */
function isData(text: string, told: string): boolean {
  return !/\p{L}{3}/u.test(text.replace(OF_DATES, '')) || NAMES.test(text) || told.includes(text);
}

/** @returns what of the sample, drawn in the pseudo-language, was written past `say` */
async function notSaid(page: Page, { steps }: Listed): Promise<readonly string[]> {
  const listed = LISTED_APPS.map(({ name }) => name);
  const typed = steps.map((step) => ('text' in step ? step.text : ''));
  const main = await page.evaluate(() => window.told);
  const told = [...main, ...listed, ...typed].join('\n');
  const bare = unsaid(await textsOf(page))
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => !isData(text, told));
  return [...new Set(bare)];
}

async function look(stage: Stage, sample: Listed): Promise<void> {
  const { page } = stage;
  await stage.show(sample);
  await expect.soft(page.locator('body'), sample.name).toHaveText(/\p{L}/u);
  expect.soft(await findings(page), sample.name).toEqual([]);
  for (const variant of ['large', 'narrow'] as const) {
    await stage.wear(sample, variants[variant]);
    expect.soft(await tooWide(page), `${sample.name}, ${variant}`).toBeLessThanOrEqual(0);
  }
  expect.soft(stage.errors, sample.name).toEqual([]);
}

const viewOf = ({ name }: Listed): string | undefined => name.split('/')[0];

test('every view in its first state', async ({ stage }) => {
  // A busy machine takes seconds for each sample.
  test.slow();
  const samples = await stage.samples();
  const names = samples.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  const views = new Map([...samples].reverse().map((sample) => [viewOf(sample), sample]));
  expect(views.size).toBeGreaterThan(20);
  for (const sample of views.values()) await test.step(sample.name, () => look(stage, sample));
});

/** So many at once as there are workers, each with as many samples as the others. */
const PARTS = [0, 1, 2];

for (const part of PARTS) {
  test(
    `every view in every state, part ${part + 1} of ${PARTS.length}`,
    LONG,
    async ({ stage }) => {
      test.slow();
      const samples = await stage.samples();
      for (const sample of samples.filter((_sample, index) => index % PARTS.length === part))
        await test.step(sample.name, () => look(stage, sample));
    },
  );

  const title = `every view says its words, and longer ones fit, part ${part + 1} of ${PARTS.length}`;
  test(title, LONG, async ({ stage }) => {
    test.slow();
    const { page } = stage;
    const samples = await stage.samples();
    for (const sample of samples.filter((_sample, index) => index % PARTS.length === part)) {
      await stage.show(sample);
      for (const language of ['en-XA', 'ar-XB'])
        await test.step(`${sample.name}, ${language}`, async () => {
          await stage.speak(language);
          if (language === 'en-XA')
            expect.soft(await notSaid(page, sample), sample.name).toEqual([]);
          for (const variant of ['light', 'narrow', 'large'] as const) {
            await stage.wear(sample, variants[variant]);
            const where = `${sample.name}, ${language}, ${variant}`;
            expect.soft(await tooWide(page), where).toBeLessThanOrEqual(0);
            expect.soft(await cutOff(page), where).toEqual([]);
          }
        });
    }
  });

  const real = `every view fits in every language, part ${part + 1} of ${PARTS.length}`;
  test(real, LONG, async ({ stage }) => {
    test.slow();
    const { page } = stage;
    const samples = await stage.samples();
    for (const sample of samples.filter((_sample, index) => index % PARTS.length === part)) {
      await stage.show(sample);
      for (const language of ['de', 'fr', 'es'])
        await test.step(`${sample.name}, ${language}`, async () => {
          await stage.speak(language);
          for (const variant of ['light', 'narrow', 'large'] as const) {
            await stage.wear(sample, variants[variant]);
            const where = `${sample.name}, ${language}, ${variant}`;
            expect.soft(await tooWide(page), where).toBeLessThanOrEqual(0);
            expect.soft(await crooked(page), where).toEqual([]);
          }
        });
    }
  });
}
