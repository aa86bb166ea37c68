import { win32 } from 'node:path';
import type { LockWay } from '../lock/lock-ways.js';
import type { RunProgram } from '../process/run-program.js';
import { type IdleStates, saysLocked } from '../lock/says-locked.js';

/** How long starting a program may take, in milliseconds. */
const RUN_BOUNDS = { timeMs: 5_000, output: 1_024 };

/**
 * Windows' `LockWorkStation`, in the way that Microsoft documents for a shortcut. It only begins the
 * lock, and says nothing where a policy forbids it (`DisableLockWorkstation`): whether it is locked is
 * read back through Electron.
 */
export function lockedWorkstation(run: RunProgram, states: IdleStates): LockWay {
  const system = process.env['SystemRoot'] ?? 'C:\\Windows';
  const program = win32.join(system, 'System32', 'rundll32.exe');
  return {
    ask: async () => {
      await run(program, ['user32.dll,LockWorkStation'], RUN_BOUNDS);
      return true;
    },
    isLocked: () => Promise.resolve(saysLocked(states)),
  };
}
