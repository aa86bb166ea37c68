import { describe, expect, it } from 'vitest';
import { durationInWords, remainingInWords } from '../../../src/shared/policy/duration.js';
import { END_CAUSES, endSentence, isHandover } from '../../../src/shared/workstation/end-cause.js';
import { passwordProblem } from '../../../src/shared/people/password-rule.js';
import { isEmail } from '../../../src/shared/people/person.js';
import { compareWithStandards, standards } from '../../../src/shared/policy/standards.js';

describe('durations', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [59.9, '59 seconds'],
    [60, '1 minute'],
    [90, '1 minute 30 seconds'],
    [900, '15 minutes'],
    [3_600, '1 hour'],
    [3_601, '1 hour'],
    [5_400, '1 hour 30 minutes'],
    [90_061, '1 day 1 hour'],
    [604_800, '7 days'],
    [-5, '0 seconds'],
  ])('%d s are %s', (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });

  it.each([
    [60, '1 minute'],
    [61, '2 minutes'],
    [12.2, '13 seconds'],
    [43_199, '12 hours'],
  ])('%d s left are %s', (seconds, words) => {
    expect(remainingInWords(seconds)).toBe(words);
  });
});

describe('why a session ended', () => {
  it('is one sentence of its own for every cause', () => {
    const sentences = END_CAUSES.map((cause) => endSentence(cause, 900));
    expect(new Set(sentences).size).toBe(END_CAUSES.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^You .+\.$/);
  });

  it('names the limit', () => {
    expect(endSentence('idle', 900)).toBe('You were signed out after 15 minutes of inactivity.');
    expect(endSentence('longestSession', 43_200)).toContain('12 hours');
  });

  it('is a handover only when the person handed the computer over knowingly', () => {
    expect(END_CAUSES.filter(isHandover)).toEqual(['signOut', 'switchUser', 'badge']);
  });
});

describe('published limits', () => {
  it('each have a figure and a source, strictest first', () => {
    for (const { figure, source } of standards()) expect([figure, source]).not.toContain('');
    const limits = standards().map(({ limitSeconds }) => limitSeconds);
    expect(limits).toEqual([...limits].sort((a, b) => a - b));
  });

  it('include a timeout that equals them', () => {
    const verdicts = compareWithStandards(900).map(({ standard, verdict }) => [
      standard.name,
      verdict,
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({
      'OWASP, high-value applications': '10 minutes over',
      'HIPAA practice': 'Within',
      'NIST AAL3': 'Within',
      'PCI DSS': 'Within',
      'Australian ISM': 'Within',
      'OWASP, low-risk applications': 'Within',
      'NIST AAL2': 'Within',
    });
  });
});

describe('a new password', () => {
  it.each([
    ['elevenchars', false],
    ['twelve chars', true],
    ['🦉'.repeat(12), true],
    ['🦉'.repeat(11), false],
    ['x'.repeat(128), true],
    ['x'.repeat(129), false],
    // Normalised, twelve of these ligatures are twenty-four letters, and six are twelve.
    ['ﬁ'.repeat(6), true],
    ['ﬁ'.repeat(5), false],
  ])('%j is accepted: %s', (password, accepted) => {
    expect(passwordProblem(password, 12) === null).toBe(accepted);
  });
});

it.each([
  ['dana@harbour.example', true],
  ["o'brien+desk@harbour.co.uk", true],
  ['dana', false],
  ['dana@harbour', false],
  ['.dana@harbour.example', false],
  ['da..na@harbour.example', false],
  [`${'x'.repeat(250)}@a.bc`, false],
])('%s is an email address: %s', (text, is) => {
  expect(isEmail(text)).toBe(is);
});
