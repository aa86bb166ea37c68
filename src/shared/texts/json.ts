import { type JSONVisitor, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { shownName } from '../people/name.js';
import { say } from '../words/say.js';
import { type Reading, unread } from './reading.js';

/*
 * The only reader of JSON. `JSON.parse` keeps the last of two values with the same name and silently drops
 * the other one: a rule that somebody wrote down could be lost.
 */

/** How much of a name a message repeats, in characters. */
const LONGEST_SHOWN = 60;

/** A position, both counted from 1; the column in UTF-16 units, as in editors. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON strictly (RFC 8259). Refuses also a name that is twice in one object, and `__proto__`. Accepts
 * a byte order mark, which some editors write. A problem is told with line and column, and repeats nothing
 * of the text but names.
 */
export function readJson(written: string): Reading<unknown> {
  const text = written.replace(/^\uFEFF/, '');
  try {
    const problem = firstProblem(text);
    if (problem !== null) return unread(problem);
    // eslint-disable-next-line no-restricted-syntax -- what it would drop is refused above
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    // A RangeError: the stack limits how deep brackets can be nested.
    return unread(
      error instanceof RangeError ? say('It is nested too deeply.') : say('It is not valid JSON.'),
    );
  }
}

function firstProblem(text: string): string | null {
  let problem: string | null = null;
  const names: Map<string, Place>[] = [];
  const visitor: JSONVisitor = {
    onObjectBegin: () => void names.push(new Map()),
    onObjectEnd: () => void names.pop(),
    onObjectProperty: (name, _offset, _length, line, column) => {
      const place = { line: line + 1, column: column + 1 };
      const seen = names.at(-1);
      const before = seen?.get(name);
      seen?.set(name, place);
      if (before !== undefined)
        problem ??= say(
          '“{name}” stands twice in the same object, in {before} and in {place}. Leave one of them.',
          { name: shown(name), before: at(before), place: at(place) },
        );
      if (name === '__proto__')
        problem ??= say('“{name}” in {place} is no name for a value.', { name, place: at(place) });
    },
    onError: (code, offset, _length, line, column) => {
      problem ??= wordsOf(code, text, offset, { line: line + 1, column: column + 1 });
    },
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false });
  return problem;
}

function wordsOf(code: ParseErrorCode, text: string, offset: number, place: Place): string {
  if (text.trim() === '') return say('It is empty.');
  const before = text.slice(0, offset).trimEnd();
  if (/[}\]]/.test(text.charAt(offset)) && before.endsWith(','))
    return say('There is a comma too many in {place}, before the closing bracket. Take it out.', {
      place: at(placeOf(before)),
    });
  if (text.slice(offset).trim() === '')
    return say('It ends too early, in {place}.', { place: at(place) });
  const sentence = SENTENCES[printParseErrorCode(code)];
  return (sentence ?? notJson)(at(place));
}

const notJson = (place: string): string => say('It is not valid JSON: see {place}.', { place });

/** By the error names of the library. */
const SENTENCES: Readonly<Record<string, (place: string) => string>> = {
  InvalidCommentToken: (place) =>
    say('It is not valid JSON: there is a comment, which it cannot have, in {place}.', { place }),
  CommaExpected: (place) => say('It is not valid JSON: a comma is missing in {place}.', { place }),
  ColonExpected: (place) => say('It is not valid JSON: a colon is missing in {place}.', { place }),
  UnexpectedEndOfString: (place) =>
    say('It is not valid JSON: a text has no closing quotation mark in {place}.', { place }),
  InvalidCharacter: (place) =>
    say('It is not valid JSON: a text has a control character in {place}.', { place }),
  InvalidEscapeCharacter: (place) =>
    say('It is not valid JSON: a backslash stands before what it cannot stand before in {place}.', {
      place,
    }),
};

/** The place of the last character of a text. */
function placeOf(text: string): Place {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: lines.at(-1)?.length ?? 0 };
}

function at({ line, column }: Place): string {
  return say('line {line}, column {column}', { line, column });
}

function shown(name: string): string {
  return shownName(name).slice(0, LONGEST_SHOWN);
}
