import { useEffect, useState } from 'react';

/** How often the time is read; a second is never shown later than this. */
const READ_EVERY_MILLISECONDS = 200;

/**
 * The whole seconds left until a moment, rounded up, counting down to 0 on the monotonic clock.
 * @param endsAt a moment on the `performance.now()` scale, in milliseconds
 */
export function useSecondsLeft(endsAt: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), READ_EVERY_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((endsAt - now) / 1_000));
}
