import { useEffect, useState } from 'react';
import type { SettingsView } from '../../../shared/requests/views.js';
import type { CheckUpFacts } from '../../../shared/workstation/check-up.js';
import { useIsVisible } from '../../ui/hooks/use-is-visible.js';

export interface ShownCheckUp {
  /** `null` before the first answer. */
  readonly facts: CheckUpFacts | null;
  readonly busy: boolean;
  /** Whether the last question had no answer. */
  readonly failed: boolean;
  readonly checkAgain: () => void;
}

/**
 * The facts of the check-up: asked for when the tab opens, when what the window shows of them changes, and when
 * somebody comes back to the window, perhaps from the system's own settings.
 */
export function useCheckUp(view: SettingsView): ShownCheckUp {
  const isVisible = useIsVisible();
  const [asked, setAsked] = useState(0);
  const [answered, setAnswered] = useState<string | null>(null);
  const [shown, setShown] = useState<Pick<ShownCheckUp, 'facts' | 'failed'>>({
    ...{ facts: null, failed: false },
  });
  const { revision, policy, workstation, updates, standing, clinic } = view;
  // Not the whole view: a download of a new version changes it again and again.
  const cause = JSON.stringify([
    ...[asked, isVisible, revision, policy, workstation],
    ...[updates.outOfDate, updates.upToDateMs, standing.kind, clinic],
  ]);

  useEffect(() => {
    const again = (): void => setAsked((before) => before + 1);
    window.addEventListener('focus', again);
    return () => window.removeEventListener('focus', again);
  }, []);

  useEffect(() => {
    if (!isVisible) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const answer = await window.clinic.readCheckUp({}).catch(() => null);
      // An answer to a question that nobody asks any more.
      if (!isWanted) return;
      setShown((before) =>
        answer === null ? { ...before, failed: true } : { facts: answer.facts, failed: false },
      );
      setAnswered(cause);
    };
    void ask();
    return () => {
      isWanted = false;
    };
  }, [isVisible, cause]);

  return {
    ...shown,
    busy: answered !== cause,
    checkAgain: () => setAsked((before) => before + 1),
  };
}
