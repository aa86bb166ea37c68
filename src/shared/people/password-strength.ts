import type { MatchEstimated, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { say, sayings } from '../words/say.js';
import { normalizePassword, passwordProblem } from './password-rule.js';

/*
 * Rates how hard a new password is to guess, with zxcvbn, on this computer alone. Main decides by the
 * rating; windows show the same rating while the person types.
 *
 * Two counts must be reached, as powers of ten:
 *
 * 1. zxcvbn's own estimate: 10^8 guesses. From there zxcvbn calls a password "safely unguessable" for
 *    an attacker who has the slow hash (score 3; Wheeler, zxcvbn, USENIX Security 2016).
 * 2. The estimate without the words of the member, the clinic and the product, and without the 10^4
 *    that zxcvbn adds for each further part: that addition lifts any three parts, such as
 *    `welcome password 1`, to 10^8. Here 10^6 guesses are enough, what an attacker may try online
 *    (Florêncio, Herley and van Oorschot, An Administrator's Guide to Internet Password Research,
 *    USENIX LISA 2014).
 *
 * No kinds of characters are required (NIST SP 800-63B-4, section 3.1.1.2).
 */

/** The guesses, as powers of ten, at which the scores 1, 2, 3 and 4 begin, as in zxcvbn. */
const SCORE_STARTS_LOG10 = [3, 6, 8, 10] as const;
const LEAST_SCORE = 3;
/** How much lower the second count may be than the first, as a power of ten. */
const ALLOWANCE_LOG10 = 2;

/**
 * How many characters are estimated at once. The estimator's time grows with the square of the length, and
 * main's event loop must stay free. On the development computer a password of 12 characters takes about 3
 * ms, one of 40 or 128 about 10 ms, and 20 ms when both ends consist of own words; 128 characters at once
 * would take more than 100 ms. Of a longer password the beginning is estimated and, only if that is weak,
 * the end: the whole is at least as hard to guess as either.
 */
const ESTIMATED_CHARACTERS = 24;

/**
 * How many spellings like `p4ssw0rd` are tried. The package's default of 100 takes ten times as long and
 * finds no common password that 5 do not find.
 */
const MOST_SPELLINGS = 5;

export type PasswordScore = 0 | 1 | 2 | 3 | 4;

export const RATING_WORDS: Readonly<Record<PasswordScore, string>> = sayings({
  '0': 'Very weak',
  '1': 'Weak',
  // translators: strength of a password, between weak and good
  '2': 'Fair',
  '3': 'Good',
  '4': 'Strong',
});

export interface PasswordRating {
  readonly score: PasswordScore;
  /** Why the password is refused and what to do, or `null` when it is hard enough to guess. */
  readonly problem: string | null;
}

const PRODUCT_WORDS = ['Clinic', 'Workstation'];
/** Shorter words, such as `st` or `of`, occur in too many other words. */
const SHORTEST_OWN_WORD = 3;

/** The words of names and addresses, with and without their digits, in lower case. */
function splitOwnWords(texts: readonly string[]): ReadonlySet<string> {
  const words = [...PRODUCT_WORDS, ...texts]
    .map((text) => normalizePassword(text).toLowerCase())
    .flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), ...text.split(/\P{L}+/u)]);
  return new Set(words.filter((word) => word.length >= SHORTEST_OWN_WORD));
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** Loads the word lists (1 MB, a fifth of a second) when the first password is rated. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const { 'passwords-common': passwords, 'diceware-common': diceware } = common.dictionary;
  // The 89 000 surnames would double the load time and the memory. The word list of Wikipedia has the
  // frequent ones, and the member's own are passed with each password.
  const words = { ...english.dictionary, 'lastnames-en': [] };
  return new core.ZxcvbnFactory({
    // Under the name `diceware` each word counts as chosen by dice, not by its place in the list.
    dictionary: { passwords, diceware, ...words },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MOST_SPELLINGS,
    maxLength: ESTIMATED_CHARACTERS,
  });
}

interface Estimate {
  /** The lower of the two counts, as a power of ten on the scale of the first. */
  readonly guessesLog10: number;
  readonly parts: readonly MatchEstimated[];
  readonly hasOwnWords: boolean;
}

/** How hard texts are to guess for somebody who knows these words. */
function estimatorOf(
  estimator: ZxcvbnFactory,
  ownWords: ReadonlySet<string>,
): (password: string) => Estimate {
  function estimate(text: string): Estimate {
    const { guessesLog10, sequence } = estimator.check(text, [...ownWords]);
    const parts = sequence as MatchEstimated[];
    // zxcvbn finds own words also in spellings like `h4rb0ur` and backwards.
    const others = parts.filter(
      (part) => part.pattern !== 'dictionary' || !ownWords.has(String(part.matchedWord)),
    );
    return {
      guessesLog10: Math.min(guessesLog10, sumOf(others) + ALLOWANCE_LOG10),
      parts,
      hasOwnWords: others.length < parts.length,
    };
  }

  /** Of a long password: the estimate of the beginning or, if that is weak, the better of both ends. */
  function estimateEnds(text: string): Estimate {
    const beginning = estimate(text);
    if (isEnough(beginning) || text.length <= ESTIMATED_CHARACTERS) return beginning;
    const end = estimate(text.slice(-ESTIMATED_CHARACTERS));
    return end.guessesLog10 > beginning.guessesLog10 ? end : beginning;
  }

  return (password) => {
    const whole = estimateEnds(password);
    if (!isEnough(whole)) return whole;
    // zxcvbn takes many short own words, as in an address, for random characters. The text without them is
    // not estimated alone: the removal may cut a common word in two.
    const longestFirst = [...ownWords].sort((one, other) => other.length - one.length);
    const rest = password.replace(new RegExp(longestFirst.join('|'), 'giu'), '');
    if (rest === password) return whole;
    const { parts } = estimateEnds(rest);
    return {
      guessesLog10: Math.min(whole.guessesLog10, sumOf(parts) + ALLOWANCE_LOG10),
      parts,
      hasOwnWords: true,
    };
  };
}

function sumOf(parts: readonly MatchEstimated[]): number {
  return parts.reduce((sum, part) => sum + part.guessesLog10, 0);
}

function scoreOf({ guessesLog10 }: Estimate): PasswordScore {
  return SCORE_STARTS_LOG10.filter((start) => guessesLog10 >= start).length as PasswordScore;
}

function isEnough(estimated: Estimate): boolean {
  return scoreOf(estimated) >= LEAST_SCORE;
}

/** The problem of a password, by the pattern of its longest part that can be guessed. */
const PATTERN_PROBLEMS: Readonly<Record<string, string>> = sayings({
  dictionary: 'This is one of the passwords that attackers try first, or close to one.',
  repeat: 'It repeats the same characters.',
  spatial: 'It follows the keys of the keyboard.',
  sequence: 'It is a sequence, such as abc or 123.',
  wordSequence: 'It is a sequence of words, such as days or numbers.',
  date: 'It is mostly a date.',
  regex: 'It is mostly a year.',
});

function strengthProblem({ parts, hasOwnWords }: Estimate): string {
  if (hasOwnWords)
    return say(
      'It is made of your own or the clinic’s name. Use a few words that have nothing to do with either.',
    );
  let longest: MatchEstimated | undefined;
  for (const part of parts)
    if (part.pattern in PATTERN_PROBLEMS && part.token.length > (longest?.token.length ?? 1))
      longest = part;
  const problem = PATTERN_PROBLEMS[longest?.pattern ?? ''] ?? say('It is too easy to guess.');
  return say('{problem} Use a few unrelated words instead.', { problem });
}

/**
 * How hard a password is to guess. Its length is not checked here.
 * @param ownWords names and addresses of the member and the clinic, as they are written
 */
export async function ratePassword(
  password: string,
  ownWords: readonly string[],
): Promise<PasswordRating> {
  loading ??= loadEstimator();
  const estimateWhole = estimatorOf(await loading, splitOwnWords(ownWords));
  const estimated = estimateWhole(normalizePassword(password));
  const score = scoreOf(estimated);
  return {
    score,
    problem: isEnough(estimated) ? null : strengthProblem(estimated),
  };
}

/**
 * Why a new password is refused, in words, or `null` when it may be used.
 * @param shortest characters, as `shortestPasswordFor` says for the member
 * @param ownWords names and addresses of the member and the clinic, as they are written
 */
export async function newPasswordProblem(
  password: string,
  { shortest, ownWords }: { readonly shortest: number; readonly ownWords: readonly string[] },
): Promise<string | null> {
  return passwordProblem(password, shortest) ?? (await ratePassword(password, ownWords)).problem;
}
