import { uptime } from 'node:os';
import type { Clock, Instant } from '../ports/index.js';
import { NODE_TIMERS } from '../ports/within.js';

/**
 * How far the OS's uptime may run ahead of the monotonic clock, in milliseconds, before the
 * difference is taken for sleep: some systems give uptime in whole seconds.
 */
const SLEEP_TOLERANCE_MS = 1_500;

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/**
 * The computer's clocks. Node's monotonic clock is exact but stands still while some systems sleep;
 * uptime counts sleep but is coarse (10 ms on Linux, 1 s on macOS). So the first gives the steps and
 * the second the jumps.
 */
export function systemClock(): Clock {
  let aheadMs = uptime() * 1_000 - monotonicMs();
  return {
    now(): Instant {
      const steadyMs = monotonicMs();
      const sleptMs = uptime() * 1_000 - steadyMs - aheadMs;
      if (sleptMs > SLEEP_TOLERANCE_MS) aheadMs += sleptMs;
      return { wallMs: Date.now(), bootMs: steadyMs + aheadMs };
    },
    ...NODE_TIMERS,
  };
}
