import { describe, expect, it } from 'vitest';
import { chapters } from '../../../src/renderer/main/guide/chapters.js';
import { PICTURES } from '../../../src/renderer/main/guide/pictures/pictures.js';
import { sources } from '../../../src/renderer/main/guide/sources.js';
import { GUIDE_EDITION, readThisEditionAt } from '../../../src/shared/people/guide.js';

const LONGEST = 120;

const all = chapters('Ctrl+L');

describe.each(all)('the chapter “$title”', ({ id, paragraphs, sources: its }) => {
  it(`has at most ${LONGEST} words`, () => {
    const words = paragraphs.join(' ').split(/\s+/u);
    expect(words.length).toBeGreaterThan(40);
    expect(words.length).toBeLessThanOrEqual(LONGEST);
  });

  it('has a picture of its own, and a source', () => {
    const pictures = Object.values(PICTURES);
    expect(pictures.filter((picture) => picture === PICTURES[id])).toHaveLength(1);
    expect(its.length).toBeGreaterThan(0);
  });
});

describe('the guide', () => {
  it('has eight chapters, and names no source that none of them has', () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(8);
    const used = new Set(all.flatMap((chapter) => chapter.sources));
    expect([...used].sort()).toEqual(Object.keys(sources()).sort());
  });

  it.each([
    ['nothing', null, null],
    ['an older edition', { edition: GUIDE_EDITION - 1, at: 7 }, null],
    ['this edition', { edition: GUIDE_EDITION, at: 7 }, 7],
    ['an edition that only a newer app has', { edition: GUIDE_EDITION + 1, at: 7 }, 7],
  ])('of who read %s says when, if it is this edition', (_what, read, at) => {
    expect(readThisEditionAt(read)).toBe(at);
  });
});
