import type { ReactNode } from 'react';
import { remainingInWords } from '../../shared/policy/duration.js';
import { say } from '../../shared/words/say.js';
import { useSecondsLeft } from '../ui/hooks/use-seconds-left.js';
import layout from '../ui/styles/layout.module.css';

interface ExpiresInProps {
  readonly seconds: number;
  /** `performance.now()` at the arrival of the view, in milliseconds. */
  readonly receivedAt: number;
}

/** The time until a half-finished sign-in expires: whole minutes, and seconds in the last one. */
export function ExpiresIn({ seconds, receivedAt }: ExpiresInProps): ReactNode {
  const left = useSecondsLeft(receivedAt + seconds * 1_000);
  return (
    <p className={layout['ticking']}>
      {say('This step stays open for {time}.', { time: remainingInWords(left) })}
    </p>
  );
}
