import type { ReactNode } from 'react';
import styles from './countdown-ring.module.css';

interface CountdownRingProps {
  readonly seconds: number;
  /** The part of the time that is left, 0 to 1. */
  readonly share: number;
}

function pad(seconds: number): string {
  return String(seconds).padStart(2, '0');
}

/** The countdown as a picture; the sentence beside it says the same. */
export function CountdownRing({ seconds, share }: CountdownRingProps): ReactNode {
  return (
    <div className={styles['ring']} data-urgent={seconds <= 10 || undefined} aria-hidden>
      <svg viewBox="0 0 100 100">
        <circle className={styles['track']} cx="50" cy="50" r="44" pathLength="1" />
        <circle
          className={styles['left']}
          cx="50"
          cy="50"
          r="44"
          pathLength="1"
          strokeDasharray={`${Math.min(1, share)} 1`}
        />
      </svg>
      <span className={styles['seconds']}>
        {seconds < 100 ? seconds : `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`}
      </span>
    </div>
  );
}
