import { type JSONVisitor, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { shownName } from '../people/name.js';
import type { Reading } from './reading.js';

/*
 * The one reader of JSON. `JSON.parse` keeps the last of two values of the same name and drops the
 * other without a word: with that, a rule can go that somebody wrote down.
 */

/** How much of a name is repeated, in characters. */
const LONGEST_SHOWN = 60;

/** Where something stands, both counted from 1; the column in UTF-16 units, as editors do. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * Reads JSON strictly (RFC 8259): also no name twice in one object, and none that means something to
 * the language itself. A byte order mark in front, which some editors put there, is allowed. A problem is
 * told with line and column, and repeats no more of the text than names.
 */
export function readJson(written: string): Reading<unknown> {
  const text = written.replace(/^\uFEFF/, '');
  try {
    const problem = firstProblem(text);
    if (problem !== null) return { ok: false, problem };
    // eslint-disable-next-line no-restricted-syntax -- what it would drop is refused above
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    // The stack is what limits how deep brackets can stand in each other.
    return {
      ok: false,
      problem: error instanceof RangeError ? 'It is nested too deeply.' : 'It is not valid JSON.',
    };
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
        problem ??= `“${shown(name)}” stands twice in the same object, in ${at(before)} and in ${at(place)}. Leave one of them.`;
      if (name === '__proto__') problem ??= `“${name}” in ${at(place)} is no name for a value.`;
    },
    onError: (code, offset, _length, line, column) => {
      problem ??= wordsOf(code, text, offset, { line: line + 1, column: column + 1 });
    },
  };
  visit(text, visitor, { disallowComments: true, allowTrailingComma: false });
  return problem;
}

function wordsOf(code: ParseErrorCode, text: string, offset: number, place: Place): string {
  if (text.trim() === '') return 'It is empty.';
  const before = text.slice(0, offset).trimEnd();
  if (/[}\]]/.test(text.charAt(offset)) && before.endsWith(','))
    return `There is a comma too many in ${at(placeOf(before))}, before the closing bracket. Take it out.`;
  if (text.slice(offset).trim() === '') return `It ends too early, in ${at(place)}.`;
  const what = WORDS[printParseErrorCode(code)];
  return what === undefined
    ? `It is not valid JSON: see ${at(place)}.`
    : `It is not valid JSON: ${what} in ${at(place)}.`;
}

/** By the names that the library gives. */
const WORDS: Readonly<Record<string, string>> = {
  InvalidCommentToken: 'there is a comment, which it cannot have,',
  CommaExpected: 'a comma is missing',
  ColonExpected: 'a colon is missing',
  UnexpectedEndOfString: 'a text has no closing quotation mark',
  InvalidCharacter: 'a text has a control character',
  InvalidEscapeCharacter: 'a backslash stands before what it cannot stand before',
};

/** The place of the last character of a text. */
function placeOf(text: string): Place {
  const lines = text.split(/\r\n|\r|\n/);
  return { line: lines.length, column: lines.at(-1)?.length ?? 0 };
}

function at({ line, column }: Place): string {
  return `line ${line}, column ${column}`;
}

function shown(name: string): string {
  return shownName(name).slice(0, LONGEST_SHOWN);
}
