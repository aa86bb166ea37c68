import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { desktopIdles } from '../../src/main/host/linux/bus/desktop-idle.js';
import {
  listenToLockSignals,
  type LockSignalState,
} from '../../src/main/host/linux/bus/lock-signals.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import { joinBus } from '../support/join-bus.js';
import { OwnBus } from './own-bus.js';
import { openSlowBus } from './slow-bus.js';

/* What a Linux desktop reports about locking, sleep and idleness, over a real D-Bus daemon. */

const own = new OwnBus();
let services: FakeDesktopServices;
let signals: () => LockSignalState;
let heard: string[] = [];

async function openServices(): Promise<void> {
  services = own.opens(await FakeDesktopServices.open(own.address));
}

function listen(env: NodeJS.ProcessEnv): () => LockSignalState {
  const mine = heard;
  const note = (what: string) => () => void mine.push(what);
  const [onScreenLock, onScreenUnlock, onSleep, onWake] = ['lock', 'unlock', 'sleep', 'wake'].map(
    note,
  );
  if (!onScreenLock || !onScreenUnlock || !onSleep || !onWake)
    throw new Error('not all are listened to');
  return listenToLockSignals({ onScreenLock, onScreenUnlock, onSleep, onWake }, null, env);
}

async function connected(): Promise<void> {
  await expect.poll(() => signals()).toEqual({ logind: true, screenSaver: true, vnc: false });
  // After the bus is there, the app asks which session is this process's own.
  await sleep(50);
}

beforeEach(async () => {
  heard = [];
  await openServices();
  signals = listen(own.env);
  await connected();
});

async function expectHeard(...what: readonly string[]): Promise<void> {
  await expect.poll(() => heard).toEqual(what);
  await sleep(50);
  expect(heard).toEqual(what);
}

describe('logind', () => {
  test('reports locking and unlocking', async () => {
    services.logind.session('Lock');
    services.logind.session('Unlock');
    services.logind.changed({ LockedHint: true });
    services.logind.changed({ LockedHint: false });
    await expectHeard('lock', 'unlock', 'lock', 'unlock');
  });

  test('reports when another user’s session comes to the front', async () => {
    services.logind.changed({ Active: true });
    services.logind.changed({ Active: false });
    await expectHeard('lock');
  });

  test('reports sleep', async () => {
    services.prepareForSleep(true);
    services.prepareForSleep(false);
    await expectHeard('sleep', 'wake');
  });

  test('is ignored for other sessions', async () => {
    services.logind.session('Lock', 'other');
    services.logind.changed({ LockedHint: true }, 'other');
    services.logind.session('Unlock');
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
    await own.children.close();
    await expect.poll(() => signals().logind).toBe(false);
    expect(signals().screenSaver).toBe(false);
    await own.start();
    await openServices();
    await connected();
    services.logind.session('Lock');
    services.screenSaver(true);
    await expectHeard('lock', 'lock');
  });

  test('that tells only late that logind is there is waited for', async () => {
    const late = { member: 'GetNameOwner', lateMs: 1_000 };
    const slow = own.opens(await openSlowBus(own.socketPath, join(own.folder, 'slow'), late));
    heard = [];
    signals = listen({ ...own.env, DBUS_SYSTEM_BUS_ADDRESS: slow.address });
    await connected();
    services.logind.session('Lock');
    await expectHeard('lock');
  });

  test('that does not exist does no harm', async () => {
    const lonely = listen({ DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/bus' });
    await sleep(200);
    expect(lonely()).toEqual({ logind: false, screenSaver: false, vnc: false });
    const nonsense = listen({ DBUS_SYSTEM_BUS_ADDRESS: 'nonsense', DBUS_SESSION_BUS_ADDRESS: ';' });
    await sleep(200);
    expect(nonsense()).toEqual({ logind: false, screenSaver: false, vnc: false });
  });
});

describe('a desktop’s idle time', () => {
  test('is read from GNOME in milliseconds, and fails if GNOME has none', async () => {
    const desktop = desktopIdles(own.env);
    const [gnome, screenSaver] = desktop?.anybody ?? [];
    if (gnome === undefined || screenSaver === undefined) throw new Error('no desktops');
    services.idle = () => 12_345;
    await expect.poll(() => gnome.read()).toBe(12_345);
    services.idle = null;
    await expect(gnome.read()).rejects.toThrow();
    await expect(screenSaver.read()).rejects.toThrow();
  });

  test('is accepted from the GNOME Shell only, and not from another program with one of its names', async () => {
    const desktop = desktopIdles(own.env);
    if (desktop === null) throw new Error('no desktops');
    services.idle = () => 777;
    await expect(desktop.gnome.read()).rejects.toThrow('org.gnome.Shell');
    const other = await joinBus(own.address);
    await other.requestName('org.gnome.Shell');
    await expect(desktop.gnome.read()).rejects.toThrow('GNOME Shell is not there');
    await other.releaseName('org.gnome.Shell');
    other.disconnect();
    await services.beGnome();
    expect(await desktop.gnome.read()).toBe(777);
  });

  test('has no source without a bus', () => {
    expect(desktopIdles({})).toBeNull();
  });
});
