import { powerMonitor } from 'electron';
import type { ComputerLock } from '../../ports/index.js';
import { linuxLocks } from '../linux/bus/computer-locks.js';
import { lockBy } from './lock-ways.js';
import { lockedWorkstation, sleepingDisplay } from './program-locks.js';
import { runProgram } from '../process/run-program.js';

export function systemComputerLock(): ComputerLock {
  return {
    lock: async (wanted) => {
      if (process.platform === 'win32')
        return lockBy([lockedWorkstation(runProgram, powerMonitor)], wanted);
      if (process.platform === 'darwin')
        return lockBy([sleepingDisplay(runProgram, powerMonitor)], wanted);
      const locks = linuxLocks(process.env, runProgram);
      try {
        return await lockBy(locks.ways, wanted);
      } finally {
        locks.dispose();
      }
    },
  };
}
