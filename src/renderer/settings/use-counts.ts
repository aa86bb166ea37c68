import { useEffect, useState } from 'react';

/**
 * What main counts, or `null` while there is no answer.
 * @param ask the request; always the same one
 * @param revision it is counted again when this changes
 */
export function useCounts<Counts>(
  ask: (input: Record<string, never>) => Promise<{ readonly counts: Counts }>,
  revision: number,
): Counts | null {
  const [counts, setCounts] = useState<Counts | null>(null);
  useEffect(() => {
    let isWanted = true;
    void ask({}).then(
      (answer) => {
        if (isWanted) setCounts(answer.counts);
      },
      // Without an answer nothing is said of how many.
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [ask, revision]);
  return counts;
}
