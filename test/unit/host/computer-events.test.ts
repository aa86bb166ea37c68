import type { PowerMonitor } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { listenToPower } from '../../../src/main/host/lock/power-events.js';
import { systemIdle } from '../../../src/main/host/idle/system-idle.js';
import { systemStartAtSignIn } from '../../../src/main/host/log-in/start-at-sign-in.js';
import { CaptureShield } from '../../../src/main/windows/capture-shield.js';
import { FakeComputer, POWER_EVENTS } from '../../support/fakes/electron/computer.js';

/*
 * What Electron 45 tells on each system, and is told, held on fakes of its shape.
 */

type IdleMonitor = Pick<PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState'>;
type IdleState = ReturnType<PowerMonitor['getSystemIdleState']>;

function listen(computer: FakeComputer) {
  const heard: string[] = [];
  listenToPower(
    { monitor: computer.power, app: computer.app, windows: computer.windows },
    {
      onSleep: () => heard.push('sleep'),
      onWake: () => heard.push('wake'),
      onScreenLock: () => heard.push('lock'),
      onScreenUnlock: () => heard.push('unlock'),
      onShutdown: () => heard.push('shutdown'),
    },
  );
  return heard;
}

describe('what the computer tells', () => {
  it.each([
    ['win32', ['sleep', 'wake', 'lock', 'unlock']],
    // Another user in front (fast user switching) is the same as a lock.
    ['darwin', ['sleep', 'wake', 'lock', 'unlock', 'lock', 'unlock', 'shutdown']],
    ['linux', ['sleep', 'wake', 'shutdown']],
  ] as const)('is heard on %s', (platform, expected) => {
    const computer = new FakeComputer();
    const heard = listen(computer);
    for (const event of POWER_EVENTS[platform]) computer.power.emit(event);
    expect(heard).toEqual(expected);
  });

  it('a log-off, restart or shutdown of Windows is heard from a window that there is', () => {
    const computer = new FakeComputer();
    const window = computer.open();
    const heard = listen(computer);
    window.events.emit('query-session-end', { reasons: ['logoff'] });
    expect(heard).toEqual(['shutdown']);
  });

  it('and from one that is made later', () => {
    const computer = new FakeComputer();
    const heard = listen(computer);
    computer.open().events.emit('query-session-end', { reasons: ['shutdown'] });
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
    // A screen that went dark by itself looks the same to X.
    ['on Linux, long after', 'linux', 61, false],
    // There an administrator's prompt looks the same, and a lock is told by an event.
    ['on Windows', 'win32', 5, false],
  ] as const)(
    'and whether the screen is locked is asked %s: %s',
    (_when, platform, seconds, locked) => {
      expect(systemIdle(monitor(seconds, 'locked'), platform).screenLocked()).toBe(locked);
    },
  );
});

describe('the start at sign-in of Windows and macOS', () => {
  it.each(['win32', 'darwin'] as const)(
    'is told to %s, and only when it is managed',
    (platform) => {
      const computer = new FakeComputer();
      const start = systemStartAtSignIn(computer.app, platform);
      start.apply(null);
      expect(computer.loginItem).toBeNull();
      start.apply(true);
      // Nothing but this: `openAsHidden` is gone since Electron 44.
      expect(computer.loginItem).toEqual({ openAtLogin: true });
      start.apply(false);
      expect(computer.loginItem).toEqual({ openAtLogin: false });
    },
  );

  it('says in the list of errors when a person has to allow it', () => {
    const warnings = vi.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const computer = new FakeComputer();
    computer.loginItemStatus = 'requires-approval';
    systemStartAtSignIn(computer.app, 'darwin').apply(true);
    expect(warnings).toHaveBeenCalledOnce();
    warnings.mockRestore();
  });

  it('is left alone by an app that is not installed', () => {
    const computer = new FakeComputer();
    const app = Object.assign(computer.app, { isPackaged: false });
    systemStartAtSignIn(app, 'win32').apply(true);
    expect(computer.loginItem).toBeNull();
  });
});

describe('the shield against captures', () => {
  it('is put over every window, also later ones, and taken away', () => {
    const computer = new FakeComputer();
    const shield = new CaptureShield(computer.app, computer.windows);
    const first = computer.open();
    expect(first.isProtected).toBe(false);
    shield.set(true);
    expect(first.isProtected).toBe(true);
    const second = computer.open();
    expect(second.isProtected).toBe(true);
    shield.set(false);
    expect([first.isProtected, second.isProtected]).toEqual([false, false]);
    expect(computer.open().isProtected).toBe(false);
  });
});
