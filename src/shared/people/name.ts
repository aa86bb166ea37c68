import { say } from '../words/say.js';

/** The longest name of a person or a clinic, in characters. */
export const LONGEST_NAME = 100;

/** Control characters, unpaired surrogates, and breaks of lines and paragraphs. */
const CONTROLS = String.raw`\p{Cc}\p{Cs}\p{Zl}\p{Zp}`;

/** These turn the direction of the text after them: the name would read as another one. */
const DIRECTIONS = String.raw`\p{Bidi_Control}`;

/** Invisible characters, except the joiners and variation selectors that some scripts and emoji need. */
const UNSEEN = '[\\p{Default_Ignorable_Code_Point}--[\\u200C\\u200D\\uFE00-\\uFE0F]]';

// eslint-disable-next-line no-misleading-character-class -- the joiners stand there by themselves
const REFUSED = new RegExp(`[${CONTROLS}${DIRECTIONS}${UNSEEN}]`, 'v');
const EVERY_REFUSED = new RegExp(REFUSED, 'gv');
const EVERY_CONTROL = new RegExp(`[${CONTROLS}]+`, 'gv');

/** A letter, a digit or a sign that is visible. U+2800 is an empty Braille cell. */
const SEEN = new RegExp(
  String.raw`[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]`,
  'v',
);

/** A name as it is stored: no space around it, and each letter in its composed form (NFC). */
export function tidyName(text: string): string {
  return text.normalize('NFC').trim();
}

/**
 * Whether everybody can see what a tidy name says. If two names looked the same, or a name showed nothing,
 * a member could pass for another.
 */
export function isShowable(name: string): boolean {
  return SEEN.test(name) && !REFUSED.test(name);
}

/**
 * The problem of a name that somebody typed, as one sentence, or `null`.
 * @param missing the sentence for an empty name
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
 * A stored name as it may be shown. An older version may have accepted the name, or another program may
 * have changed it: it must not turn or break the line around it.
 */
export function shownName(stored: string): string {
  const shown = tidyName(stored.replaceAll(EVERY_CONTROL, ' ').replaceAll(EVERY_REFUSED, ''));
  return SEEN.test(shown) ? shown : say('(no readable name)');
}
