import { powerMonitor } from 'electron';
import type { WorkstationFacts } from '../../contract/views.js';
import type { Clock, IdleSource } from '../ports.js';
import { AskedIdle } from './asked-idle.js';
import { IdleChooser, type TellingIdle } from './idle-chooser.js';
import { desktopIdles } from './linux/desktop-idle.js';
import { listenToLockSignals, type LockSignals } from './linux/lock-signals.js';
import { WaylandIdle, waylandSocket } from './linux/wayland/wayland-idle.js';

/** A screen that locks within this time of the last input was locked by a person. */
const LOCKED_BY_HAND_SECONDS = 60;

/**
 * How long a compositor may take to say what it offers, for who can wait, in milliseconds: KWin first
 * reads the whole program that connects.
 */
const SETTLING_MS = 4_000;

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

/**
 * On Wayland Electron asks the compositor for what this app asks it for, and says 0 when there is no
 * answer, or for its first seconds. Under XWayland it sees input to X programs alone, or says 0.
 */
const UNTOLD_IDLE: IdleSource = {
  resolutionMs: 1,
  idleMs(): number {
    throw new Error('This desktop does not tell how long this computer has been idle.');
  },
  screenLocked: () => false,
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
  /** Settles when it is known which source there is, or soon after. */
  readonly settled: Promise<unknown>;
  facts(): Pick<WorkstationFacts, 'activitySource' | 'lockSignals'>;
  listen(listener: ComputerListener): void;
}

/** @param onNews activity was seen that the last look did not know of */
export function openComputer(clock: Clock, onNews: () => void): Computer {
  const linux = process.platform === 'linux';
  const { idle, onX, settled } = linux ? linuxIdle(clock, onNews) : systemIdle(clock, onNews);
  let signals: LockSignals | null = null;
  return {
    idle,
    settled,
    facts: () => ({ activitySource: idle.name, lockSignals: lockSignalNames(signals, onX()) }),
    listen: (listener) => {
      listenToPowerMonitor(listener);
      if (!linux) return;
      const { onSleep, onWake, onScreenLock: onLock, onScreenUnlock: onUnlock } = listener;
      signals = listenToLockSignals({ onSleep, onWake, onLock, onUnlock });
    },
  };
}

interface ChosenIdle {
  readonly idle: IdleChooser;
  /** Whether it is X whose word is asked. */
  readonly onX: () => boolean;
  readonly settled: Promise<unknown>;
}

function systemIdle(clock: Clock, onNews: () => void): ChosenIdle {
  const systemName = (): string => (process.platform === 'darwin' ? 'macOS' : 'Windows');
  const parts = { clock, onNews, system: SYSTEM_IDLE, systemName, telling: [], others: [] };
  return { idle: new IdleChooser(parts), onX: () => false, settled: Promise.resolve() };
}

function linuxIdle(clock: Clock, onNews: () => void): ChosenIdle {
  const desktop = desktopIdles();
  const socket = waylandSocket(process.env);
  const wayland = socket === null ? null : new WaylandIdle(socket, clock);
  const telling: TellingIdle[] = wayland === null ? [] : [wayland];
  let gnome: AskedIdle | null = null;
  if (wayland !== null && desktop !== null) {
    gnome = new AskedIdle(desktop.gnome, clock, onNews);
    telling.push(gnome);
  }
  // A variable may name a compositor of another day, while X shows the app.
  const onX = (): boolean => wayland === null || wayland.absent;
  const system = (): IdleSource => (onX() ? SYSTEM_IDLE : UNTOLD_IDLE);
  const idle = new IdleChooser({
    clock,
    onNews,
    telling,
    system: {
      get resolutionMs() {
        return system().resolutionMs;
      },
      idleMs: () => system().idleMs(),
      screenLocked: () => system().screenLocked(),
      doubt: () => undefined,
    },
    systemName: () => (onX() ? 'X11' : 'Only this app’s own windows'),
    others: desktop?.anybody ?? [],
  });
  const bound = new Promise<void>((resolve) => clock.after(SETTLING_MS, resolve));
  const asked = Promise.all([wayland?.settled, gnome?.refresh()]);
  return { idle, onX, settled: Promise.race([asked, bound]) };
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
  powerMonitor.on('shutdown', onShutdown);
}

function lockSignalNames(signals: LockSignals | null, onX: boolean): readonly string[] {
  if (process.platform === 'darwin') return ['macOS'];
  if (process.platform === 'win32') return ['Windows'];
  const { logind = false, screenSaver = false } = signals?.state ?? {};
  return [
    ...(logind ? ['logind'] : []),
    ...(screenSaver ? ['screen saver'] : []),
    ...(onX ? ['X11'] : []),
  ];
}
