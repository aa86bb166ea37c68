import { IntlMessageFormat } from 'intl-messageformat';

/*
 * The one way in which a sentence for people gets onto a screen or into a file. It stands in English
 * where it is used, as an ICU message (`{count, plural, one {# day} other {# days}}`), and this file asks
 * the language in force how to say it.
 */

/** How one language says our sentences. */
export interface Language {
  /** For dates, numbers and lists (BCP 47), such as `en-GB`. */
  readonly tag: string;
  /** @returns the same message in this language; the English one where it has none */
  readonly translate: (english: string) => string;
}

export type Values = Readonly<Record<string, string | number>>;

export const ENGLISH: Language = { tag: 'en-GB', translate: (english) => english };

let language = ENGLISH;
const messages = new Map<string, IntlMessageFormat>();

/** What is said from now on is said in this language. What was said already stays as it is. */
export function speak(next: Language): void {
  language = next;
  messages.clear();
}

/** The language in force, for `Intl`. */
export function languageTag(): string {
  return language.tag;
}

/**
 * Says a sentence.
 *
 * @param english a whole sentence or label, never a piece of one: other languages order their words
 *   differently. `{`, `}` and `'` before them belong to ICU; `<` is a plain character
 * @param values what stands in its braces
 * @throws {Error} when the message is no ICU message, or a value is missing
 */
export function say(english: string, values?: Values): string {
  return String(messageOf(english, { tags: false }).format(values));
}

/**
 * A table of sentences, each of which is said when it is read: `ROLE_NAMES[role]` is in the language of
 * that moment.
 */
export function sayings<Name extends string>(
  english: Readonly<Record<Name, string>>,
): Readonly<Record<Name, string>> {
  const table = {};
  for (const [name, sentence] of Object.entries<string>(english))
    Object.defineProperty(table, name, { enumerable: true, get: () => say(sentence) });
  return table as Record<Name, string>;
}

/**
 * The message of a sentence that has parts of another look: `Read the <b>terms</b>.`
 *
 * @param tags whether `<b>` begins such a part
 */
export function messageOf(
  english: string,
  { tags }: { readonly tags: boolean },
): IntlMessageFormat {
  const key = `${tags ? 'tags' : 'plain'} ${english}`;
  let message = messages.get(key);
  if (message === undefined) {
    message = new IntlMessageFormat(language.translate(english), language.tag, undefined, {
      ignoreTag: !tags,
    });
    messages.set(key, message);
  }
  return message;
}
