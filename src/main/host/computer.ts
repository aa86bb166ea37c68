import { powerMonitor } from 'electron';
import type { WorkstationFacts } from '../../contract/views.js';
import type { Clock, IdleSource } from '../ports.js';
import { IdleChooser } from './idle-chooser.js';
import { desktopIdles } from './linux/desktop-idle.js';
import { listenToLockSignals, type LockSignals } from './linux/lock-signals.js';
import { xDisplayName } from './x-session.js';

/** A screen that locks within this time of the last input was locked by a person. */
const LOCKED_BY_HAND_SECONDS = 60;

/** How long nobody touched this computer, as the OS counts it, through Electron. */
const SYSTEM_IDLE: IdleSource = {
  // Electron gives whole seconds, rounded down.
  resolutionMs: 1_000,
  idleMs(): number {
    const seconds = powerMonitor.getSystemIdleTime();
    if (!Number.isFinite(seconds) || seconds < 0)
      throw new Error('This computer does not report how long it has been idle.');
    return seconds * 1_000;
  },
  screenLocked(): boolean {
    // macOS and Windows tell this by an event at once; on Linux it has to be asked too. X cannot tell
    // a locked screen from one that went dark by itself, which is no reason to end a session before
    // its limit: so only what happens while somebody was just there counts as locked.
    return (
      process.platform === 'linux' &&
      powerMonitor.getSystemIdleTime() < LOCKED_BY_HAND_SECONDS &&
      powerMonitor.getSystemIdleState(LOCKED_BY_HAND_SECONDS) === 'locked'
    );
  },
  doubt: () => undefined,
};

export interface ComputerListener {
  readonly onSleep: () => void;
  readonly onWake: () => void;
  readonly onScreenLock: () => void;
  readonly onScreenUnlock: () => void;
  readonly onShutdown: () => void;
}

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
    system: SYSTEM_IDLE,
    systemName: systemSourceName(),
    others: linux ? desktopIdles() : [],
  });
  let signals: LockSignals | null = null;
  return {
    idle,
    facts: () => ({ activitySource: idle.name, lockSignals: lockSignalNames(signals) }),
    listen: (listener) => {
      listenToPowerMonitor(listener);
      if (!linux) return;
      const { onSleep, onWake, onScreenLock: onLock, onScreenUnlock: onUnlock } = listener;
      signals = listenToLockSignals({ onSleep, onWake, onLock, onUnlock }, xDisplayName());
    },
  };
}

/** Sleep may be told here and over D-Bus; what it sets off may happen twice. */
function listenToPowerMonitor(listener: ComputerListener): void {
  const { onSleep, onWake, onScreenLock, onScreenUnlock, onShutdown } = listener;
  powerMonitor.on('suspend', onSleep);
  powerMonitor.on('resume', onWake);
  powerMonitor.on('lock-screen', onScreenLock);
  powerMonitor.on('unlock-screen', onScreenUnlock);
  powerMonitor.on('user-did-resign-active', onScreenLock);
  powerMonitor.on('user-did-become-active', onScreenUnlock);
  powerMonitor.on('shutdown', (event?: Electron.Event) => {
    // Else the system goes on at once, and ends this app before its session's wipe is through.
    event?.preventDefault();
    onShutdown();
  });
}

function systemSourceName(): string {
  if (process.platform === 'darwin') return 'macOS';
  if (process.platform === 'win32') return 'Windows';
  return process.env['XDG_SESSION_TYPE'] === 'wayland' ? 'Wayland' : 'X11';
}

function lockSignalNames(signals: LockSignals | null): readonly string[] {
  if (process.platform === 'darwin') return ['macOS'];
  if (process.platform === 'win32') return ['Windows'];
  const { logind = false, screenSaver = false, vnc = false } = signals?.state ?? {};
  return [
    ...(logind ? ['logind'] : []),
    ...(screenSaver ? ['screen saver'] : []),
    ...(vnc ? ['VNC'] : []),
    'X11',
  ];
}
