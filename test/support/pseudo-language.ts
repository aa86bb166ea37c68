import type { Language } from '../../src/shared/words/say.js';

/** Marks whatever went through `say`: text on a screen without marks was written past it. */
export const PSEUDO: Language = { tag: 'en-GB', translate: (english) => `⟦${english}⟧` };
