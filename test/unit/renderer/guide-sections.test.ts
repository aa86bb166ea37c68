import type { Token, Tokens } from 'marked';
import { expect, it } from 'vitest';
import {
  foundSections,
  GUIDE_SECTIONS,
  placeOf,
} from '../../../src/renderer/settings/guide/guide-sections.js';

/** The web, and documents that only the project's own people need: links to them are text inside the app. */
const NOT_INSIDE = /^(https:|security|desktops|architecture|decisions|images)/;

const section = (id: string) => {
  const found = GUIDE_SECTIONS.find((one) => one.id === id);
  if (found === undefined) throw new Error(`There is no section ${id}.`);
  return found;
};

function linksIn(text: string): readonly string[] {
  return Array.from(text.matchAll(/\]\(([^)]+)\)/g), ([, href = '']) => href);
}

it('every link of the guides leads to a place inside the app, or to a document that is not for administrators', () => {
  const lost = GUIDE_SECTIONS.flatMap((one) =>
    linksIn(one.text)
      .filter((href) => !NOT_INSIDE.test(href))
      .filter((href) => placeOf(href, one) === null)
      .map((href) => `${one.id}: ${href}`),
  );
  expect(lost).toEqual([]);
});

it('links lead to a section, to a smaller heading in one, and to the beginning of a document', () => {
  const from = section('administrators-guide.md#several-computers');
  expect(placeOf('#backup-and-restore', from)).toEqual({
    section: section('administrators-guide.md#backup-and-restore'),
    anchor: null,
  });
  expect(placeOf('#who-is-where', from)).toEqual({ section: from, anchor: 'who-is-where' });
  expect(placeOf('several-computers.md', from)).toEqual({
    section: section('several-computers.md#'),
    anchor: null,
  });
  expect(placeOf('several-computers.md#no-such-heading', from)).toBeNull();
  expect(placeOf('security.md', from)).toBeNull();
});

/** All kinds of tokens below these, each once. */
function kindsIn(tokens: readonly Token[]): readonly string[] {
  const below = (token: Token): readonly Token[] => {
    const {
      tokens: parts = [],
      items = [],
      header = [],
      rows = [],
    } = token as Tokens.Generic & {
      readonly items?: readonly Token[];
      readonly header?: readonly Tokens.TableCell[];
      readonly rows?: readonly (readonly Tokens.TableCell[])[];
    };
    const cells = [...header, ...rows.flat()].flatMap((cell) => cell.tokens);
    return [...parts, ...items.flatMap((item) => (item as Tokens.ListItem).tokens), ...cells];
  };
  return [...new Set(tokens.flatMap((one) => [one.type, ...kindsIn(below(one))]))];
}

it('the guides have no kind of text that is not drawn', () => {
  expect([...kindsIn(GUIDE_SECTIONS.flatMap(({ tokens }) => tokens))].sort()).toEqual([
    ...['code', 'codespan', 'em', 'heading', 'image', 'link', 'list', 'paragraph', 'space'],
    ...['strong', 'table', 'text'],
  ]);
});

it('a search finds the sections that have all of its words', () => {
  expect(foundSections('')).toEqual(GUIDE_SECTIONS);
  const found = foundSections('  PG_DUMP ');
  expect(found.length).toBeGreaterThan(0);
  expect(found.length).toBeLessThan(GUIDE_SECTIONS.length);
  for (const { text } of found) expect(text).toContain('pg_dump');
  expect(foundSections('pg_dump no-such-word-anywhere')).toEqual([]);
});
