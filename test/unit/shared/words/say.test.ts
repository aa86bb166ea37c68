import { afterEach, describe, expect, it } from 'vitest';
import { ENGLISH, languageTag, say, sayings, speak } from '../../../../src/shared/words/say.js';
import { PSEUDO } from '../../../support/pseudo-language.js';

afterEach(() => speak(ENGLISH));

describe('say', () => {
  it('says a plain sentence as it is written', () => {
    expect(say('Ada’s session ended at <10:42>.')).toBe('Ada’s session ended at <10:42>.');
  });

  it('inserts values, and counts', () => {
    const days = (count: number) =>
      say('For {count, plural, one {# day} other {# days}}, {name}.', { count, name: 'Ada' });
    expect([days(1), days(7), days(1_200)]).toEqual([
      'For 1 day, Ada.',
      'For 7 days, Ada.',
      'For 1,200 days, Ada.',
    ]);
  });

  it('inserts a value as it is, whatever it contains', () => {
    expect(say('{name} left.', { name: "{count} <b> ’ '" })).toBe("{count} <b> ’ ' left.");
  });

  it('throws when a value is missing', () => {
    expect(() => say('{name} left.')).toThrow(/name/);
  });

  it('uses the current language, also for sentences that were said before', () => {
    const german = {
      id: 'de',
      tag: 'de-DE',
      translate: () => '{count, plural, one {# Tag} other {# Tage}}',
    };
    const english = '{count, plural, one {# day} other {# days}}';
    expect(say(english, { count: 1_000 })).toBe('1,000 days');
    speak(german);
    expect([say(english, { count: 1_000 }), languageTag()]).toEqual(['1.000 Tage', 'de-DE']);
    speak(PSEUDO);
    expect(say(english, { count: 2 })).toBe('⟦2 days⟧');
  });

  it('says a table’s sentence in the language of the moment of reading', () => {
    const names = sayings({ doctor: 'Doctor', none: 'Nobody' });
    expect(Object.entries(names)).toEqual([
      ['doctor', 'Doctor'],
      ['none', 'Nobody'],
    ]);
    speak(PSEUDO);
    expect(names.doctor).toBe('⟦Doctor⟧');
  });
});
