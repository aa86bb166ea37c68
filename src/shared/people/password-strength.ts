import type { MatchEstimated, ZxcvbnFactory } from '@zxcvbn-ts/core';
import { say, sayings } from '../words/say.js';
import { normalizePassword, passwordProblem } from './password-rule.js';

/*
 * How hard a new password is to guess, by zxcvbn, on this computer alone. Main decides by it; windows
 * show the same verdict while the person types.
 *
 * Two counts must hold, as powers of ten:
 *
 * 1. zxcvbn's own estimate: 10^8 guesses, from where it calls a password "safely unguessable" for
 *    an attacker who has the slow hash (score 3; Wheeler, zxcvbn, USENIX Security 2016).
 * 2. What is left of it when the member's, the clinic's and the product's own words cost nothing, and
 *    without zxcvbn's addition of 10^4 for each further part, which lifts any three parts, such as
 *    `welcome password 1`, to 10^8: 10^6 guesses, what an attacker may try online (Florêncio, Herley
 *    and van Oorschot, An Administrator's Guide to Internet Password Research, USENIX LISA 2014).
 *
 * No kinds of characters are asked for (NIST SP 800-63B-4, section 3.1.1.2).
 */

/** The guesses, as powers of ten, from which a password scores 1, 2, 3 and 4, as in zxcvbn. */
const SCORE_STARTS_LOG10 = [3, 6, 8, 10] as const;
const LEAST_SCORE = 3;
/** How much less the second count must reach than the first, as a power of ten. */
const ALLOWANCE_LOG10 = 2;

/**
 * How many characters are estimated at once, so that main's event loop is not held up: the
 * estimator's time grows with the square of the length. On the development computer passwords of 12
 * characters take about 3 ms, of 40 and of 128 about 10, and 20 when both ends are made of own words;
 * 128 characters at once would take more than 100. Of a longer password the beginning is estimated
 * and, only if that is weak, the end: the whole is at least as hard to guess as either.
 */
const ESTIMATED_CHARACTERS = 24;

/**
 * How many spellings in the manner of `p4ssw0rd` are tried. The package's default of 100 takes ten
 * times as long and finds no common password that 5 do not.
 */
const MOST_SPELLINGS = 5;

export type PasswordScore = 0 | 1 | 2 | 3 | 4;

export const RATING_WORDS: Readonly<Record<PasswordScore, string>> = sayings({
  '0': 'Very weak',
  '1': 'Weak',
  '2': 'Fair',
  '3': 'Good',
  '4': 'Strong',
});

export interface PasswordRating {
  readonly score: PasswordScore;
  /** Why it is refused, and what to do, or `null` when it is hard enough to guess. */
  readonly problem: string | null;
}

const PRODUCT_WORDS = ['Clinic', 'Workstation'];
/** Shorter words, such as `st` or `of`, stand in too many others. */
const SHORTEST_OWN_WORD = 3;

/** The words of names and addresses, with and without their digits, in lower case. */
function splitOwnWords(texts: readonly string[]): ReadonlySet<string> {
  const words = [...PRODUCT_WORDS, ...texts]
    .map((text) => normalizePassword(text).toLowerCase())
    .flatMap((text) => [...text.split(/[^\p{L}\p{N}]+/u), ...text.split(/\P{L}+/u)]);
  return new Set(words.filter((word) => word.length >= SHORTEST_OWN_WORD));
}

let loading: Promise<ZxcvbnFactory> | undefined;

/** Loads the word lists, a megabyte and a fifth of a second, when the first password is rated. */
async function loadEstimator(): Promise<ZxcvbnFactory> {
  const [core, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const { 'passwords-common': passwords, 'diceware-common': diceware } = common.dictionary;
  // 89 000 surnames would double the time and memory that loading takes; the frequent ones are among
  // the words of Wikipedia, and the member's own are given with each password.
  const words = { ...english.dictionary, 'lastnames-en': [] };
  return new core.ZxcvbnFactory({
    // Under the name `diceware` each word counts as thrown by dice, not by its place in the list.
    dictionary: { passwords, diceware, ...words },
    graphs: common.adjacencyGraphs,
    l33tMaxSubstitutions: MOST_SPELLINGS,
    maxLength: ESTIMATED_CHARACTERS,
  });
}

interface Estimate {
  /** The lower of the two counts, as a power of ten on the first one's scale. */
  readonly guessesLog10: number;
  readonly parts: readonly MatchEstimated[];
  readonly hasOwnWords: boolean;
}

function estimate(
  estimator: ZxcvbnFactory,
  password: string,
  ownWords: ReadonlySet<string>,
): Estimate {
  const { guessesLog10, sequence } = estimator.check(password, [...ownWords]);
  const parts = sequence as MatchEstimated[];
  // zxcvbn finds them in the spelling of `h4rb0ur` and backwards too.
  const others = parts.filter(
    (part) => part.pattern !== 'dictionary' || !ownWords.has(String(part.matchedWord)),
  );
  const othersLog10 = others.reduce((sum, part) => sum + part.guessesLog10, 0);
  return {
    guessesLog10: Math.min(guessesLog10, othersLog10 + ALLOWANCE_LOG10),
    parts,
    hasOwnWords: others.length < parts.length,
  };
}

/** Of a long password the beginning or, if that is weak, the better of both ends. */
function estimateEnds(
  estimator: ZxcvbnFactory,
  password: string,
  ownWords: ReadonlySet<string>,
): Estimate {
  const beginning = estimate(estimator, password, ownWords);
  if (isEnough(beginning) || password.length <= ESTIMATED_CHARACTERS) return beginning;
  const end = estimate(estimator, password.slice(-ESTIMATED_CHARACTERS), ownWords);
  return end.guessesLog10 > beginning.guessesLog10 ? end : beginning;
}

function estimateWhole(
  estimator: ZxcvbnFactory,
  password: string,
  ownWords: ReadonlySet<string>,
): Estimate {
  const whole = estimateEnds(estimator, password, ownWords);
  if (!isEnough(whole)) return whole;
  // With many short own words, as in an address, zxcvbn takes them for random characters. What stays
  // when they are taken out is not estimated alone: that may cut a common word in two.
  const longestFirst = [...ownWords].sort((one, other) => other.length - one.length);
  const rest = password.replace(new RegExp(longestFirst.join('|'), 'giu'), '');
  if (rest === password) return whole;
  const { parts } = estimateEnds(estimator, rest, ownWords);
  const restLog10 = parts.reduce((sum, part) => sum + part.guessesLog10, 0);
  return {
    guessesLog10: Math.min(whole.guessesLog10, restLog10 + ALLOWANCE_LOG10),
    parts,
    hasOwnWords: true,
  };
}

function scoreOf({ guessesLog10 }: Estimate): PasswordScore {
  return SCORE_STARTS_LOG10.filter((start) => guessesLog10 >= start).length as PasswordScore;
}

function isEnough(estimated: Estimate): boolean {
  return scoreOf(estimated) >= LEAST_SCORE;
}

/** What is wrong with a password whose longest part that can be guessed has this pattern. */
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
  const estimator = await loading;
  const estimated = estimateWhole(estimator, normalizePassword(password), splitOwnWords(ownWords));
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
