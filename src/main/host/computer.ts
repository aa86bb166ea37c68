import { app, BrowserWindow, powerMonitor } from 'electron';
import type { WorkstationFacts } from '../../contract/views.js';
import type { Clock, IdleSource } from '../ports.js';
import { IdleChooser } from './idle-chooser.js';
import { desktopIdles } from './linux/desktop-idle.js';
import { type ComputerListener, listenToPower } from './power-events.js';
import { listenToLockSignals, type LockSignals } from './linux/lock-signals.js';
import { systemIdle } from './system-idle.js';

/** This computer, as far as the app asks it and hears from it. */
export interface Computer {
  readonly idle: IdleSource;
  facts(): Pick<WorkstationFacts, 'activitySource' | 'lockSignals'>;
  listen(listener: ComputerListener): void;
}

/** @param onNews activity was seen that the last look did not know of */
export function openComputer(clock: Clock, onNews: () => void): Computer {
  const linux = process.platform === 'linux';
  const idle = new IdleChooser({
    clock,
    onNews,
    system: systemIdle(powerMonitor, process.platform),
    systemName: systemSourceName(),
    others: linux ? desktopIdles() : [],
  });
  let signals: LockSignals | null = null;
  return {
    idle,
    facts: () => ({ activitySource: idle.name, lockSignals: lockSignalNames(signals) }),
    listen: (listener) => {
      listenToPower({ monitor: powerMonitor, app, windows: BrowserWindow }, listener);
      if (!linux) return;
      const { onSleep, onWake, onScreenLock: onLock, onScreenUnlock: onUnlock } = listener;
      signals = listenToLockSignals({ onSleep, onWake, onLock, onUnlock });
    },
  };
}

function systemSourceName(): string {
  if (process.platform === 'darwin') return 'macOS';
  if (process.platform === 'win32') return 'Windows';
  return process.env['XDG_SESSION_TYPE'] === 'wayland' ? 'Wayland' : 'X11';
}

function lockSignalNames(signals: LockSignals | null): readonly string[] {
  if (process.platform === 'darwin') return ['macOS'];
  if (process.platform === 'win32') return ['Windows'];
  const { logind = false, screenSaver = false } = signals?.state ?? {};
  return [...(logind ? ['logind'] : []), ...(screenSaver ? ['screen saver'] : []), 'X11'];
}
