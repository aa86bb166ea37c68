import { afterEach, describe, expect, it } from 'vitest';
import {
  directionOf,
  languageOf,
  OFFERED,
  spokenFor,
} from '../../../../src/shared/words/languages/languages.js';
import { ENGLISH, say, speak } from '../../../../src/shared/words/say.js';

afterEach(() => speak(ENGLISH));

describe('which language is spoken', () => {
  it.each([
    [null, ['en-GB'], { id: 'en', tag: 'en-GB' }],
    [null, ['en-US', 'de-DE'], { id: 'en', tag: 'en-US' }],
    // Without a region, dates are written as before.
    [null, ['en'], { id: 'en', tag: 'en-GB' }],
    [null, ['sv-SE', 'en-AU'], { id: 'en', tag: 'en-AU' }],
    [null, ['C', ''], { id: 'en', tag: 'en-GB' }],
    [null, [], { id: 'en', tag: 'en-GB' }],
    ['en', ['sv-SE'], { id: 'en', tag: 'en-GB' }],
    ['tlh', ['en-US'], { id: 'en', tag: 'en-US' }],
    [null, ['en-XA'], { id: 'en-XA', tag: 'en-GB' }],
    [null, ['ar-XB'], { id: 'ar-XB', tag: 'ar-EG' }],
    ['en', ['ar-XB'], { id: 'en', tag: 'en-GB' }],
  ])('chosen %s on a computer of %j', (chosen, computer, spoken) => {
    expect(spokenFor(chosen, computer)).toEqual(spoken);
  });

  it('each that is offered is found by the computer, with its own region', () => {
    for (const id of OFFERED)
      expect(spokenFor(null, [`${id}-CH`, 'en-US'])).toEqual({ id, tag: `${id}-CH` });
  });

  it('nothing is offered twice, and English always', () => {
    expect([...new Set(OFFERED)]).toEqual(OFFERED);
    expect(OFFERED).toContain('en');
  });
});

describe('the pseudo-languages', () => {
  const MESSAGE =
    'Hi {name}, {count, plural, one {# day} other {# days}} {why, select, a {up} other {down}}.';

  it('en-XA: accents, longer, in brackets; values and tags stay', () => {
    speak(languageOf({ id: 'en-XA', tag: 'en-GB' }, null));
    expect(say(MESSAGE, { name: 'Ada', count: 1_200, why: 'a' })).toBe(
      '⟦Ĥîî Ada, 1,200 ðååýš ûûþ.⟧',
    );
    expect(languageOf({ id: 'en-XA', tag: '' }, null).translate("Read <b>it</b> '{now}'.")).toBe(
      "⟦Ŕééååð <b>îîţ</b> '{now}'.⟧",
    );
  });

  it('ar-XB: letters that run from right to left', () => {
    speak(languageOf({ id: 'ar-XB', tag: 'ar-EG' }, null));
    expect(say(MESSAGE, { name: 'Ada', count: 3, why: 'b' })).toMatch(
      /^⟦\p{Script=Arabic}{2} Ada, ٣ \p{Script=Arabic}+ \p{Script=Arabic}+\.⟧$/u,
    );
    expect([{ id: 'ar-XB', tag: 'ar-EG' }, ENGLISH].map(directionOf)).toEqual(['rtl', 'ltr']);
  });
});

it('what a catalog lacks is said in English', () => {
  speak(languageOf({ id: 'de', tag: 'de-DE' }, { Cancel: 'Abbrechen' }));
  expect([say('Cancel'), say('Close')]).toEqual(['Abbrechen', 'Close']);
});
