import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  listenToLockSignals,
  type LockSignalState,
} from '../../src/main/host/linux/bus/lock-signals.js';
import { FakeLogind } from '../support/fake-logind.js';
import { OwnBus } from './own-bus.js';
import { FIELD, rawMessage, sendRaw, uint32 } from './raw-dbus.js';

/*
 * What other programs on a bus can do to the app, and which OS session the app takes for its own, over a
 * real D-Bus daemon. An uncaught exception fails its test.
 */

const own = new OwnBus();
let env: NodeJS.ProcessEnv;
let heard: string[] = [];

beforeEach(() => {
  heard = [];
  env = { DBUS_SYSTEM_BUS_ADDRESS: own.address };
});

function listen(): () => LockSignalState {
  const mine = heard;
  const note = (what: string) => () => void mine.push(what);
  return listenToLockSignals(
    {
      onScreenLock: note('lock'),
      onScreenUnlock: note('unlock'),
      onSleep: note('sleep'),
      onWake: note('wake'),
    },
    null,
    env,
  );
}

async function listenToLogind(): Promise<() => LockSignalState> {
  const signals = listen();
  await logindIsHeard(signals);
  return signals;
}

async function logindIsHeard(signals: () => LockSignalState, heardNow = true): Promise<void> {
  await expect.poll(() => signals().logind).toBe(heardNow);
  // By then its questions to logind are answered too.
  await sleep(100);
}

async function expectHeard(...what: readonly string[]): Promise<void> {
  await expect.poll(() => heard).toEqual(what);
  await sleep(50);
  expect(heard).toEqual(what);
}

describe('the own OS session', () => {
  test.each<[how: string, logind: Pick<FakeLogind, 'byName' | 'byPid'>, sessionId?: string]>([
    ['by what logind takes for it', { byName: { auto: 'own' }, byPid: 'other' }],
    ['by the process, where logind is older', { byName: {}, byPid: 'own' }],
    ['by its name', { byName: { 2: 'own' }, byPid: null }, '2'],
    // A user service may have the name of its service manager's session in its environment.
    ['not by its name first', { byName: { auto: 'own', 1: 'manager' }, byPid: null }, '1'],
  ])('is found %s, and others are ignored', async (_how, answers, sessionId) => {
    const logind = own.opens(
      await FakeLogind.open(own.address, (one) => Object.assign(one, answers)),
    );
    if (sessionId !== undefined) env['XDG_SESSION_ID'] = sessionId;
    await listenToLogind();
    logind.session('Lock', 'other');
    logind.session('Lock', 'manager');
    logind.changed({ LockedHint: true }, 'other');
    logind.session('Unlock');
    await expectHeard('unlock');
  });

  test('may be any session if nobody knows it: better one lock too many', async () => {
    const logind = own.opens(await FakeLogind.open(own.address));
    await listenToLogind();
    logind.session('Lock', 'other');
    await expectHeard('lock');
  });

  test.each([{ LockedHint: true }, { Active: false }])(
    'may be locked before the app hears of it: %j',
    async (now) => {
      const logind = await FakeLogind.open(own.address, (one) => {
        one.byName = { auto: 'own' };
        one.properties = { ...one.properties, ...now };
      });
      own.opens(logind);
      await listenToLogind();
      await expectHeard('lock');
    },
  );

  test('is asked for again when logind was restarted', async () => {
    const first = await FakeLogind.open(own.address, (one) => (one.byName = { auto: 'other' }));
    const signals = await listenToLogind();
    first.close();
    await logindIsHeard(signals, false);
    const next = await FakeLogind.open(own.address, (one) => (one.byName = { auto: 'own' }));
    own.opens(next);
    await logindIsHeard(signals);
    next.session('Lock', 'other');
    next.session('Unlock');
    await expectHeard('unlock');
  });
});

describe('signals', () => {
  test('of logind with invalid content are ignored', async () => {
    const logind = own.opens(
      await FakeLogind.open(own.address, (one) => (one.byName = { auto: 'own' })),
    );
    await listenToLogind();
    logind.changed({ LockedHint: 'yes', Active: 'no' });
    logind.changed({ IdleHint: true });
    const manager = {
      path: '/org/freedesktop/login1',
      interface: 'org.freedesktop.login1.Manager',
    };
    logind.emit({ ...manager, member: 'PrepareForSleep' });
    logind.emit({ ...manager, member: 'PrepareForSleep', signature: 's', body: ['true'] });
    logind.emit({ ...manager, member: 'PrepareForShutdown', signature: 'b', body: [true] });
    logind.session('Unlock');
    await expectHeard('unlock');
  });

  test('that another program sends as if it were logind are ignored', async () => {
    const logind = own.opens(
      await FakeLogind.open(own.address, (one) => (one.byName = { auto: 'own' })),
    );
    const impostor = own.opens(await FakeLogind.impostor(own.address));
    await listenToLogind();
    for (const name of await impostor.others()) {
      impostor.session('Lock', 'own', name);
      const owners = ['org.freedesktop.login1', '', name];
      const change = { signature: 'sss', body: owners, member: 'NameOwnerChanged' };
      impostor.emit({ path: '/a', interface: 'org.freedesktop.DBus', ...change }, name);
      impostor.session('Lock', 'own', name);
    }
    await sleep(100);
    logind.session('Unlock');
    await expectHeard('unlock');
  });

  test('of Unity report locking by their names', async () => {
    env['DBUS_SESSION_BUS_ADDRESS'] = own.address;
    const unity = own.opens(await FakeLogind.impostor(own.address));
    const signals = listen();
    await expect.poll(() => signals().screenSaver).toBe(true);
    const session = {
      path: '/com/canonical/Unity/Session',
      interface: 'com.canonical.Unity.Session',
    };
    for (const member of ['Locked', 'LockRequested', 'Unlocked'])
      unity.emit({ ...session, member });
    await expectHeard('lock', 'unlock');
  });

  test('that no library can read do no harm, and the next ones are heard', async () => {
    const logind = own.opens(
      await FakeLogind.open(own.address, (one) => (one.byName = { auto: 'own' })),
    );
    await listenToLogind();
    for (const destination of await logind.others()) {
      // A file descriptor that nobody sent: the daemon lets the message pass.
      const message = rawMessage(
        'signal',
        [
          [FIELD.path, 'o', '/a'],
          [FIELD.interface, 's', 'org.freedesktop.login1.Session'],
          [FIELD.member, 's', 'Lock'],
          [FIELD.destination, 's', destination],
          [FIELD.signature, 'g', 'h'],
        ],
        uint32(0),
      );
      for (let times = 0; times < 3; times += 1) await sendRaw(own.socketPath, message);
    }
    await sleep(100);
    logind.session('Lock');
    logind.session('Unlock');
    await expectHeard('lock', 'unlock');
  });
});
