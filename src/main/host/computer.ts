import { app, powerMonitor } from 'electron';
import type { WorkstationFacts } from '../../shared/requests/views.js';
import { say } from '../../shared/words/say.js';
import type { Clock, IdleSource, SystemProtection } from '../ports/index.js';
import { within } from '../ports/within.js';
import { type AskedIdle, askedIdle, type TellingIdle } from './idle/asked-idle.js';
import { IdleChooser, type SystemIdle } from './idle/idle-chooser.js';
import { desktopIdles } from './linux/bus/desktop-idle.js';
import type { ComputerListener } from './lock/computer-listener.js';
import { listenToPower } from './lock/power-events.js';
import { listenToLockSignals, type LockSignalState } from './linux/bus/lock-signals.js';
import { xIdle } from './linux/x/x-idle.js';
import { xInputIdle } from './linux/x/x-input.js';
import { WaylandIdle, waylandSocket } from './linux/wayland/wayland-idle.js';
import { systemIdle } from './idle/system-idle.js';
import { xDisplayName } from './log-in/x-session.js';
import { runProgram } from './process/run-program.js';
import { systemProtection } from './protection/system-protection.js';

/**
 * How long {@link Computer.settled} waits for the compositor, in milliseconds. KWin is slow: it first reads
 * the whole program that connects.
 */
const SETTLING_MS = 4_000;

/**
 * On Wayland Electron asks the compositor in the same way as this app, and returns 0 when there is no
 * answer, and in its first seconds. Under XWayland it sees only input to X programs, or returns 0.
 */
const UNTOLD_IDLE: SystemIdle = {
  resolutionMs: 1,
  idleMs(): number {
    throw new Error('This desktop does not tell how long this computer has been idle.');
  },
  screenLocked: () => false,
};

export interface Computer {
  readonly idle: IdleSource;
  /** Settles when it is known which idle source there is, or after `SETTLING_MS`. */
  readonly settled: Promise<unknown>;
  facts(): Pick<WorkstationFacts, 'activitySource' | 'lockSignals'>;
  /** What the system itself protects. */
  readonly protection: SystemProtection;
  listen(listener: ComputerListener): void;
}

/** @param onNews called when activity is seen that the last reading did not include */
export function openComputer(clock: Clock, onNews: () => void): Computer {
  const linux = process.platform === 'linux';
  const { idle, onX, settled } = linux ? linuxIdle(clock, onNews) : onlySystemIdle(clock, onNews);
  let signals: (() => LockSignalState) | null = null;
  return {
    idle,
    settled,
    facts: () => ({ activitySource: idle.name, lockSignals: lockSignalNames(signals?.(), onX()) }),
    protection: systemProtection({
      ...{ platform: process.platform, env: process.env, run: runProgram },
      folder: () => app.getPath('userData'),
    }),
    listen: (listener) => {
      listenToPower(listener);
      if (linux) signals = listenToLockSignals(listener, xDisplayName());
    },
  };
}

function systemName(): string {
  return process.platform === 'darwin' ? 'macOS' : 'Windows';
}

interface ChosenIdle {
  readonly idle: IdleChooser;
  /** Whether the idle time comes from X, not from a Wayland compositor. */
  readonly onX: () => boolean;
  readonly settled: Promise<unknown>;
}

function onlySystemIdle(clock: Clock, onNews: () => void): ChosenIdle {
  const system = systemIdle(powerMonitor, process.platform);
  const parts = { clock, onNews, system: () => system, systemName, telling: [], others: [] };
  return { idle: new IdleChooser(parts), onX: () => false, settled: Promise.resolve() };
}

function linuxIdle(clock: Clock, onNews: () => void): ChosenIdle {
  const desktop = desktopIdles();
  const x11 = systemIdle(powerMonitor, process.platform);
  const socket = waylandSocket(process.env);
  const wayland = socket === null ? null : new WaylandIdle(socket, clock);
  const telling: TellingIdle[] = wayland === null ? [] : [wayland];
  const display = xDisplayName();
  if (wayland === null && display !== null)
    telling.push(xInputIdle(display, clock, onNews), askedIdle(xIdle(display), clock, onNews));
  let gnome: AskedIdle | null = null;
  if (wayland !== null && desktop !== null) {
    gnome = askedIdle(desktop.gnome, clock, onNews);
    telling.push(gnome);
  }
  // The variable may name a compositor that is long gone, while X shows the app.
  const onX = (): boolean => wayland === null || wayland.absent;
  const idle = new IdleChooser({
    clock,
    onNews,
    telling,
    system: () => (onX() ? x11 : UNTOLD_IDLE),
    systemName: () => (onX() ? 'X11' : say('Only this app’s own windows')),
    others: desktop?.anybody ?? [],
  });
  const asked = Promise.all([wayland?.settled, gnome?.refresh()]);
  return { idle, onX, settled: within(asked, SETTLING_MS, () => undefined, clock) };
}

function lockSignalNames(heard: LockSignalState | undefined, onX: boolean): readonly string[] {
  if (process.platform !== 'linux') return [systemName()];
  return [
    ...(heard?.logind === true ? ['logind'] : []),
    ...(heard?.screenSaver === true ? [say('screen saver')] : []),
    ...(heard?.vnc === true ? ['VNC'] : []),
    ...(onX ? ['X11'] : []),
  ];
}
