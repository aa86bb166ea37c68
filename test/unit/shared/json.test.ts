import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textOfFile } from '../../../src/shared/texts/file-text.js';
import { readJson } from '../../../src/shared/texts/json.js';
import { readManagedPolicy } from '../../../src/shared/policy/managed-policy.js';

function problemOf(text: string): string {
  const reading = readJson(text);
  return reading.ok ? 'none' : reading.problem;
}

describe('strict JSON', () => {
  it('is read as it was written, whatever it contains', () => {
    // “__proto__” is refused as a name; another test checks that.
    const allowed = fc
      .jsonValue()
      .filter((value) => !JSON.stringify(value).includes('"__proto__":'));
    fc.assert(
      fc.property(allowed, fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readJson(text)).toEqual({ ok: true, value: JSON.parse(text) as unknown });
      }),
    );
  });

  it('accepts nothing that JSON.parse refuses', () => {
    const piece = fc.constantFrom(
      ...Array.from('{}[],:"\\ua1-.eE+ \n'),
      '\u00a0',
      'null',
      'true',
      '/*',
      '//',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (readJson(text).ok) expect(() => JSON.parse(text) as unknown).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    [
      '{"a":1,"a":2}',
      '“a” stands twice in the same object, in line 1, column 2 and in line 1, column 8. Leave one of them.',
    ],
    [
      '{\n  "b": {"a": 1,\n  "\\u0061": 2}\n}',
      '“a” stands twice in the same object, in line 2, column 9 and in line 3, column 3. Leave one of them.',
    ],
    [
      '[{"a":1},\n{"b":{},\n"b":0}]',
      '“b” stands twice in the same object, in line 2, column 2 and in line 3, column 1. Leave one of them.',
    ],
    [
      '{\n  "a": 1,\n}',
      'There is a comma too many in line 2, column 9, before the closing bracket. Take it out.',
    ],
    [
      '[1,\r\n2, ]',
      'There is a comma too many in line 2, column 2, before the closing bracket. Take it out.',
    ],
    ['{"a":1 "b":2}', 'It is not valid JSON: a comma is missing in line 1, column 8.'],
    ['{"a" 1}', 'It is not valid JSON: a colon is missing in line 1, column 6.'],
    [
      '{ // no\n}',
      'It is not valid JSON: there is a comment, which it cannot have, in line 1, column 3.',
    ],
    ["{'a':1}", 'It is not valid JSON: see line 1, column 2.'],
    ['{"a":01}', 'It is not valid JSON: a comma is missing in line 1, column 7.'],
    ['{"a":1', 'It ends too early, in line 1, column 7.'],
    [' \n', 'It is empty.'],
    ['{"__proto__":{}}', '“__proto__” in line 1, column 2 is no name for a value.'],
    ['['.repeat(60_000), 'It is nested too deeply.'],
  ])('reports an error in words and with its place, case %#', (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });

  it('allows the same name in different objects, and a byte order mark in front', () => {
    expect(readJson('\uFEFF{"a":{"a":1},"b":[{"a":1},{"a":2}]}')).toMatchObject({ ok: true });
  });

  it('repeats only part of a name, without characters that would turn the line', () => {
    const name = `\u202E${'x'.repeat(500)}`;
    const problem = problemOf(`{"${name}":1,"${name}":2}`);
    expect(problem).toContain(`“${'x'.repeat(60)}” stands twice`);
    expect(problem).not.toContain('\u202E');
  });
});

it('a managed policy is refused whole if a rule stands twice in it', () => {
  // The second one would win, and the cap of five minutes would be gone.
  const text = '{"version":1,"policy":{"sessionTimeoutSeconds":{"max":300}},\n"policy":{}}';
  const reading = readManagedPolicy(text);
  expect(reading).toEqual({
    ok: false,
    problem: expect.stringMatching(/“policy” stands twice .* line 2, column 1/) as unknown,
  });
});

describe('the text of a file', () => {
  const utf16 = Buffer.from('{"version":1}', 'utf16le');

  it.each([
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), /UTF-16/],
    ['UTF-16 without one', utf16, /UTF-16/],
    ['UTF-16 the other way round', Buffer.from(utf16).swap16(), /UTF-16/],
    ['Latin 1', Buffer.from('{"clinicName":"Zürich"}', 'latin1'), /not written in UTF-8/],
  ])('that is %s is refused, with what to do', (_what, bytes, problem) => {
    const read = textOfFile(bytes);
    expect(read.ok ? 'none' : read.problem).toMatch(problem);
    expect(read.ok ? 'none' : read.problem).toMatch(/Save it as UTF-8/);
  });

  it('is UTF-8, with or without its mark', () => {
    const text = '{"clinicName":"Zürich"}';
    expect(textOfFile(Buffer.from(text))).toEqual({ ok: true, value: text });
    expect(textOfFile(Buffer.from(`\uFEFF${text}`))).toEqual({ ok: true, value: text });
    expect(textOfFile(Buffer.from(''))).toEqual({ ok: true, value: '' });
  });
});
