import type { PowerMonitor } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { listenToPower } from '../../../src/main/host/lock/power-events.js';
import { systemIdle } from '../../../src/main/host/idle/system-idle.js';
import { systemStartAtSignIn } from '../../../src/main/host/log-in/start-at-sign-in.js';
import { CaptureShield } from '../../../src/main/windows/capture-shield.js';
import { FakeComputer, POWER_EVENTS } from '../../support/fakes/electron/computer.js';

/* What Electron 45 reports on each system, and what it is asked to do, tested on fakes of its API. */

/** The computer that Electron tells of. */
const { computer } = vi.hoisted(() => ({ computer: {} as { now: FakeComputer } }));
vi.mock('electron', () => ({
  get app() {
    return computer.now.app;
  },
  get BrowserWindow() {
    return computer.now.windows;
  },
  get powerMonitor() {
    return computer.now.power;
  },
}));
beforeEach(() => (computer.now = new FakeComputer()));

type IdleMonitor = Pick<PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState'>;
type IdleState = ReturnType<PowerMonitor['getSystemIdleState']>;

function listen() {
  const heard: string[] = [];
  listenToPower({
    onSleep: () => heard.push('sleep'),
    onWake: () => heard.push('wake'),
    onScreenLock: () => heard.push('lock'),
    onScreenUnlock: () => heard.push('unlock'),
    onShutdown: () => heard.push('shutdown'),
  });
  return heard;
}

describe('what the computer tells', () => {
  it.each([
    ['win32', ['sleep', 'wake', 'lock', 'unlock']],
    // Another user in front (fast user switching) looks like a lock.
    ['darwin', ['sleep', 'wake', 'lock', 'unlock', 'lock', 'unlock', 'shutdown']],
    ['linux', ['sleep', 'wake', 'shutdown']],
  ] as const)('is heard on %s', (platform, expected) => {
    const heard = listen();
    for (const event of POWER_EVENTS[platform]) computer.now.power.emit(event);
    expect(heard).toEqual(expected);
  });

  it('a log-off, restart or shutdown of Windows is heard from an open window', () => {
    const window = computer.now.open();
    const heard = listen();
    window.events.emit('query-session-end', { reasons: ['logoff'] });
    expect(heard).toEqual(['shutdown']);
  });

  it('and from a window that is opened later', () => {
    const heard = listen();
    computer.now.open().events.emit('query-session-end', { reasons: ['shutdown'] });
    expect(heard).toEqual(['shutdown']);
  });
});

describe('how long nobody touched the computer', () => {
  const monitor = (seconds: number, state: IdleState = 'active') =>
    ({
      getSystemIdleTime: () => seconds,
      getSystemIdleState: () => state,
    }) satisfies IdleMonitor;

  it('is what Windows says of this OS session, which under RDP and Citrix is the remote one', () => {
    expect(systemIdle(monitor(61), 'win32').idleMs()).toBe(61_000);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('is not known when it is %s', (seconds) => {
    expect(() => systemIdle(monitor(seconds), 'win32').idleMs()).toThrow('does not report');
  });

  it.each([
    ['on Linux, where somebody was just there', 'linux', 5, true],
    // X reports a screen that went dark by itself in the same way.
    ['on Linux, long after', 'linux', 61, false],
    // On Windows an administrator's prompt looks the same, and an event reports a lock.
    ['on Windows', 'win32', 5, false],
  ] as const)('the screen lock is read %s: %s', (_when, platform, seconds, locked) => {
    expect(systemIdle(monitor(seconds, 'locked'), platform).screenLocked()).toBe(locked);
  });
});

describe('the start at sign-in of Windows and macOS', () => {
  it.each(['win32', 'darwin'] as const)('is set on %s, and only when it is managed', (platform) => {
    const start = systemStartAtSignIn(computer.now.app, platform);
    start.apply(null);
    expect(computer.now.loginItem).toBeNull();
    start.apply(true);
    // Only this option: `openAsHidden` was removed in Electron 44.
    expect(computer.now.loginItem).toEqual({ openAtLogin: true });
    start.apply(false);
    expect(computer.now.loginItem).toEqual({ openAtLogin: false });
  });

  it('reports in the list of errors that a person has to allow it', () => {
    const warnings = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    computer.now.loginItemStatus = 'requires-approval';
    systemStartAtSignIn(computer.now.app, 'darwin').apply(true);
    expect(warnings).toHaveBeenCalledOnce();
    warnings.mockRestore();
  });

  it('is not touched by an app that is not installed', () => {
    const app = Object.assign(computer.now.app, { isPackaged: false });
    systemStartAtSignIn(app, 'win32').apply(true);
    expect(computer.now.loginItem).toBeNull();
  });
});

describe('the shield against captures', () => {
  it('covers every window, also later ones, and can be taken away', () => {
    const shield = new CaptureShield();
    const first = computer.now.open();
    expect(first.isProtected).toBe(false);
    shield.set(true);
    expect(first.isProtected).toBe(true);
    const second = computer.now.open();
    expect(second.isProtected).toBe(true);
    shield.set(false);
    expect([first.isProtected, second.isProtected]).toEqual([false, false]);
    expect(computer.now.open().isProtected).toBe(false);
  });
});
