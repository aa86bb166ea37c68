import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';

/*
 * Some languages run from right to left. Styles say where a line begins and ends, and not left and right, so
 * that the whole app turns round with them.
 */

const folder = join(projectRoot, 'src/renderer');
const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.css'),
);

/** Properties of one side, and values that are one. */
const ONE_SIDED =
  /(?:^|[{;\s])(?:(?:margin|padding|border|scroll-(?:margin|padding))-(?:left|right)[-\w]*|left|right|border-(?:top|bottom)-(?:left|right)-radius|(?:text-align|float|clear)\s*:\s*(?:left|right)\b[^;]*|(?:transform-origin)\s*:\s*(?:left|right)\b[^;]*)\s*[:;]/g;

/** Both sides of what grows along the line: there is no logical way to say it. */
const inPairs = (css: string): string =>
  css.replaceAll(/transform-origin: left;([^]*?):dir\(rtl\) \{\s*transform-origin: right;/g, '$1');

it.each(sheets)('%s names no left or right side', (name) => {
  const css = inPairs(readFileSync(join(folder, name), 'utf8').replaceAll(/\/\*[^]*?\*\//g, ''));
  const found = [...css.matchAll(ONE_SIDED)].map(([declaration]) => declaration.trim());
  expect(found).toEqual([]);
});

it.each(['margin-left: 1px;', 'left: 0;', 'text-align: right;', 'transform-origin: left;'])(
  'the check finds %s',
  (css) => {
    expect([...`.a { ${css} }`.matchAll(ONE_SIDED)]).toHaveLength(1);
  },
);
