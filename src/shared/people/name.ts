import { say } from '../words/say.js';

/** The longest name of a person or a clinic, in characters. */
export const LONGEST_NAME = 100;

/** Control characters, halves of characters, and breaks of lines and paragraphs. */
const CONTROLS = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}`;

/** Turns the direction of what follows: with one of these a name reads as another one. */
const DIRECTIONS = String.raw`\p{Bidi_Control}`;

/** What is never seen, but for the joiners and variants that some scripts and pictures are written with. */
const UNSEEN = '[\\p{Default_Ignorable_Code_Point}--[\\u200C\\u200D\\uFE00-\\uFE0F]]';

// eslint-disable-next-line no-misleading-character-class -- the joiners stand there by themselves
const REFUSED = new RegExp(`[${CONTROLS}${DIRECTIONS}${UNSEEN}]`, 'v');
const EVERY_REFUSED = new RegExp(REFUSED, 'gv');
const EVERY_CONTROL = new RegExp(`[${CONTROLS}]+`, 'gv');

/** A letter, a digit or a sign that leaves something on the screen; U+2800 is an empty Braille cell. */
const SEEN = new RegExp(
  String.raw`[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]`,
  'v',
);

/** A name as it is kept: without space around it, and each letter in its one shortest form. */
export function tidyName(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * Whether a tidy name shows to everybody what it is. Two names that look the same, or one that shows
 * nothing, would let a member pass for another.
 */
export function isShowable(name: string): boolean {
  return SEEN.test(name) && !REFUSED.test(name);
}

/**
 * What is wrong with a name that somebody typed, as one sentence, or `null`.
 * @param missing what to say when it is empty
 * @param longest in characters
 */
export function nameProblem(text: string, missing: string, longest = LONGEST_NAME): string | null {
  const name = tidyName(text);
  if (!SEEN.test(name)) return missing;
  if (REFUSED.test(name))
    return say('It has a character that cannot be seen. Delete the name and type it anew.');
  return name.length > longest ? say('Use {longest} characters at the most.', { longest }) : null;
}

/**
 * A name that was stored, as it may be shown: one that an older version took, or that was changed by
 * other means than this app, must not turn or break the line that it stands in.
 */
export function shownName(stored: string): string {
  const shown = tidyName(stored.replaceAll(EVERY_CONTROL, ' ').replaceAll(EVERY_REFUSED, ''));
  return SEEN.test(shown) ? shown : say('(no readable name)');
}
