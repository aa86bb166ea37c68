import { describe, expect, it } from 'vitest';
import {
  namesProblem,
  typedNames,
} from '../../../src/renderer/settings/workstations/workstation-words.js';
import { momentInWords } from '../../../src/renderer/ui/words/moment-in-words.js';

describe('names of new workstations', () => {
  it('are one in a line, tidied, without empty lines', () => {
    expect(typedNames(' Reception 2 \n\n\tRoom 1\n')).toEqual(['Reception 2', 'Room 1']);
  });

  it('may be up to fifty different ones', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => `Room ${index}`).join('\n');
    expect(namesProblem('Room 1', ['Room 2'])).toBeNull();
    expect(namesProblem(many(50), [])).toBeNull();
    expect(namesProblem(many(51), [])).toMatch(/50 names at the most/);
  });

  it.each([
    ['', /Enter a name/],
    [' \n ', /Enter a name/],
    ['Room 1\nRoom 2\nRoom 1', /“Room 1” stands twice/],
    ['Room 1\nReception', /Another workstation is called “Reception”/],
    ['Room 1\nRo\u202Eom', /cannot be seen/],
    ['x'.repeat(101), /100 characters/],
  ])('are refused with the reason: %j', (text, reason) => {
    expect(namesProblem(text, ['Reception'])).toMatch(reason);
  });
});

describe('a moment', () => {
  const now = new Date(2026, 10, 24, 12, 0).getTime();

  it('of today is the time alone', () => {
    expect(momentInWords(new Date(2026, 10, 24, 8, 5).getTime(), now)).toBe('08:05');
  });

  it('of another day names it', () => {
    for (const day of [23, 25])
      expect(momentInWords(new Date(2026, 10, day, 8, 5).getTime(), now)).toMatch(
        new RegExp(`^\\w{3},? ${day} Nov,? 08:05$`),
      );
  });
});
