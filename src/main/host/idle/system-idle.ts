import type { PowerMonitor } from 'electron';
import type { SystemIdle } from './idle-chooser.js';

/** A screen that locks within this time of the last input was locked by a person. */
const LOCKED_BY_HAND_SECONDS = 60;

/** How long nobody touched this computer, as the OS counts it, through Electron. */
export function systemIdle(
  monitor: Pick<PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState'>,
  platform: NodeJS.Platform,
): SystemIdle {
  return {
    // Electron gives whole seconds, rounded down.
    resolutionMs: 1_000,
    idleMs: () => {
      const seconds = monitor.getSystemIdleTime();
      if (!Number.isFinite(seconds) || seconds < 0)
        throw new Error('This computer does not report how long it has been idle.');
      return seconds * 1_000;
    },
    // macOS and Windows send an event at once; Linux must be asked too. X cannot tell a locked screen from
    // one that went dark by itself, and a dark screen must not end a session before its limit. So the
    // screen counts as locked only shortly after input.
    screenLocked: () =>
      platform === 'linux' &&
      monitor.getSystemIdleTime() < LOCKED_BY_HAND_SECONDS &&
      monitor.getSystemIdleState(LOCKED_BY_HAND_SECONDS) === 'locked',
  };
}
