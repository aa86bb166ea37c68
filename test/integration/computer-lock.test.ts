import { beforeEach, describe, expect, test } from 'vitest';
import { Message, type MessageBus } from '@jellybrick/dbus-next';
import { linuxLocks } from '../../src/main/host/linux/bus/computer-locks.js';
import { lockBy, LOCKED_BOUND_MS } from '../../src/main/host/lock/lock-ways.js';
import type { RunProgram } from '../../src/main/host/process/run-program.js';
import type { ComputerLockAnswer } from '../../src/main/ports/index.js';
import { FakeLogind, type LockReaction, SESSIONS } from '../support/fake-logind.js';
import { joinBus } from '../support/join-bus.js';
import { OwnBus } from './own-bus.js';

/* How a Linux desktop is asked to lock, and how its state is read, over a real D-Bus daemon. */

/** A desktop's screen saver on a private bus, as far as it can be asked to lock. */
class FakeScreenSaver {
  readonly #bus: MessageBus;
  readonly #name: string;
  readonly #reaction: LockReaction;
  #active = false;
  /** What it was given with each request to lock. */
  readonly asked: unknown[][] = [];

  private constructor(bus: MessageBus, name: string, reaction: LockReaction) {
    this.#bus = bus;
    this.#name = name;
    this.#reaction = reaction;
    bus.addMethodHandler((message) => this.#answer(message));
  }

  /** @param address of a private bus on which nobody else owns this name */
  static async open(
    address: string,
    name: string,
    reaction: LockReaction,
  ): Promise<FakeScreenSaver> {
    const bus = await joinBus(address);
    const saver = new FakeScreenSaver(bus, name, reaction);
    await bus.requestName(name);
    return saver;
  }

  close(): void {
    this.#bus.disconnect();
  }

  #answer(message: Message): boolean {
    if (message.path !== `/${this.#name.replaceAll('.', '/')}`) return false;
    if (message.interface !== this.#name) return false;
    if (message.member === 'Lock') this.#lock(message);
    else if (message.member === 'GetActive' || message.member === 'IsLocked')
      this.#bus.send(Message.newMethodReturn(message, 'b', [this.#active]));
    else return false;
    return true;
  }

  #lock(message: Message): void {
    this.asked.push(message.body);
    if (this.#reaction === 'silent') return;
    if (this.#reaction === 'refuses') {
      const name = 'org.freedesktop.DBus.Error.Failed';
      this.#bus.send(Message.newError(message, name, 'Locked down by the administrator'));
      return;
    }
    this.#bus.send(Message.newMethodReturn(message));
    if (this.#reaction === 'ignores') return;
    this.#active = true;
    const path = `/${this.#name.replaceAll('.', '/')}`;
    this.#bus.send(Message.newSignal(path, this.#name, 'ActiveChanged', 'b', [true]));
  }
}

const own = new OwnBus();
let scripts: (readonly string[])[] = [];

/** The system has no such script. */
const noScript: RunProgram = () => Promise.reject(new Error('ENOENT'));
const script: RunProgram = (program, args) => {
  scripts.push([program, ...args]);
  return Promise.resolve('');
};

beforeEach(() => {
  scripts = [];
});

async function logind(whenAskedToLock: LockReaction): Promise<FakeLogind> {
  const fake = await FakeLogind.open(own.address, (prepared) => {
    prepared.byName = { auto: 'own' };
    prepared.whenAskedToLock = whenAskedToLock;
  });
  return own.opens(fake);
}

async function saver(name: string, reaction: LockReaction): Promise<FakeScreenSaver> {
  const fake = await FakeScreenSaver.open(own.address, name, reaction);
  return own.opens(fake);
}

async function lock(
  run: RunProgram = noScript,
  env: NodeJS.ProcessEnv = own.env,
): Promise<{ answer: ComputerLockAnswer; tookMs: number }> {
  const startedMs = performance.now();
  const locks = linuxLocks(env, run);
  try {
    const answer = await lockBy(locks.ways, () => true);
    return { answer, tookMs: performance.now() - startedMs };
  } finally {
    locks.dispose();
  }
}

describe('logind', () => {
  test('is asked to lock this process’s own session, its state is read, and nobody else is asked', async () => {
    const fake = await logind('locks');
    const gnome = await saver('org.gnome.ScreenSaver', 'locks');
    const { answer, tookMs } = await lock(script);
    expect(answer).toEqual({ outcome: 'locked' });
    expect(fake.locked).toEqual([SESSIONS.own]);
    expect(gnome.asked).toEqual([]);
    expect(scripts).toEqual([]);
    expect(tookMs).toBeLessThan(1_500);
  });

  test('that does not report a lock is not the last to be asked', async () => {
    await logind('ignores');
    const gnome = await saver('org.gnome.ScreenSaver', 'locks');
    expect((await lock()).answer).toEqual({ outcome: 'locked' });
    expect(gnome.asked).toHaveLength(1);
  });

  test('that does not report a lock gives the outcome `asked` if nobody else can be asked', async () => {
    await logind('ignores');
    expect((await lock()).answer).toEqual({ outcome: 'asked' });
  });

  test('that refuses is reported at once', async () => {
    await logind('refuses');
    const { answer, tookMs } = await lock();
    expect(answer).toEqual({ outcome: 'failed', problem: 'refused' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS);
  });

  test('that never answers is waited for only a limited time', async () => {
    await logind('silent');
    const { answer, tookMs } = await lock();
    expect(answer).toEqual({ outcome: 'failed', problem: 'noAnswer' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS + 2_000);
  });

  test('that does not know our session cannot be asked', async () => {
    const fake = await logind('locks');
    fake.byName = {};
    const { answer } = await lock();
    expect(answer).toEqual({ outcome: 'failed', problem: 'nothingToAsk' });
    expect(fake.locked).toEqual([]);
  });
});

describe('a screen saver', () => {
  test.each([
    ['org.freedesktop.ScreenSaver', []],
    ['org.gnome.ScreenSaver', []],
    ['org.cinnamon.ScreenSaver', ['']],
    ['org.mate.ScreenSaver', []],
    ['org.xfce.ScreenSaver', []],
    ['com.canonical.Unity.Session', []],
  ])('%s locks if there is no logind', async (name, given) => {
    const fake = await saver(name, 'locks');
    const { answer, tookMs } = await lock();
    expect(answer).toEqual({ outcome: 'locked' });
    expect(fake.asked).toEqual([given]);
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS);
  });

  test('that refuses is reported', async () => {
    await saver('org.gnome.ScreenSaver', 'refuses');
    expect((await lock()).answer).toEqual({ outcome: 'failed', problem: 'refused' });
  });

  test('that never answers is waited for only a limited time', async () => {
    await saver('org.mate.ScreenSaver', 'silent');
    const { answer, tookMs } = await lock();
    expect(answer).toEqual({ outcome: 'failed', problem: 'noAnswer' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS + 2_000);
  });
});

describe('without a service that locks', () => {
  test('a script is asked last, and cannot report whether it locked', async () => {
    await logind('ignores');
    expect((await lock(script)).answer).toEqual({ outcome: 'asked' });
    expect(scripts).toEqual([['/usr/bin/xdg-screensaver', 'lock']]);
  });

  test('and without a script, nothing can be asked', async () => {
    const { answer, tookMs } = await lock();
    expect(answer).toEqual({ outcome: 'failed', problem: 'nothingToAsk' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS);
  });

  test('and without a bus, nothing can be asked', async () => {
    const env = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/bus' };
    const { answer, tookMs } = await lock(noScript, env);
    expect(answer).toEqual({ outcome: 'failed', problem: 'nothingToAsk' });
    expect(tookMs).toBeLessThan(LOCKED_BOUND_MS);
  });
});
