import { expect, it } from 'vitest';
import { askedInWords, elsewhereInWords } from '../../../src/renderer/main/home/elsewhere-words.js';

const NOW = new Date(2026, 10, 24, 10, 42).getTime();
const at = (workstationName: string, heardMs = NOW - 30_000) => ({
  ...{ workstationName, heardMs, sinceMs: NOW - 90 * 60_000 },
});

it('says where else somebody is signed in, and since when', () => {
  expect(elsewhereInWords([at('Room 2')], NOW)).toBe(
    'You are also signed in at Room 2, since 09:12.',
  );
});

it('says of a workstation that is silent what was true when it was heard', () => {
  expect(elsewhereInWords([at('Room 2', NOW - 11 * 60_000)], NOW)).toBe(
    'You were also signed in at Room 2, since 09:12, when it was last heard of at 10:31.',
  );
});

it('names several places, and counts the rest', () => {
  const places = ['Room 1', 'Room 2', 'Room 3', 'Room 4', 'Room 5'];
  expect(
    elsewhereInWords(
      places.map((name) => at(name)),
      NOW,
    ),
  ).toBe('You are also signed in at Room 1, Room 2, Room 3 and 2\u00a0more.');
});

it('says whom it asked', () => {
  expect(askedInWords(['Room 2'])).toBe('Room 2 was asked to sign you out.');
  expect(askedInWords(['Room 2', 'Office'])).toBe('Room 2 and Office were asked to sign you out.');
});
