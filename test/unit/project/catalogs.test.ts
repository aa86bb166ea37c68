import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../../scripts/lib/paths.mjs';
import { problemsOf } from '../../../src/shared/words/languages/catalog-problems.js';
import {
  isTranslated,
  LANGUAGE_IDS,
  OFFERED,
} from '../../../src/shared/words/languages/languages.js';

const read = (name: string) =>
  JSON.parse(
    readFileSync(join(projectRoot, `src/shared/words/languages/${name}.json`), 'utf8'),
  ) as Record<string, string>;

describe('translations', () => {
  it.each(LANGUAGE_IDS.filter(isTranslated))('%s fits what is said in English', (id) => {
    const complete = OFFERED.includes(id);
    expect(problemsOf(read('sentences'), read(id), id, { complete })).toEqual([]);
  });

  it('in the order of the list, so that two translators change the same places', () => {
    const order = Object.keys(read('sentences'));
    for (const id of LANGUAGE_IDS.filter(isTranslated)) {
      const own = Object.keys(read(id));
      expect(own, id).toEqual(order.filter((english) => own.includes(english)));
    }
  });
});

describe('the check of translations', () => {
  const DAYS = '{count, plural, one {# day} other {# days}} left, {name}.';
  const check = (english: string, translation: string, tag = 'de') =>
    problemsOf({ [english]: {} }, { [english]: translation }, tag, { complete: true });

  it.each([
    [DAYS, 'Noch {count, plural, one {# Tag} other {# Tage}}, {name}.'],
    [DAYS, '{name}: {count}.'],
    ['{why, select, full {Full.} other {Broken.}}', '{why, select, full {Voll.} other {Kaputt.}}'],
    ['Read the <b>terms</b>.', 'Lesen Sie die <b>Regeln</b>.'],
    ['Ends at <10:42>.', 'Endet um <10:42>.'],
  ])('accepts for %s the translation %s', (english, translation) => {
    expect(check(english, translation)).toEqual([]);
  });

  it.each([
    [DAYS, 'Noch {count, plural, one {# Tag} other {# Tage}}.', /^Other values/],
    [DAYS, 'Noch {count, plural, other {# Tage}}, {name}.', /^Lacks one/],
    [DAYS, 'Noch {count, plural, one {# Tag} other {# Tage}}, {nme}.', /^Other values/],
    [DAYS, 'Noch {count, plural, one {# Tag} other {# Tage}, {name}.', /^Not valid/],
    ['{host} and {name}', '{host, plural, one {#} other {#}} {name}', /^A value of another kind/],
    [
      '{why, select, full {Full.} other {Broken.}}',
      '{why, select, other {Nein.}}',
      /^Other values/,
    ],
    ['Read the <b>terms</b>.', 'Lesen Sie die Regeln.', /^Other values/],
    ['Cancel', ' ', /^Empty/],
    ['{question}: ', '{question}:', /^Other spaces/],
  ])('refuses for %s the translation %s', (english, translation, problem) => {
    expect(check(english, translation)).toEqual([expect.stringMatching(problem)]);
  });

  it('asks for all forms of plurals that a language has', () => {
    const english = '{count, plural, one {# day} other {# days}}';
    expect(check(english, '{count, plural, one {# jour} other {# jours}}', 'fr')).toEqual([
      expect.stringMatching(/^Lacks many/),
    ]);
  });

  it('finds what is missing, where nothing may be, and what is not said any more', () => {
    const sentences = { Open: {}, Close: {} };
    const catalog = { Open: 'Öffnen', Shut: 'Zu' };
    expect(problemsOf(sentences, catalog, 'de', { complete: true })).toEqual([
      'Missing: Close',
      'Not said any more: Shut',
    ]);
    expect(problemsOf(sentences, { Open: 'Öffnen' }, 'de', { complete: false })).toEqual([]);
  });
});
