import type { Clock } from './time.js';

/** The timers of Node.js, which count running time. */
export const NODE_TIMERS: Pick<Clock, 'after'> = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * What comes of some work, or of `late` once it has taken too long. The work itself goes on then, and
 * nobody hears of it any more.
 *
 * @param boundMs how long it may take, in milliseconds
 */
export async function within<Result, Late>(
  work: Promise<Result>,
  boundMs: number,
  late: () => Late,
  clock: Pick<Clock, 'after'> = NODE_TIMERS,
): Promise<Result | Late> {
  let cancel = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    cancel = clock.after(boundMs, resolve);
  });
  try {
    return await Promise.race([work, passed.then(late)]);
  } finally {
    cancel();
  }
}
