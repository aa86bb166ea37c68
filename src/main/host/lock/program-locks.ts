import type { PowerMonitor } from 'electron';
import type { RunProgram } from '../process/run-program.js';
import { system32 } from '../windows/system-programs.js';
import type { LockWay } from './lock-ways.js';

type IdleStates = Pick<PowerMonitor, 'getSystemIdleState'>;

/** In seconds. The value does not matter: a locked computer counts as locked however short it was idle. */
const ANY_THRESHOLD = 60;

/** How long starting a program may take, in milliseconds. */
const RUN_BOUNDS = { timeMs: 5_000, output: 1_024 };

/**
 * macOS documents no way to lock, only `pmset displaysleepnow`, which puts the display to sleep. With the
 * setting "Require password immediately" that locks. Without it the display only goes dark, and `isLocked`
 * tells that. `CGSession -suspend` is gone since macOS 11.
 */
export function sleepingDisplay(run: RunProgram, states: IdleStates): LockWay {
  return lockBegunBy(() => run('/usr/bin/pmset', ['displaysleepnow'], RUN_BOUNDS), states);
}

/**
 * Windows' `LockWorkStation`, in the way that Microsoft documents for a shortcut. It only begins the
 * lock, and says nothing where a policy forbids it (`DisableLockWorkstation`).
 */
export function lockedWorkstation(run: RunProgram, states: IdleStates): LockWay {
  const program = system32('rundll32.exe');
  return lockBegunBy(() => run(program, ['user32.dll,LockWorkStation'], RUN_BOUNDS), states);
}

/** Whether the computer is locked is read back through Electron. */
function lockBegunBy(begin: () => Promise<unknown>, states: IdleStates): LockWay {
  return {
    ask: async () => {
      await begin();
      return true;
    },
    isLocked: () => Promise.resolve(states.getSystemIdleState(ANY_THRESHOLD) === 'locked'),
  };
}
