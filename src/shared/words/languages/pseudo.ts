/*
 * Languages that nobody speaks, made from English: with them a test sees what was never said, and an eye sees
 * what is cut off, or on the wrong side.
 */

const ACCENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', (letter, at) => [
    letter,
    'åƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýžÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽ'[at] ?? letter,
  ]),
);

const MIRRORED: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('abcdefghijklmnopqrstuvwxyz', (letter, at) => [
    letter,
    'ابقدعفغهيجكلمنوصحرستثوشخطز'[at] ?? letter,
  ]),
);

/** With accents, and vowels twice: about 40 % longer. In brackets, so that what was not said stands out. */
export function accented(english: string): string {
  return `⟦${withText(english, (letter) => {
    const accent = ACCENTS[letter] ?? letter;
    return /[aeiou]/.test(letter) ? accent + accent : accent;
  })}⟧`;
}

/** In Arabic letters, which run from right to left. In brackets too. */
export function mirrored(english: string): string {
  return `⟦${withText(english, (letter) => MIRRORED[letter.toLowerCase()] ?? letter)}⟧`;
}

/**
 * An ICU message with other letters in its texts. Its arguments, its tags and what is quoted stay.
 */
function withText(message: string, letterOf: (letter: string) => string): string {
  let changed = '';
  // In turn a text, an argument, a text within it, and so on.
  let depth = 0;
  for (const part of message.match(PARTS) ?? []) {
    if (part === '{') depth += 1;
    else if (part === '}') depth -= 1;
    changed += depth % 2 === 0 && part.length === 1 ? letterOf(part) : part;
  }
  return changed;
}

/** Quoted texts, tags, and single characters. */
const PARTS = /'[{}<>#][^']*'|<\/?[a-z][a-z0-9]*>|[^]/gu;
