import type { Clock } from './time.js';

/**
 * The timers of Node.js, which count running time. When its time is over, a timer lets this process read what has
 * come, and calls then: a process that was held up must not take its own delay for the silence of others.
 */
export const NODE_TIMERS: Pick<Clock, 'after'> = {
  after: (ms, callback) => {
    let read: NodeJS.Immediate | undefined;
    // Node calls timers first, then reads, then calls immediates.
    const timer = setTimeout(() => (read = setImmediate(callback)), ms);
    return () => {
      clearTimeout(timer);
      clearImmediate(read);
    };
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
