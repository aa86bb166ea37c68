import { describe, expect, it } from 'vitest';
import { NEW_CLINIC_APP, type SiteFinding } from '../../../src/shared/clinic-apps/clinic-app.js';
import { ROLES } from '../../../src/shared/people/role.js';
import {
  allowedInWords,
  authoritiesInWords,
  findingInWords,
  reopenOptions,
  seenByInWords,
} from '../../../src/renderer/settings/clinic-apps/clinic-app-words.js';
import { listInWords } from '../../../src/renderer/ui/words/list-in-words.js';

describe('names in a sentence', () => {
  it.each([
    [['Cliniko'], 2, 'Cliniko'],
    [['Cliniko', 'Pathology'], 2, 'Cliniko and Pathology'],
    [['Cliniko', 'Pathology', 'Imaging'], 2, 'Cliniko, Pathology and Imaging'],
    [['Cliniko', 'Pathology', 'Imaging', 'PRODA'], 2, 'Cliniko, Pathology and 2\u00a0more'],
    [['Cliniko', 'Pathology', 'Imaging'], 1, 'Cliniko and 2\u00a0more'],
  ])('%j, at most %d', (names, most, words) => {
    expect(listInWords(names, most)).toBe(words);
  });

  it('are all named when no number is given', () => {
    expect(listInWords(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d and e');
  });
});

describe('what an app may do', () => {
  const { allows } = NEW_CLINIC_APP;

  it.each([
    [{}, 'Nothing allowed beyond printing'],
    [{ printing: false }, 'Printing is off'],
    [{ downloads: true }, 'Allowed: downloads'],
    [
      { printing: false, downloads: true, camera: true },
      'Allowed: downloads and the camera; printing is off',
    ],
  ])('with %j', (patch, words) => {
    expect(allowedInWords({ ...allows, ...patch })).toBe(words);
  });
});

it('says how many authorities of the clinic’s own an app trusts', () => {
  expect(authoritiesInWords([])).toBe('');
  expect(authoritiesInWords(['A'])).toContain('an authority of the clinic’s own');
  expect(authoritiesInWords(['A', 'B'])).toContain('2 authorities');
});

describe('who sees an app', () => {
  it('names roles unless it is everyone', () => {
    expect(seenByInWords(ROLES)).toBe('Everyone sees it');
    expect(seenByInWords(['bookkeeper'])).toBe('Seen by bookkeepers');
    expect(seenByInWords(['receptionist', 'practitioner'])).toBe(
      'Seen by practitioners and receptionists',
    );
  });
});

describe('what a test found', () => {
  const found = (patch: Partial<SiteFinding>): SiteFinding => ({
    outcome: 'opened',
    host: 'portal.example',
    title: 'Portal',
    detail: '',
    refusedHosts: [],
    tookMs: 1_240,
    ...patch,
  });
  const wordsOf = (patch: Partial<SiteFinding>): string => {
    const { title, detail } = findingInWords(found(patch));
    return `${title} ${detail}`;
  };

  it('says title, host and seconds of a page that opened', () => {
    expect(findingInWords(found({})).tone).toBe('success');
    expect(wordsOf({})).toContain('“Portal” opened.');
    expect(wordsOf({})).toContain('portal.example and took 1.2 seconds');
    expect(wordsOf({ title: '' })).toContain('portal.example opened.');
  });

  it.each([
    [0, '0.1 seconds'],
    [980, '1 second.'],
    [1_000, '1 second.'],
    [19_960, '20 seconds'],
  ])('of %d ms speaks of %s', (tookMs, words) => {
    expect(wordsOf({ tookMs })).toContain(words);
  });

  it.each(['certificate', 'unreachable'] as const)('is shown as a danger: %s', (outcome) => {
    expect(findingInWords(found({ outcome })).tone).toBe('danger');
    expect(wordsOf({ outcome, detail: 'ERR_SOME_CODE' })).toContain('(ERR_SOME_CODE)');
    // A crashed window has no error code.
    expect(wordsOf({ outcome })).not.toContain('(');
  });

  it.each(['slow', 'outside'] as const)('is shown as a warning: %s', (outcome) => {
    expect(findingInWords(found({ outcome })).tone).toBe('warning');
    expect(wordsOf({ outcome })).toContain('portal.example');
  });
});

describe('for how long what was open is offered', () => {
  it('has the current value among the choices, in order', () => {
    expect(reopenOptions(12).map(({ label }) => label)).toEqual([
      'Never',
      '1 hour',
      '4 hours',
      '8 hours',
      '12 hours',
      '24 hours',
      '48 hours',
      '72 hours',
    ]);
    expect(reopenOptions(6).map(({ value }) => value)).toEqual([0, 1, 4, 6, 8, 12, 24, 48, 72]);
  });
});
