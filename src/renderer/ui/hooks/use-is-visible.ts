import { useSyncExternalStore } from 'react';

function onChange(changed: () => void): () => void {
  document.addEventListener('visibilitychange', changed);
  return () => document.removeEventListener('visibilitychange', changed);
}

/** Whether this window is on a screen: neither hidden nor minimised. */
export function useIsVisible(): boolean {
  return useSyncExternalStore(onChange, () => document.visibilityState === 'visible');
}
