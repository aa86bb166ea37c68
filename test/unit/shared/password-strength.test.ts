import { describe, expect, it } from 'vitest';
import {
  newPasswordProblem,
  RATING_WORDS,
  ratePassword,
} from '../../../src/shared/people/password-strength.js';

const OWN_WORDS = ['Harbour Street Clinic', 'Dana Whitlock', 'dana@harbour.example'];
const problemOf = (password: string, shortest = 12) =>
  newPasswordProblem(password, { shortest, ownWords: OWN_WORDS });

describe('a new password', () => {
  it.each([
    // The passwords of the tests; one of them contains a word of the clinic's name.
    'quiet-harbour-lamp-42',
    'seven-green-umbrellas',
    'another-lantern-77',
    'a-third-password-5',
    // Four unrelated words, with and without separators.
    'lamp tiger bicycle moon',
    'gravelpianotulipferry',
    'correct horse battery staple nine',
    // No kinds of characters are required.
    'kwjzqvhtbxmn',
    '739160284615',
    // Other scripts, and characters of two code units.
    'тихая лампа зелёный трамвай',
    '🦉🌊🚲🎹🌵🍋🦊🧭🪁🐙🏔️🎈',
    // Weak only at one end.
    `${'a'.repeat(40)} gravel piano tulip ferry`,
  ])('%j may be used', async (password) => {
    expect(await problemOf(password)).toBeNull();
  });

  it.each(['password1234', 'P@ssw0rd12345', 'welcomepassword1', 'trustno1monkey', 'drowssap1234'])(
    '%j is refused as common',
    async (password) => {
      expect(await problemOf(password)).toMatch(/attackers try first|too easy/);
    },
  );

  it.each([
    'HarbourStreet2024!',
    'danawhitlock42',
    'Whitlock-Dana-1987',
    'harbourclinic1',
    'H@rb0urStr33t!!',
    'clinicworkstation',
    'dana@harbour.example',
    'Dana Whitlock, Harbour Street Clinic',
  ])('%j is refused as made of own words', async (password) => {
    expect(await problemOf(password)).toContain('your own or the clinic’s name');
  });

  it.each([
    ['111111111111', 'repeats'],
    ['abcabcabcabc', 'repeats'],
    ['letmeinletmein', 'repeats'],
    ['x'.repeat(128), 'repeats'],
    ['rtyuiopfghjkl', 'keyboard'],
    ['zxcvbnm,./zxcvb', 'keyboard'],
    ['abcdefghijklmn', 'sequence'],
    ['mondaytuesdaywednesday', 'sequence'],
    ['1987-03-12', 'date'],
  ])('%j is refused because it %s', async (password, reason) => {
    expect(await problemOf(password, 8)).toContain(reason);
  });

  it('is first checked for its length', async () => {
    expect(await problemOf('gravel piano')).toBeNull();
    expect(await problemOf('gravelpiano')).toBe('Use at least 12 characters.');
    expect(await problemOf('x'.repeat(129))).toBe('Use at most 128 characters.');
    expect(await problemOf('gravel piano', 15)).toBe('Use at least 15 characters.');
    expect(await problemOf('hq7wzkfn', 8)).toBeNull();
  });

  it('is the same in each of its Unicode forms', async () => {
    // The letters of `password1234` in full width, as Japanese keyboards type them.
    expect(await problemOf('ｐａｓｓｗｏｒｄ１２３４')).toBe(await problemOf('password1234'));
  });
});

describe('a rating', () => {
  it.each([
    ['', 0, 'Very weak'],
    ['password', 0, 'Very weak'],
    ['password1234', 1, 'Weak'],
    ['seven-green-umbrellas', 3, 'Good'],
    ['lamp tiger bicycle moon', 4, 'Strong'],
  ])('of %j is %d, %s', async (password, score, words) => {
    const rating = await ratePassword(password, []);
    expect(rating.score).toBe(score);
    expect(RATING_WORDS[rating.score]).toBe(words);
  });

  it('gives a reason exactly below Good', async () => {
    for (const password of [
      '',
      'dana',
      'password1234',
      'seven-green-umbrellas',
      'lamp tiger moon x',
    ]) {
      const { score, problem } = await ratePassword(password, OWN_WORDS);
      expect(problem === null).toBe(score >= 3);
    }
  });
});
