import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  SENTENCES_FILE,
  sentencesIn,
  sentencesOfCode,
} from '../../../scripts/lib/words/sentences.mjs';

/** All of the code is read. */
const READING_MS = 120_000;

it(
  'the list for translators is current (npm run sentences), and no sentence is put together',
  { timeout: READING_MS },
  () => {
    const { sentences, unreadable } = sentencesOfCode();
    expect(unreadable).toEqual([]);
    const listed = JSON.parse(readFileSync(SENTENCES_FILE, 'utf8')) as typeof sentences;
    expect(listed).toEqual(sentences);
    expect(Object.keys(listed)).toEqual(Object.keys(sentences));
  },
);

it('finds what is said, where, and what translators should know of it', () => {
  const files = [
    {
      name: 'src/a.tsx',
      text: [
        'const NAMES = sayings({',
        '  // translators: the state',
        '  // of a door',
        "  open: 'Open',",
        "  shut: 'Shut',",
        '});',
        'const label = <p>',
        '  {/* translators: a button */}',
        "  {sayRich('Read the <b>terms</b>.', { b })}",
        '</p>;',
      ].join('\n'),
    },
    { name: 'src/b.ts', text: "// Why it is so.\nconst again = say('Open');" },
  ];
  expect(sentencesIn(files)).toEqual({
    sentences: {
      Open: { in: ['src/a.tsx', 'src/b.ts'], note: 'the state of a door' },
      Shut: { in: ['src/a.tsx'] },
      'Read the <b>terms</b>.': { in: ['src/a.tsx'], note: 'a button' },
    },
    unreadable: [],
  });
});

it.each(['say(name)', 'say(`Open ${what}`)', "say(on ? 'On' : 'Off')", 'sayings({ ...others })'])(
  'refuses %s, which nobody could translate',
  (code) => {
    const text = `\n${code};`;
    expect(sentencesIn([{ name: 'src/a.ts', text }]).unreadable).toEqual(['src/a.ts:2']);
  },
);
