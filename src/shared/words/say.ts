import { IntlMessageFormat } from 'intl-messageformat';

/*
 * The only way for a sentence to reach people, on a screen or in a file. The code has the sentence in
 * English, as an ICU message (`{count, plural, one {# day} other {# days}}`). This file translates it into
 * the current language.
 */

/** A language, and whose dates and numbers go with it. */
export interface Spoken {
  /** Such as `en`. */
  readonly id: string;
  /** For dates, numbers and lists (BCP 47), such as `en-GB`. */
  readonly tag: string;
}

/** How one language translates our sentences. */
export interface Language extends Spoken {
  /** @returns the same message in this language, or the English one if there is no translation */
  readonly translate: (english: string) => string;
}

export type Values = Readonly<Record<string, string | number>>;

export const ENGLISH: Language = { id: 'en', tag: 'en-GB', translate: (english) => english };

let language = ENGLISH;
const messages = new Map<string, IntlMessageFormat>();

/** Sets the language of all later sentences. Sentences that were said already stay as they are. */
export function speak(next: Language): void {
  language = next;
  messages.clear();
}

/** The current language, for windows that are to speak the same. */
export function spoken(): Spoken {
  const { id, tag } = language;
  return { id, tag };
}

/** The current language, for `Intl`. */
export function languageTag(): string {
  return language.tag;
}

/**
 * Says a sentence.
 *
 * @param english a whole sentence or label, never a part of one: other languages order their words
 *   differently. `{`, `}` and `'` before them belong to ICU; `<` is a plain character
 * @param values the values for its braces
 * @throws {Error} when the message is not a valid ICU message, or a value is missing
 */
export function say(english: string, values?: Values): string {
  return String(messageOf(english, { tags: false }).format(values));
}

/**
 * A table of sentences. Each is said when it is read: `ROLE_NAMES[role]` is in the language of that moment.
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
 * The message of a sentence with parts in another style: `Read the <b>terms</b>.`
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
