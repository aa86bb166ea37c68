import { useEffect, useState } from 'react';
import type { PresenceView } from '../../../shared/requests/clinic-views.js';
import { useIsVisible } from '../../ui/hooks/use-is-visible.js';

/** How long after an answer is asked again, in milliseconds. */
const ASK_MS = 2_000;

export interface ShownPresence {
  /** `null` before the first answer. */
  readonly presence: PresenceView | null;
  /** When that was, in milliseconds since 1970. */
  readonly readAtMs: number;
  /** Whether the last question had no answer. */
  readonly failed: boolean;
}

/**
 * Who is where, asked for again and again while somebody can see it.
 * @param revision it is asked for at once when this changes
 */
export function usePresence(isShown: boolean, revision: number): ShownPresence {
  const isVisible = useIsVisible();
  const [shown, setShown] = useState<ShownPresence>({
    ...{ presence: null, readAtMs: 0, failed: false },
  });

  useEffect(() => {
    if (!isShown || !isVisible) return undefined;
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const answer = await window.clinic.readPresence({}).catch(() => null);
      if (!isWanted) return;
      setShown((before) =>
        answer === null
          ? { ...before, failed: true }
          : { presence: answer.presence, readAtMs: Date.now(), failed: false },
      );
      timer = setTimeout(() => void ask(), ASK_MS);
    };
    void ask();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [isShown, isVisible, revision]);

  return shown;
}
