import { useEffect, useState } from 'react';
import type { Foresight } from '../../../shared/policy/foresight.js';

/** A timeout that may be saved, with its warning. Both in seconds. */
export interface Candidate {
  /** `null` while it is not valid. */
  readonly timeoutSeconds: number | null;
  readonly warningLeadSeconds: number;
}

/** What was foreseen, and for which timeout. */
export interface Foreseen extends Foresight {
  readonly timeoutSeconds: number;
}

/**
 * Asks for each candidate what it would have done.
 * @returns `null` before the first answer, and when there is none
 */
export function useForesight({ timeoutSeconds, warningLeadSeconds }: Candidate): Foreseen | null {
  const [foreseen, setForeseen] = useState<Foreseen | null>(null);
  useEffect(() => {
    if (timeoutSeconds === null) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const answer = await window.clinic
        .foresee({ timeoutSeconds, warningLeadSeconds })
        .catch(() => null);
      // Another timeout was chosen meanwhile.
      if (!isWanted) return;
      setForeseen(answer === null ? null : { ...answer.foresight, timeoutSeconds });
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [timeoutSeconds, warningLeadSeconds]);
  return timeoutSeconds === null ? null : foreseen;
}
