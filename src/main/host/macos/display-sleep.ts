import type { LockWay } from '../lock/lock-ways.js';
import type { RunProgram } from '../process/run-program.js';
import { type IdleStates, saysLocked } from '../lock/says-locked.js';

const PMSET = '/usr/bin/pmset';

/** How long starting a program may take, in milliseconds. */
const RUN_BOUNDS = { timeMs: 5_000, output: 1_024 };

/**
 * macOS documents no way to lock, only `pmset displaysleepnow`, which puts the display to sleep. With the
 * setting "Require password immediately" that locks. Without it the display only goes dark, and `isLocked`
 * tells that. `CGSession -suspend` is gone since macOS 11.
 */
export function sleepingDisplay(run: RunProgram, states: IdleStates): LockWay {
  return {
    ask: async () => {
      await run(PMSET, ['displaysleepnow'], RUN_BOUNDS);
      return true;
    },
    isLocked: () => Promise.resolve(saysLocked(states)),
  };
}
