import {
  type Catalog,
  directionOf,
  isTranslated,
  languageOf,
  type TranslatedId,
} from '../../shared/words/languages/languages.js';
import { speak, type Spoken, spoken } from '../../shared/words/say.js';

/** A file of its own for each, so that a page reads only those that it speaks. */
const CATALOGS: Readonly<Record<TranslatedId, () => Promise<{ readonly default: Catalog }>>> = {
  de: () => import('../../shared/words/languages/de.json'),
  fr: () => import('../../shared/words/languages/fr.json'),
  es: () => import('../../shared/words/languages/es.json'),
};

/** The language of a page. What it has read once it keeps. */
export class PageLanguage {
  readonly #catalogs = new Map<string, Catalog | null>([['en', null]]);

  /** Says everything from now on in this language. @returns whether its words are there */
  speak(next: Spoken): boolean {
    const catalog = this.#catalogs.get(next.id);
    if (catalog === undefined && isTranslated(next.id)) return false;
    const now = spoken();
    if (next.id !== now.id || next.tag !== now.tag) speak(languageOf(next, catalog ?? null));
    document.documentElement.lang = next.id;
    document.documentElement.dir = directionOf(next);
    return true;
  }

  /** Settles when the words of a language are there. A language without words says English ones. */
  async fetch({ id }: Spoken): Promise<void> {
    if (!isTranslated(id)) return;
    const found = await CATALOGS[id]().catch(() => null);
    this.#catalogs.set(id, found?.default ?? null);
  }
}
