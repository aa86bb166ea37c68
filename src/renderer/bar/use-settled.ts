import { useEffect, useState } from 'react';

/** How long a control that a page can call up ignores presses after it appeared, in milliseconds. */
const SETTLE_MS = 500;

/**
 * Whether a control has been on the screen long enough to be pressed on purpose. Otherwise a page could
 * show it under a pointer that is about to press something else.
 */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}
