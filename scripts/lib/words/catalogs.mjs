// @ts-check
// Checks translations against their English sentences.

import { IntlMessageFormat } from 'intl-messageformat';

/** The kinds of parts of a message that FormatJS names by numbers. */
const Kind = { argument: 1, number: 2, date: 3, time: 4, select: 5, plural: 6, tag: 8 };

/** @typedef {ReturnType<IntlMessageFormat['getAst']>} Parts */

/**
 * @param {Readonly<Record<string, unknown>>} sentences all that the app says
 * @param {Readonly<Record<string, string>>} catalog
 * @param {string} tag the catalog's language
 * @param {{ complete: boolean }} options whether no sentence may be missing
 * @returns {readonly string[]} what is wrong, a sentence each; empty if nothing is
 */
export function problemsOf(sentences, catalog, tag, { complete }) {
  const missing = complete ? Object.keys(sentences).filter((one) => !(one in catalog)) : [];
  return [
    ...missing.map((english) => `Missing: ${english}`),
    ...Object.entries(catalog).flatMap(([english, translation]) =>
      english in sentences
        ? problemsOfOne(english, translation, tag)
        : [`Not said any more: ${english}`],
    ),
  ];
}

/** @param {string} english @param {string} translation @param {string} tag */
function problemsOfOne(english, translation, tag) {
  /** @param {string} what */
  const problem = (what) => [`${what}: ${english} → ${translation}`];
  if (translation.trim() === '') return problem('Empty');
  const [before, after] = [english, translation].map((text) =>
    [/^\s*/, /\s*$/].map((end) => end.exec(text)),
  );
  if (String(before) !== String(after)) return problem('Other spaces at an end');
  // A `<` without such a tag is a plain character, as in `say`.
  const ignoreTag = !/<\/[a-z][a-z0-9]*>/.test(english);
  try {
    const [said, translated] = [english, translation].map((text) =>
      shapeOf(new IntlMessageFormat(text, tag, undefined, { ignoreTag }).getAst(), tag),
    );
    if (said === undefined || translated === undefined) return [];
    if (String(names(said.all)) !== String(names(translated.all)))
      return problem('Other values or tags');
    // Where a language counts nothing, it may insert what English counts.
    const foreign = [...translated.all].filter(
      (one) => !said.all.has(one) && !one.endsWith(` ${Kind.argument}`),
    );
    if (foreign.length > 0) return problem('A value of another kind');
    if (translated.lacking.length > 0) return problem(`Lacks ${translated.lacking.join(', ')}`);
    return [];
  } catch (error) {
    return problem(`Not valid (${error instanceof Error ? error.message : String(error)})`);
  }
}

/** @param {ReadonlySet<string>} all */
function names(all) {
  return [...new Set([...all].map((one) => one.split(' ')[0]))].sort();
}

/**
 * @param {Parts} parts
 * @param {string} tag
 * @returns {{ all: Set<string>, lacking: string[] }} values, tags and choices, each with its kind; and forms
 *   of plurals that the language needs and that are not there
 */
function shapeOf(parts, tag) {
  /** @type {Set<string>} */
  const all = new Set();
  /** @type {string[]} */
  const lacking = [];
  /** @param {Parts} some */
  const read = (some) => {
    for (const part of /** @type {readonly any[]} */ (some)) {
      if (part.type === Kind.tag) {
        all.add(`<${part.value}> ${part.type}`);
        read(part.children);
        continue;
      }
      if (!Object.values(Kind).includes(part.type)) continue;
      all.add(`${part.value} ${part.type}`);
      const choices = Object.keys(part.options ?? {});
      if (part.type === Kind.select)
        for (const choice of choices) all.add(`${part.value}=${choice} ${part.type}`);
      if (part.type === Kind.plural)
        lacking.push(...formsOf(tag, part.pluralType).filter((form) => !choices.includes(form)));
      for (const choice of choices) read(part.options[choice].value);
    }
  };
  read(parts);
  return { all, lacking };
}

/** @param {string} tag @param {Intl.PluralRuleType} type */
function formsOf(tag, type) {
  return new Intl.PluralRules(tag, { type }).resolvedOptions().pluralCategories;
}
