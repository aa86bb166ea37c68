import { describe, expect, it } from 'vitest';
import type { DownloadView } from '../../../src/shared/clinic-apps/guard-bar.js';
import {
  downloadInWords,
  foundInWords,
  leaveInWords,
  outsideInWords,
  shortHost,
  spokenChanges,
} from '../../../src/renderer/bar/bar-words.js';
import { BAR } from '../../gallery/samples/bar.js';

function file(state: DownloadView['state'], percent: number | null = 100): DownloadView {
  return { id: 1, fileName: 'letter.pdf', state, percent };
}

describe('a host in a sentence', () => {
  it('is shown whole up to 48 characters', () => {
    const host = `${'a'.repeat(40)}.example`;
    expect(host).toHaveLength(48);
    expect(shortHost(host)).toBe(host);
  });

  it('loses its beginning, never its end, when it is longer', () => {
    const host = `portal.example.${'a'.repeat(40)}.attacker.example`;
    const short = shortHost(host);
    expect(short).toHaveLength(48);
    expect(short).toMatch(/^…a+\.attacker\.example$/);
    expect(outsideInWords(host, 'Portal')).toBe(
      `This link leads to ${short}, which is not part of Portal.`,
    );
  });
});

it('the question before leaving says what is lost, the page or its window', () => {
  expect(leaveInWords(false)).toBe(
    'This page says that something is not saved yet. Leaving it may lose that.',
  );
  expect(leaveInWords(true)).toBe(
    'This page says that something is not saved yet. Closing its window may lose that.',
  );
});

it.each([
  [null, ''],
  [{ active: 0, matches: 0 }, 'Not found'],
  [{ active: 3, matches: 12 }, '3 of 12'],
])('the result of the search %j reads "%s"', (found, words) => {
  expect(foundInWords(found)).toBe(words);
});

it.each([
  [file('running', null), 'Downloading'],
  [file('running', 0), 'Downloading, 0 %'],
  [file('done'), 'Ready to save'],
  [file('failed'), 'Did not arrive whole. Remove it, then download it again.'],
])('the download %j reads "%s"', (download, words) => {
  expect(downloadInWords(download)).toBe(words);
});

describe('what a screen reader hears of the bar', () => {
  it('is nothing in the usual state', () => {
    expect(spokenChanges(BAR)).toBe('');
  });

  it('does not change with every percent of a download', () => {
    const at = (percent: number) =>
      spokenChanges({ ...BAR, downloads: [file('running', percent)] });
    expect(at(1)).toBe('1 file is downloading.');
    expect(at(99)).toBe(at(1));
  });

  it('counts downloads by their state', () => {
    const downloads = [file('done'), file('failed'), file('done'), file('running'), file('done')];
    expect(spokenChanges({ ...BAR, downloads })).toBe(
      '1 file is downloading. 3 files are ready to save. 1 file did not arrive whole.',
    );
  });

  it('tells of the zoom, and of text that was typed before', () => {
    const draft = { typedAt: 1, fields: [] };
    expect(spokenChanges({ ...BAR, zoomPercent: 110, draft })).toBe(
      'Zoom is 110 %. There is text that you typed on this page before.',
    );
  });
});
