import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { computerLanguages, OwnLanguage } from '../../../src/main/host/environment/languages.js';
import { ENGLISH, say, speak, spoken } from '../../../src/shared/words/say.js';

afterEach(() => speak(ENGLISH));

describe('the computer’s languages', () => {
  const app = (lang: string) => ({
    commandLine: { getSwitchValue: () => lang } as never,
    getPreferredSystemLanguages: () => ['de-AT', 'en-US'],
  });

  it('are those of the desktop', () => {
    expect(computerLanguages(app(''))).toEqual(['de-AT', 'en-US']);
  });

  it('are the one of Chromium’s switch, where it is given', () => {
    expect(computerLanguages(app('ar-XB'))).toEqual(['ar-XB']);
  });
});

describe('main', () => {
  it('speaks the member’s language, then the computer’s again, and tells when it changes', () => {
    const own = new OwnLanguage(['en-XA'], tmpdir());
    expect(own.speak(null)).toBe(true);
    expect(say('Cancel')).toBe('⟦Çååñçééļ⟧');
    expect(own.speak(null)).toBe(false);
    expect(own.speak('en')).toBe(true);
    expect(say('Cancel')).toBe('Cancel');
    expect(own.speak(null)).toBe(true);
    expect(spoken()).toEqual({ id: 'en-XA', tag: 'en-GB' });
  });

  it('knows the computer’s region: its dates stay as people know them here', () => {
    const own = new OwnLanguage(['en-US'], tmpdir());
    own.speak(null);
    expect(spoken()).toEqual({ id: 'en', tag: 'en-US' });
  });

  it('says English words for a language that is not offered', () => {
    const own = new OwnLanguage(['sv-SE', 'C'], tmpdir());
    own.speak('tlh');
    expect(say('Cancel')).toBe('Cancel');
  });
});
