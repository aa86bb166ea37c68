import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'electron';
import {
  type Catalog,
  isTranslated,
  languageOf,
  spokenFor,
} from '../../../shared/words/languages/languages.js';
import { speak, spoken } from '../../../shared/words/say.js';

/** Chromium's switch for the language, for those whose desktop does not say it. */
const LANGUAGE_SWITCH = 'lang';

/** @returns tags of the computer's languages (BCP 47), the most preferred first; may be empty */
export function computerLanguages(
  app: Pick<App, 'commandLine' | 'getPreferredSystemLanguages'>,
): readonly string[] {
  const asked = app.commandLine.getSwitchValue(LANGUAGE_SWITCH);
  return asked === '' ? app.getPreferredSystemLanguages() : [asked];
}

/** Main's own language: the member's while somebody is signed in, and otherwise the computer's. */
export class OwnLanguage {
  readonly #computer: readonly string[];
  readonly #folder: string;

  /**
   * @param computer tags of the computer's languages, the most preferred first
   * @param folder with a file of translations for each language
   */
  constructor(computer: readonly string[], folder: string) {
    this.#computer = computer;
    this.#folder = folder;
  }

  /**
   * Speaks a member's language from now on.
   * @param chosen by the member, or `null` for the computer's language
   * @returns whether that is another one than before
   */
  speak(chosen: string | null): boolean {
    const next = spokenFor(chosen, this.#computer);
    const now = spoken();
    if (next.id === now.id && next.tag === now.tag) return false;
    speak(languageOf(next, isTranslated(next.id) ? this.#catalog(next.id) : null));
    return true;
  }

  /** Without its file, a language is spoken in English words: nothing else of the app needs it. */
  #catalog(id: string): Catalog | null {
    try {
      const text = readFileSync(join(this.#folder, `${id}.json`), 'utf8');
      // eslint-disable-next-line no-restricted-syntax -- our own file, which the build has checked
      return JSON.parse(text) as Catalog;
    } catch {
      return null;
    }
  }
}

/** The language of this program. */
export function ownLanguage(
  app: Pick<App, 'commandLine' | 'getPreferredSystemLanguages' | 'getAppPath'>,
): OwnLanguage {
  return new OwnLanguage(
    computerLanguages(app),
    join(app.getAppPath(), 'out', 'main', 'languages'),
  );
}
