import { IntlMessageFormat } from 'intl-messageformat';
import type { Catalog } from './languages.js';

/*
 * Checks translations against their English sentences, for the build and the tests; the app itself trusts the
 * ones that were built in.
 */

/** The kinds of parts of a message that matter here, as FormatJS numbers them. */
const Kind = { argument: 1, number: 2, date: 3, time: 4, select: 5, plural: 6, tag: 8 } as const;

interface Part {
  readonly type: number;
  readonly value?: string;
  readonly children?: readonly Part[];
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>;
  readonly pluralType?: Intl.PluralRuleType;
}

/** What a message must have in every language. */
interface Shape {
  /** Values, tags and choices, each with its kind. */
  readonly all: Set<string>;
  /** Forms of plurals that the language needs and that are not there. */
  readonly lacking: string[];
}

/**
 * @param sentences all that the app says, by the English sentence
 * @param tag the language of the catalog
 * @param complete whether no sentence may be missing
 * @returns what is wrong, a line each; empty if nothing is
 */
export function problemsOf(
  sentences: Readonly<Record<string, unknown>>,
  catalog: Catalog,
  tag: string,
  { complete }: { readonly complete: boolean },
): readonly string[] {
  const missing = Object.keys(sentences).filter((english) => !Object.hasOwn(catalog, english));
  return [
    ...(complete ? missing.map((english) => `Missing: ${english}`) : []),
    ...Object.entries(catalog).flatMap(([english, translation]) => {
      if (!Object.hasOwn(sentences, english)) return [`Not said any more: ${english}`];
      const problem = problemOf(english, translation, tag);
      return problem === null ? [] : [`${problem}: ${english} → ${translation}`];
    }),
  ];
}

function problemOf(english: string, translation: string, tag: string): string | null {
  if (translation.trim() === '') return 'Empty';
  if (endsOf(english) !== endsOf(translation)) return 'Other spaces at an end';
  try {
    const said = shapeOf(english, english, tag);
    const translated = shapeOf(translation, english, tag);
    if (namesIn(said) !== namesIn(translated)) return 'Other values or tags';
    // Where a language counts nothing, it may insert what English counts.
    const foreign = [...translated.all].filter(
      (one) => !said.all.has(one) && !one.endsWith(` ${Kind.argument}`),
    );
    if (foreign.length > 0) return 'A value of another kind';
    return translated.lacking.length > 0 ? `Lacks ${translated.lacking.join(', ')}` : null;
  } catch (error) {
    return `Not valid (${error instanceof Error ? error.message : String(error)})`;
  }
}

function endsOf(text: string): string {
  return `${/^\s*/.exec(text)?.[0] ?? ''}|${/\s*$/.exec(text)?.[0] ?? ''}`;
}

function namesIn({ all }: Shape): string {
  const names = [...all].map((one) => one.split(' ')[0]);
  return [...new Set(names)].sort().join(' ');
}

/** @throws when the message is not valid */
function shapeOf(message: string, english: string, tag: string): Shape {
  // A `<` without such a tag is a plain character, as in `say`.
  const ignoreTag = !/<\/[a-z][a-z0-9]*>/.test(english);
  const format = new IntlMessageFormat(message, tag, undefined, { ignoreTag });
  const shape: Shape = { all: new Set(), lacking: [] };
  read(format.getAst() as readonly Part[], tag, shape);
  return shape;
}

function read(parts: readonly Part[], tag: string, shape: Shape): void {
  for (const { type, value = '', children = [], options = {}, pluralType } of parts) {
    if (!Object.values<number>(Kind).includes(type)) continue;
    shape.all.add(type === Kind.tag ? `<${value}> ${type}` : `${value} ${type}`);
    read(children, tag, shape);
    const choices = Object.keys(options);
    if (type === Kind.select)
      for (const choice of choices) shape.all.add(`${value}=${choice} ${type}`);
    if (type === Kind.plural) {
      const rules = new Intl.PluralRules(tag, { type: pluralType ?? 'cardinal' });
      const needed = rules.resolvedOptions().pluralCategories;
      shape.lacking.push(...needed.filter((form) => !choices.includes(form)));
    }
    for (const option of Object.values(options)) read(option.value, tag, shape);
  }
}
