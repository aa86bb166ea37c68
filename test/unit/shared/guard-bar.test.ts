import { describe, expect, it } from 'vitest';
import {
  BAR_HEIGHT,
  BAR_PANELS,
  barHeight,
  type BarView,
  PANEL_HEIGHT,
  STRIP_HEIGHT,
} from '../../../src/shared/clinic-apps/guard-bar.js';
import { BAR } from '../../gallery/samples/bar.js';

const QUESTION = { kind: 'leave', closes: false } as const;

function heightWith(changes: Partial<BarView>): number | 'all' {
  return barHeight({ ...BAR, ...changes });
}

describe('the bar of a guarded window', () => {
  it('has its own height when nothing is open below it', () => {
    expect(heightWith({})).toBe(BAR_HEIGHT);
    expect(heightWith({ isLoading: true, found: { active: 1, matches: 3 } })).toBe(BAR_HEIGHT);
  });

  it('adds a strip for each of question, message and find', () => {
    const strips: readonly Partial<BarView>[] = [
      { question: QUESTION },
      { message: 'Downloads are off for Portal.' },
      { panel: 'find' },
    ];
    for (const strip of strips) expect(heightWith(strip)).toBe(BAR_HEIGHT + STRIP_HEIGHT);
    const all = strips.reduce((together, strip) => ({ ...together, ...strip }));
    expect(heightWith(all)).toBe(BAR_HEIGHT + 3 * STRIP_HEIGHT);
  });

  it('adds a strip also for an empty message, because the strip is shown', () => {
    expect(heightWith({ message: '' })).toBe(BAR_HEIGHT + STRIP_HEIGHT);
  });

  it.each(BAR_PANELS.filter((panel) => panel !== 'none' && panel !== 'find'))(
    'adds a panel for %s, and no strips beside it',
    (panel) => {
      expect(heightWith({ panel })).toBe(BAR_HEIGHT + PANEL_HEIGHT);
      const more = { panel, question: QUESTION, message: 'Downloads are off.' };
      expect(heightWith(more)).toBe(BAR_HEIGHT + PANEL_HEIGHT);
    },
  );

  it.each<BarView['page']>([
    { state: 'crashed' },
    { state: 'hung' },
    { state: 'failed', why: 'certificate', detail: 'ERR_CERT_DATE_INVALID' },
    { state: 'failed', why: 'unreachable', detail: 'ERR_NAME_NOT_RESOLVED' },
  ])('fills the window when there is no page: %o', (page) => {
    expect(heightWith({ page })).toBe('all');
    expect(heightWith({ page, panel: 'downloads', question: QUESTION })).toBe('all');
  });
});
