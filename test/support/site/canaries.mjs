// @ts-check
// Marks that the site plants wherever a site can leave something, and the search for them on disk.

import { randomBytes } from 'node:crypto';
import { contentOf, filesBelow } from '../files-below.mjs';

/** Where a site can leave something. */
export const CANARY_KINDS = /** @type {const} */ ([
  'sessionCookie',
  'lastingCookie',
  'scriptCookie',
  'localStorage',
  'sessionStorage',
  'indexedDb',
  'cacheApi',
  'serviceWorker',
  'privateFile',
  'temporaryFile',
  'httpCache',
  'imageCache',
  'codeCache',
  'sharedWorker',
  'pageText',
  'title',
  'address',
  'history',
  'icon',
  'basicAuth',
  'download',
]);
/** @typedef {(typeof CANARY_KINDS)[number]} CanaryKind */

/** Random, so that no compression hides one, and different in each site. */
export class Canaries {
  /** @type {ReadonlyMap<CanaryKind, string>} */
  #all = new Map(CANARY_KINDS.map((kind) => [kind, `canary${randomBytes(12).toString('hex')}`]));

  /** @param {CanaryKind} kind */
  of(kind) {
    return /** @type {string} */ (this.#all.get(kind));
  }

  /**
   * Which of them, or of some other words, are in files below some folders, in any form in which
   * Chromium writes text.
   * @param {readonly string[]} folders what does not exist holds nothing
   * @param {Readonly<Record<string, string>>} [alsoWords] by what to call each
   * @returns {readonly string[]} for example `localStorage: /tmp/…/Local Storage/leveldb/000003.log`
   */
  foundIn(folders, alsoWords = {}) {
    const wanted = [...this.#all, ...Object.entries(alsoWords)].map(
      ([kind, word]) => /** @type {const} */ ([kind, formsOf(word)]),
    );
    return folders.flatMap(filesBelow).flatMap((file) => {
      const content = contentOf(file);
      const name = Buffer.from(file);
      return wanted.flatMap(([kind, forms]) =>
        forms.some((form) => content.includes(form) || name.includes(form))
          ? [`${kind}: ${file}`]
          : [],
      );
    });
  }
}

/** @param {string} word */
function formsOf(word) {
  const plain = Buffer.from(word);
  return [plain, Buffer.from(word, 'utf16le'), Buffer.from(plain.toString('base64'))];
}
