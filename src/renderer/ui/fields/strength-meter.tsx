import type { ReactNode } from 'react';
import { type PasswordRating, RATING_WORDS } from '../../../shared/people/password-strength.js';
import { say } from '../../../shared/words/say.js';
import styles from './strength-meter.module.css';

const SCORES = [0, 1, 2, 3, 4] as const;

/** How hard a password is to guess, as a bar of five segments and a word. */
export function StrengthMeter({ rating }: { readonly rating: PasswordRating | null }): ReactNode {
  const words = rating === null ? null : RATING_WORDS[rating.score];
  return (
    <div className={styles['meter']} data-score={rating?.score}>
      <div
        role="meter"
        aria-label={say('Password strength')}
        aria-valuemin={0}
        aria-valuemax={SCORES.length}
        aria-valuenow={rating === null ? 0 : rating.score + 1}
        aria-valuetext={words ?? say('No password yet')}
        className={styles['bar']}
      >
        {SCORES.map((score) => (
          <span
            key={score}
            className={styles['segment']}
            data-filled={(rating !== null && score <= rating.score) || undefined}
          />
        ))}
      </div>
      <span className={styles['words']} aria-hidden>
        {words}
      </span>
    </div>
  );
}
