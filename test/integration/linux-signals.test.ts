import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sessionBus } from '@jellybrick/dbus-next';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Children } from '../../scripts/lib/desktop/children.mjs';
import { startSessionBus } from '../../scripts/lib/desktop/session-bus.mjs';
import { desktopIdles } from '../../src/main/host/linux/bus/desktop-idle.js';
import {
  listenToLockSignals,
  type LockSignals,
} from '../../src/main/host/linux/bus/lock-signals.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';

/* What a Linux desktop reports about locking, sleep and idleness, over a real D-Bus daemon. */

const folder = mkdtempSync(join(tmpdir(), 'clinic-bus-'));
let bus = new Children();
let services: FakeDesktopServices;
let signals: LockSignals;
let heard: string[] = [];
let address = '';

async function startBus(): Promise<void> {
  bus = new Children();
  address = await startSessionBus(bus, { runtimeFolder: folder, env: process.env });
  services = await FakeDesktopServices.open(address);
}

function buses(): NodeJS.ProcessEnv {
  return { DBUS_SYSTEM_BUS_ADDRESS: address, DBUS_SESSION_BUS_ADDRESS: address };
}

function listen(env: NodeJS.ProcessEnv): LockSignals {
  const note = (what: string) => () => void heard.push(what);
  const [onLock, onUnlock, onSleep, onWake] = ['lock', 'unlock', 'sleep', 'wake'].map(note);
  if (!onLock || !onUnlock || !onSleep || !onWake) throw new Error('not all are listened to');
  return listenToLockSignals({ onLock, onUnlock, onSleep, onWake }, null, env);
}

async function connected(): Promise<void> {
  await expect.poll(() => signals.state).toEqual({ logind: true, screenSaver: true, vnc: false });
  // After the bus is there, the app asks which session is this process's own.
  await sleep(50);
}

beforeEach(async () => {
  heard = [];
  await startBus();
  signals = listen(buses());
  await connected();
});

afterEach(async () => {
  signals.dispose();
  services.close();
  await bus.close();
  rmSync(join(folder, 'bus'), { force: true });
});

async function expectHeard(...what: readonly string[]): Promise<void> {
  await expect.poll(() => heard).toEqual(what);
  await sleep(50);
  expect(heard).toEqual(what);
}

describe('logind', () => {
  test('reports locking and unlocking', async () => {
    services.session('Lock');
    services.session('Unlock');
    services.sessionProperty('LockedHint', true);
    services.sessionProperty('LockedHint', false);
    await expectHeard('lock', 'unlock', 'lock', 'unlock');
  });

  test('reports when another user’s session comes to the front', async () => {
    services.sessionProperty('Active', true);
    services.sessionProperty('Active', false);
    await expectHeard('lock');
  });

  test('reports sleep', async () => {
    services.prepareForSleep(true);
    services.prepareForSleep(false);
    await expectHeard('sleep', 'wake');
  });

  test('is ignored for other sessions', async () => {
    services.session('Lock', 'other');
    services.sessionProperty('LockedHint', true, 'other');
    services.session('Unlock');
    await expectHeard('unlock');
  });
});

describe('a screen saver', () => {
  test.each(['org.freedesktop', 'org.gnome', 'org.cinnamon', 'org.mate', 'org.xfce'])(
    'of %s is heard, true and false',
    async (kin) => {
      services.screenSaver(true, `${kin}.ScreenSaver`);
      services.screenSaver(false, `${kin}.ScreenSaver`);
      await expectHeard('lock', 'unlock');
    },
  );

  test('with another message has no effect', async () => {
    const name = 'org.gnome.ScreenSaver';
    services.emit('/a', name, 'ActiveChanged', 's', ['true']);
    services.emit('/a', name, 'ActiveChanged', '', []);
    services.emit('/a', name, 'WakeUpScreen', 'b', [true]);
    services.emit('/a', 'org.example.ScreenSaver', 'ActiveChanged', 'b', [true]);
    services.screenSaver(false);
    await expectHeard('unlock');
  });
});

describe('a bus', () => {
  test('that disappears and comes back is heard again', async () => {
    services.close();
    await bus.close();
    await expect.poll(() => signals.state.logind).toBe(false);
    expect(signals.state.screenSaver).toBe(false);
    await startBus();
    await connected();
    services.session('Lock');
    services.screenSaver(true);
    await expectHeard('lock', 'lock');
  });

  test('that does not exist does no harm', async () => {
    const lonely = listen({ DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/bus' });
    await sleep(200);
    expect(lonely.state).toEqual({ logind: false, screenSaver: false, vnc: false });
    lonely.dispose();
    const nonsense = listen({ DBUS_SYSTEM_BUS_ADDRESS: 'nonsense', DBUS_SESSION_BUS_ADDRESS: ';' });
    await sleep(200);
    expect(nonsense.state).toEqual({ logind: false, screenSaver: false, vnc: false });
    nonsense.dispose();
  });
});

describe('a desktop’s idle time', () => {
  test('is read from GNOME in milliseconds, and fails if GNOME has none', async () => {
    const desktop = desktopIdles(buses());
    const [gnome, screenSaver] = desktop?.anybody ?? [];
    if (gnome === undefined || screenSaver === undefined) throw new Error('no desktops');
    services.idle = () => 12_345;
    await expect.poll(() => gnome.read()).toBe(12_345);
    services.idle = null;
    await expect(gnome.read()).rejects.toThrow();
    await expect(screenSaver.read()).rejects.toThrow();
    desktop?.dispose();
  });

  test('is accepted from the GNOME Shell only, and not from another program with one of its names', async () => {
    const desktop = desktopIdles(buses());
    if (desktop === null) throw new Error('no desktops');
    services.idle = () => 777;
    await expect(desktop.gnome.read()).rejects.toThrow('org.gnome.Shell');
    const other = sessionBus({ busAddress: address });
    await once(other, 'connect');
    await other.requestName('org.gnome.Shell');
    await expect(desktop.gnome.read()).rejects.toThrow('GNOME Shell is not there');
    await other.releaseName('org.gnome.Shell');
    other.disconnect();
    await services.beGnome();
    expect(await desktop.gnome.read()).toBe(777);
    desktop.dispose();
  });

  test('has no source without a bus', () => {
    expect(desktopIdles({})).toBeNull();
  });
});
