import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Bus } from '../../src/main/host/linux/bus/bus.js';
import { Connection } from '../../src/main/host/linux/bus/connection.js';
import { desktopIdles } from '../../src/main/host/linux/bus/desktop-idle.js';
import { FakeDesktopServices } from '../support/fake-desktop-services.js';
import { FakeLogind } from '../support/fake-logind.js';
import { OwnBus } from './own-bus.js';
import { FIELD, rawMessage, uint32 } from './raw-dbus.js';

/* One connection to a bus, and calls over it, when the bus is slow, silent or cut off. */

const own = new OwnBus();
let heard: string[] = [];

beforeEach(() => {
  heard = [];
});

describe('a connection', () => {
  let server: Server | null = null;
  afterEach(() => server?.close());

  /** A bus that accepts a program, sends these bytes and hangs up. */
  async function busThatEndsWith(lastWords: Buffer): Promise<string> {
    const path = join(own.folder, 'short-lived');
    const greeting = rawMessage(
      'answer',
      [
        [FIELD.replySerial, 'u', 1],
        [FIELD.sender, 's', 'org.freedesktop.DBus'],
        [FIELD.destination, 's', ':1.1'],
        [FIELD.signature, 'g', 's'],
      ],
      Buffer.concat([uint32(4), Buffer.from(':1.1\0')]),
    );
    server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        if (data.includes('AUTH')) socket.write('OK 0\r\n');
        if (data.includes('Hello')) {
          socket.write(greeting);
          setTimeout(() => socket.end(lastWords), 50);
        }
      });
    });
    await new Promise<void>((resolve) => server?.listen(path, resolve));
    return `unix:path=${path}`;
  }

  test.each([0, 9, 16, 60])('that is cut off after %i bytes of a message ends', async (bytes) => {
    const signal = rawMessage(
      'signal',
      [
        [FIELD.path, 'o', '/org/gnome/ScreenSaver'],
        [FIELD.interface, 's', 'org.gnome.ScreenSaver'],
        [FIELD.member, 's', 'ActiveChanged'],
        [FIELD.sender, 's', ':1.2'],
        [FIELD.signature, 'g', 'b'],
      ],
      uint32(1),
    );
    const short = await busThatEndsWith(signal.subarray(0, bytes));
    await new Promise<void>((resolve) => {
      new Connection(short, {
        onOpen: () => void heard.push('open'),
        onSignal: () => void heard.push('signal'),
        onClosed: resolve,
      });
    });
    await sleep(50);
    expect(heard).toEqual(['open']);
  });

  test('that is closed at once does not stay open', async () => {
    const watcher = own.opens(await FakeLogind.impostor(own.address));
    const never = () => void heard.push('heard');
    const connection = new Connection(own.address, {
      onOpen: never,
      onSignal: never,
      onClosed: never,
    });
    connection.close();
    await sleep(200);
    expect(await watcher.others()).toEqual([]);
    expect(heard).toEqual([]);
  });
});

describe('a call', () => {
  const call = { destination: 'org.example', path: '/a', interface: 'org.example', member: 'Get' };

  /** What a call says that is not answered, once its half second is over. */
  const LATE = 'The bus did not answer in time.';

  function open(to: string): Bus {
    const bus = new Bus(to, {
      matches: [],
      onSignal: () => undefined,
      onChange: () => undefined,
    });
    own.opened.push(() => bus.dispose());
    return bus;
  }

  test('to nobody, or without a bus, fails at once', async () => {
    await expect(open(own.address).call(call)).rejects.toThrow('does not exist');
    const missing = open(`unix:path=${own.folder}/nothing`);
    await expect(missing.call(call)).rejects.toThrow('The bus is not there.');
    await expect(missing.call(call)).rejects.toThrow('The bus is not there.');
  });

  test('that is not answered fails after half a second', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(join(own.folder, 'silent'), resolve));
    const startedAt = performance.now();
    await expect(open(`unix:path=${own.folder}/silent`).call(call)).rejects.toThrow(LATE);
    expect(performance.now() - startedAt).toBeGreaterThan(450);
    silent.close();
  });

  test('for a desktop’s idle time is answered at the first try', async () => {
    const services = own.opens(await FakeDesktopServices.open(own.address));
    services.idle = () => 4_321;
    const desktop = desktopIdles({ DBUS_SESSION_BUS_ADDRESS: own.address });
    const gnome = desktop?.anybody[0];
    if (gnome === undefined) throw new Error('no desktop');
    expect(await gnome.read()).toBe(4_321);
  });
});

test('after a hang-up the bus is tried again at growing intervals, and not after it was given up', async () => {
  let attempts = 0;
  const server = createServer((socket) => {
    attempts += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(join(own.folder, 'rude'), resolve));
  /** Lets the socket's events happen, while the bus's own timers stand still. */
  const settle = async () => {
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const bus = new Bus(`unix:path=${own.folder}/rude`, {
      matches: [],
      onSignal: () => undefined,
      onChange: () => undefined,
    });
    await settle();
    let expected = 1;
    for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
      vi.advanceTimersByTime(seconds * 1_000 - 1);
      await settle();
      expect(attempts).toBe(expected);
      vi.advanceTimersByTime(1);
      await settle();
      expected += 1;
      expect(attempts).toBe(expected);
    }
    bus.dispose();
    vi.advanceTimersByTime(600_000);
    await settle();
    expect(attempts).toBe(expected);
  } finally {
    vi.useRealTimers();
    server.close();
  }
});
