import { powerMonitor } from 'electron';
import type { IdleSource } from '../ports.js';

/** A screen that locks within this time of the last input was locked by a person. */
const LOCKED_BY_HAND_SECONDS = 60;

/** How long nobody touched this computer, as the OS counts it, through Electron. */
export function systemIdle(): IdleSource {
  return {
    // Electron gives whole seconds, rounded down.
    resolutionMs: 1_000,
    idleMs(): number {
      const seconds = powerMonitor.getSystemIdleTime();
      if (!Number.isFinite(seconds) || seconds < 0)
        throw new Error('This computer does not report how long it has been idle.');
      return seconds * 1_000;
    },
    doubt(): void {
      // There is no other source here.
    },
    screenLocked(): boolean {
      // macOS and Windows tell this by an event at once; on Linux it has to be asked. X cannot tell
      // a locked screen from one that went dark by itself, which is no reason to end a session before
      // its limit: so only what happens while somebody was just there counts as locked.
      return (
        process.platform === 'linux' &&
        powerMonitor.getSystemIdleTime() < LOCKED_BY_HAND_SECONDS &&
        powerMonitor.getSystemIdleState(LOCKED_BY_HAND_SECONDS) === 'locked'
      );
    },
  };
}

export interface ComputerListener {
  readonly onSleep: () => void;
  readonly onWake: () => void;
  readonly onScreenLock: () => void;
}

/** Listens to the OS's own events. @returns a function that stops it */
export function listenToComputer(listener: ComputerListener): () => void {
  const { onSleep, onWake, onScreenLock } = listener;
  powerMonitor.on('suspend', onSleep);
  powerMonitor.on('resume', onWake);
  powerMonitor.on('lock-screen', onScreenLock);
  powerMonitor.on('user-did-resign-active', onScreenLock);
  return () => {
    powerMonitor.off('suspend', onSleep);
    powerMonitor.off('resume', onWake);
    powerMonitor.off('lock-screen', onScreenLock);
    powerMonitor.off('user-did-resign-active', onScreenLock);
  };
}
