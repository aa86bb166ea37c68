import { ENGLISH, type Language, type Spoken } from '../say.js';
import { accented, mirrored } from './pseudo.js';

/** Every language that the app has words in, or will have. */
export const LANGUAGE_IDS = ['en', 'de', 'fr', 'es'] as const;
export type LanguageId = (typeof LANGUAGE_IDS)[number];

/** A language with a file of translations; English is in the code. */
export type TranslatedId = Exclude<LanguageId, 'en'>;

/** The translation of each English sentence. */
export type Catalog = Readonly<Record<string, string>>;

/** The languages that people can choose: those whose translations are complete, which the build checks. */
export const OFFERED: readonly LanguageId[] = ['en', 'de', 'fr', 'es'];

/** As those who speak them call them. */
export const OWN_NAMES: Readonly<Record<LanguageId, string>> = {
  ...{ en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español' },
};

/** Whose dates and numbers are used where the computer has no region of its own for a language. */
const USUAL_TAGS: Readonly<Record<LanguageId, string>> = {
  ...{ en: 'en-GB', de: 'de-DE', fr: 'fr-FR', es: 'es-ES' },
};

/** Made from English by a function, for tests and developers; only the computer's language can be one. */
const PSEUDO_LANGUAGES: readonly Language[] = [
  { id: 'en-XA', tag: 'en-GB', translate: accented },
  { id: 'ar-XB', tag: 'ar-EG', translate: mirrored },
];

function isOffered(id: string | null): id is LanguageId {
  return OFFERED.some((offered) => offered === id);
}

/**
 * The language to speak.
 * @param chosen by the member who is signed in; `null`, or a language that is not offered, goes by the computer
 * @param computer tags of the computer's languages (BCP 47), the most preferred first
 */
export function spokenFor(chosen: string | null, computer: readonly string[]): Spoken {
  if (isOffered(chosen)) return { id: chosen, tag: tagOf(chosen, computer) };
  for (const tag of computer) {
    const pseudo = PSEUDO_LANGUAGES.find(({ id }) => id === tag);
    if (pseudo !== undefined) return { id: pseudo.id, tag: pseudo.tag };
    const id = languageIn(tag);
    if (isOffered(id)) return { id, tag: tagOf(id, computer) };
  }
  return { id: ENGLISH.id, tag: tagOf('en', computer) };
}

/** The computer's own region for a language, if it has one: its dates stay as people know them here. */
function tagOf(id: LanguageId, computer: readonly string[]): string {
  const own = computer.find((tag) => languageIn(tag) === id && regionIn(tag) !== null);
  return own === undefined ? USUAL_TAGS[id] : (localeOf(own)?.baseName ?? USUAL_TAGS[id]);
}

function languageIn(tag: string): string | null {
  return localeOf(tag)?.language ?? null;
}

/** Regions that begin with X belong to nobody, as in the pseudo-languages. */
function regionIn(tag: string): string | null {
  const region = localeOf(tag)?.region ?? null;
  return region?.startsWith('X') === true ? null : region;
}

/** What the system names may be no tag, such as `C`. */
function localeOf(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch {
    return null;
  }
}

export function isTranslated(id: string): id is TranslatedId {
  return id !== 'en' && LANGUAGE_IDS.some((known) => known === id);
}

/** @param catalog of this language; `null` for English and the pseudo-languages, which have none */
export function languageOf({ id, tag }: Spoken, catalog: Catalog | null): Language {
  const pseudo = PSEUDO_LANGUAGES.find((one) => one.id === id);
  if (pseudo !== undefined) return pseudo;
  return { id, tag, translate: (english) => catalog?.[english] ?? english };
}

/** How lines run in a language. */
export function directionOf({ tag }: Spoken): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur)\b/.test(tag) ? 'rtl' : 'ltr';
}
