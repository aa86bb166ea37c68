import { describe, expect, it } from 'vitest';
import { foresightInWords } from '../../../src/renderer/settings/session-timeout/foresight-words.js';
import type { Foreseen } from '../../../src/renderer/settings/session-timeout/use-foresight.js';

const WEEK: Foreseen = {
  ...{ span: 'week', sessions: 61, ending: 9, unknown: 0, warned: 4, few: false },
  timeoutSeconds: 300,
};
const ALONE = { isShared: false, hasRoleLimits: false };

describe('a foresight in words', () => {
  it('says how many sessions would have ended, and how many people been warned too often', () => {
    expect(foresightInWords(WEEK, ALONE)).toEqual([
      'With 5 minutes, 9 of last week’s 61 sessions would have ended while their member was away, and up to 4 people would have been warned more than ten times a day.',
    ]);
  });

  it('says where there are several computers that it is about this one', () => {
    const [sentence] = foresightInWords({ ...WEEK, warned: 0 }, { ...ALONE, isShared: true });
    expect(sentence).toBe(
      'With 5 minutes, 9 of last week’s 61 sessions at this computer would have ended while their member was away, and nobody would have been warned more than ten times a day.',
    );
  });

  it('says what is not known, what is little, and what is not counted', () => {
    const little: Foreseen = {
      ...WEEK,
      span: 'all',
      sessions: 40,
      unknown: 2,
      warned: 1,
      few: true,
    };
    expect(foresightInWords(little, { ...ALONE, hasRoleLimits: true })).toEqual([
      'With 5 minutes, 9 of the 40 sessions of the last 60 days would have ended while their member was away, and 1 person would have been warned more than ten times on one day.',
      'For 2 more sessions this is not known: they ended at a shorter limit.',
      'So few sessions say little yet.',
      'Shorter limits by role are not counted.',
    ]);
    expect(foresightInWords({ ...WEEK, unknown: 1 }, ALONE)[1]).toBe(
      'For 1 more session this is not known: it ended at a shorter limit.',
    );
  });

  it.each([0, 1])('says nothing of %i sessions', (sessions) => {
    const little: Foreseen = { ...WEEK, span: 'all', sessions, ending: 0, unknown: sessions };
    expect(foresightInWords(little, ALONE)).toEqual([
      'The record is still too short: it needs two sessions.',
    ]);
  });
});
