import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/host/clock.js';
import { WaylandIdle } from '../../src/main/host/linux/wayland/wayland-idle.js';
import type { Clock } from '../../src/main/ports/index.js';
import { Compositor } from '../support/compositor.js';
import { soonSo } from '../support/soon.js';
import {
  WaylandConnection,
  type WaylandGlobal,
} from '../../src/main/host/linux/wayland/connection.js';

/* Compares the reports of real compositors with the time of the real input. */

/** How long KWin may take to let somebody in, in milliseconds. */
const START_MS = 20_000;

/** Requests of `org_kde_kwin_fake_input`. */
const AUTHENTICATE = 0;
const MOVE = 9;

/** A mouse for KWin, by its protocol for tests. */
class KWinMouse {
  readonly #connection: WaylandConnection;
  readonly #globals: WaylandGlobal[] = [];
  #input = 0;
  #x = 10;

  private constructor(socket: string) {
    this.#connection = new WaylandConnection(socket, {
      onGlobal: (global) => this.#globals.push(global),
      onGlobalRemoved: () => undefined,
      onClosed: () => undefined,
    });
  }

  /** KWin answers late: it reads the whole program of who connects, and looks whether it knows it. */
  static async plugIn(socket: string): Promise<KWinMouse> {
    const mouse = new KWinMouse(socket);
    await soonSo(() => mouse.#bind(), 'KWin has no input for tests.', START_MS);
    return mouse;
  }

  move(): void {
    this.#x = 24 - this.#x;
    // Places have 8 bits behind the point.
    this.#connection.request(this.#input, MOVE, [this.#x * 256, 10 * 256]);
  }

  unplug(): void {
    this.#connection.close();
  }

  #bind(): boolean {
    const global = this.#globals.find((one) => one.interface === 'org_kde_kwin_fake_input');
    if (global === undefined) return false;
    this.#input = this.#connection.bind(global, 4);
    this.#connection.request(this.#input, AUTHENTICATE, ['tests', 'tests']);
    return true;
  }
}

const clock = systemClock();
/** How often the app's own timers woke it. */
let woken = 0;
const counting: Clock = {
  now: () => clock.now(),
  after: (ms, callback) =>
    clock.after(ms, () => {
      woken += 1;
      callback();
    }),
};

let compositor: Compositor;
let idle: WaylandIdle;

async function open(started: Promise<Compositor>): Promise<void> {
  compositor = await started;
  idle = new WaylandIdle(compositor.socket, counting);
  await idle.settled;
  // The watch begins after a pause.
  await sleep(800);
}

afterEach(async () => {
  idle.dispose();
  await compositor.close();
});

/** @returns the error of the reported idle time, in milliseconds, after a touch and a wait */
async function errorAfter(touch: () => Promise<void>, waitMs: number): Promise<number> {
  await touch();
  const touchedMs = clock.now().bootMs;
  await sleep(waitMs);
  const trueMs = clock.now().bootMs - touchedMs;
  return (idle.idleMs() ?? Number.NaN) - trueMs;
}

async function expectExact(touch: () => Promise<void>): Promise<void> {
  const errors: number[] = [];
  for (const waitMs of [700, 850, 1_000, 1_300, 1_700])
    errors.push(await errorAfter(touch, waitMs));
  // A touch takes some milliseconds itself. A computer that holds this app up makes single ones inexact, up to
  // the limits in `input-pauses.ts`: half a second between two beats, and their slack.
  const sizes = errors.map(Math.abs).sort((a, b) => a - b);
  expect(sizes[2]).toBeLessThan(250);
  expect(sizes[4]).toBeLessThan(1_000);
  woken = 0;
  await sleep(2_000);
  expect(woken).toBe(0);
}

/** The longest reported idle time while a program types or moves the pointer, in milliseconds. */
async function longestDuring(work: Promise<void>): Promise<number> {
  let [longestMs, works] = [0, true];
  const end = work.finally(() => (works = false));
  await sleep(1_500);
  while (works) {
    longestMs = Math.max(longestMs, idle.idleMs() ?? Number.POSITIVE_INFINITY);
    await sleep(20);
  }
  await end;
  return longestMs;
}

describe('sway', () => {
  test('reports the time of the last key, and wakes nobody in between', async () => {
    await open(Compositor.sway());
    expect(idle.name).toBe('Wayland (KDE idle)');
    await expectExact(() => compositor.type('a'));
  });

  test.each([30, 120, 400])('reports somebody who types a key every %i ms', async (pauseMs) => {
    await open(Compositor.sway());
    const text = 'x'.repeat(6_000 / pauseMs);
    expect(await longestDuring(compositor.type(text, pauseMs))).toBeLessThan(2_000);
  });

  test('does not count a program that keeps the screen awake as activity', async () => {
    await open(Compositor.sway());
    await compositor.showWindow();
    await compositor.type('a');
    const typedMs = clock.now().bootMs;
    await compositor.keepAwake(true);
    await sleep(4_000);
    expect(idle.idleMs()).toBeNull();
    await compositor.keepAwake(false);
    await sleep(2_000);
    expect(idle.idleMs()).toBeGreaterThan(clock.now().bootMs - typedMs - 100);
    await compositor.type('a');
    await sleep(1_000);
    expect(idle.idleMs()).toBeLessThan(1_500);
  });

  test('that ends is noticed', async () => {
    await open(Compositor.sway());
    await compositor.close();
    await expect.poll(() => idle.idleMs()).toBeNull();
  });
});

test('Weston reports nothing, which is known at once', async () => {
  await open(Compositor.weston());
  expect([idle.name, idle.idleMs(), idle.absent]).toEqual([null, null, false]);
});

describe.skipIf(!Compositor.hasKWin)('KWin (skipped where it is not installed)', () => {
  let mouse: KWinMouse;

  beforeEach(async () => {
    await open(Compositor.kwin());
    mouse = await KWinMouse.plugIn(compositor.socket);
  });

  afterEach(() => mouse.unplug());

  test('reports the time of the last pointer move, and wakes nobody in between', async () => {
    expect(idle.name).toBe('Wayland (ext-idle-notify)');
    await expectExact(() => {
      mouse.move();
      return Promise.resolve();
    });
  });

  test.each([12, 100, 400])('reports a pointer that moves every %i ms', async (pauseMs) => {
    const moving = (async (): Promise<void> => {
      for (let passedMs = 0; passedMs < 6_000; passedMs += pauseMs) {
        mouse.move();
        await sleep(pauseMs);
      }
    })();
    expect(await longestDuring(moving)).toBeLessThan(2_000);
  });
});
