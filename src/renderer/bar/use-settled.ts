import { useEffect, useState } from 'react';

/** How long after it appeared a control that a page can call up takes no press, in milliseconds. */
const SETTLE_MS = 500;

/**
 * Whether a control has been on the screen long enough to be meant. Otherwise a page could call it
 * up under a pointer that is just about to press something else.
 */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, []);
  return settled;
}
