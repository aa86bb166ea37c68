import type { Language } from '../../src/shared/words/say.js';

/** Marks whatever went through `say`: text on a screen without marks was written past it. */
export const PSEUDO: Language = {
  id: 'en-XA',
  tag: 'en-GB',
  translate: (english) => `⟦${english}⟧`,
};

/** @returns what of a text is outside of all marks; letters in it were never said */
export function unsaid(text: string): string {
  let depth = 0;
  let outside = '';
  for (const character of text) {
    if (character === '⟦') depth += 1;
    else if (character === '⟧') depth -= 1;
    else if (depth === 0) outside += character;
  }
  return outside;
}

/** Every text in a value, however deep. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
