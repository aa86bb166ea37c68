import { useCallback, useState } from 'react';
import { passwordProblem } from '../../../shared/people/password-rule.js';
import { type PasswordRating, ratePassword } from '../../../shared/people/password-strength.js';
import { say } from '../../../shared/words/say.js';

interface Rated {
  readonly password: string;
  readonly rating: PasswordRating;
}

/** Fair: a password that is too short gets no better rating. */
const AT_MOST: PasswordRating = { score: 2, problem: null };

export interface NewPassword {
  /** The shortest accepted password, in characters. */
  readonly shortest: number;
  /** The rating of the last rated password. */
  readonly rating: PasswordRating | null;
  /** The problem of the password itself, in words, as far as it is rated. */
  readonly problem: (password: string) => string | null;
  /** Rates the typed password. `isCurrent` tells, after rating, whether the result is still wanted. */
  readonly rate: (
    password: string,
    ownWords: readonly string[],
    isCurrent: () => boolean,
  ) => Promise<void>;
  /** The problems of a new password and its repetition, for the check of a `useForm`. */
  readonly problems: (
    password: string,
    confirmation: string,
  ) => { password?: string; confirmation?: string };
}

/**
 * The rules for a new password in a form with `NewPasswordFields`.
 * @param shortest characters, as the view says for this member
 */
export function useNewPassword(shortest: number): NewPassword {
  const [rated, setRated] = useState<Rated | null>(null);

  const rate = useCallback<NewPassword['rate']>(async (password, ownWords, isCurrent) => {
    const rating = await ratePassword(password, ownWords);
    if (isCurrent()) setRated({ password, rating });
  }, []);

  function problem(password: string): string | null {
    // A password without a rating may be sent: main rates it too.
    const weakness = rated?.password === password ? rated.rating.problem : null;
    return passwordProblem(password, shortest) ?? weakness;
  }

  const isShort = rated !== null && passwordProblem(rated.password, shortest) !== null;
  const isTooGood = rated !== null && rated.rating.score > AT_MOST.score;
  return {
    shortest,
    rating: isShort && isTooGood ? AT_MOST : (rated?.rating ?? null),
    rate,
    problem,
    problems: (password, confirmation) => {
      const found = problem(password);
      if (found !== null) return { password: found };
      return password === confirmation
        ? {}
        : { confirmation: say('The two passwords are not the same.') };
    },
  };
}
