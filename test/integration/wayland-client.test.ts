import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/main/host/clock.js';
import { WaylandIdle, waylandSocket } from '../../src/main/host/linux/wayland/wayland-idle.js';
import { FakeCompositor, type Wish } from './fake-compositor.js';
import { removeFolder } from '../../scripts/lib/remove-folder.mjs';

/* The app's requests to a Wayland compositor, and how it reads the answers, over a real socket. */

const EXT = 'ext_idle_notifier_v1';
const KDE = 'org_kde_kwin_idle';

/** Longer than an answer takes, in milliseconds, where no answer can be waited for. */
const SOON_MS = 100;

/** The longest pause that these compositors are asked for, in milliseconds. */
const PAUSE_MS = 250;

const clock = systemClock();

let folder: string;
let path: string;
let compositor: FakeCompositor;
let idle: WaylandIdle;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'clinic-compositor-'));
  path = join(folder, 'wayland-0');
});

afterEach(async () => {
  idle.dispose();
  await compositor.close();
  await removeFolder(folder);
});

/** @param globals what the compositor offers; the app watches each seat if there is a protocol for it */
async function open(...globals: readonly string[]): Promise<void> {
  compositor = await FakeCompositor.listen(path, ['wl_compositor 5', ...globals]);
  idle = new WaylandIdle(path, clock);
  await idle.settled;
  const seats = globals.filter((global) => global.startsWith('wl_seat')).length;
  if (seats === globals.length) await sleep(SOON_MS);
  else await expect.poll(() => compositor.wishes.length).toBe(seats);
}

/**
 * Somebody presses a key once. A busy computer may hold this test up at any place: the pause begins only
 * once the app has heard of the input, so that it cannot seem shorter to the app.
 * @returns when, on the boot-time clock, in milliseconds
 */
async function touch(wish: Wish | undefined): Promise<number> {
  compositor.idled(wish);
  const { asked } = compositor;
  const touchedMs = clock.now().bootMs;
  compositor.resumed(wish);
  await expect.poll(() => compositor.asked, { interval: 5 }).toBeGreaterThan(asked);
  await sleep(wish?.pauseMs ?? 0);
  compositor.idled(wish);
  await sleep(SOON_MS);
  return touchedMs;
}

/**
 * The app knows of the input at this moment, and not only of an earlier one. If the app is held up, it may take
 * the input to be earlier by one pause, which is the safe side.
 */
async function expectInputSince(touchedMs: number): Promise<void> {
  const inputMs = (): number => clock.now().bootMs - (idle.idleMs() ?? Number.POSITIVE_INFINITY);
  await expect.poll(inputMs).toBeGreaterThanOrEqual(touchedMs - PAUSE_MS);
}

describe('the app asks for', () => {
  test('input alone, with version 2 of the protocol', async () => {
    await open('wl_seat 7', `${KDE} 1`, `${EXT} 3`);
    expect(compositor.wishes).toMatchObject([
      { protocol: EXT, version: 2, opcode: 2, seat: 11, pauseMs: 250 },
    ]);
    expect(idle.name).toBe('Wayland (ext-idle-notify)');
  });

  test('pauses, with version 1', async () => {
    await open(`${EXT} 1`, 'wl_seat 7');
    expect(compositor.wishes).toMatchObject([
      { protocol: EXT, version: 1, opcode: 1, seat: 12, pauseMs: 250 },
    ]);
  });

  test('pauses, with KDE’s own protocol if there is no other', async () => {
    await open('wl_seat 7', `${KDE} 1`);
    expect(compositor.wishes).toMatchObject([
      { protocol: KDE, version: 1, opcode: 0, seat: 11, pauseMs: 500 },
    ]);
    expect(idle.name).toBe('Wayland (KDE idle)');
  });

  test('nothing, without either', async () => {
    await open('wl_seat 7');
    expect(compositor.wishes).toEqual([]);
    expect([idle.name, idle.idleMs(), idle.absent]).toEqual([null, null, false]);
  });
});

describe('an answer', () => {
  test.each([
    ['whole', false],
    ['byte by byte', true],
  ])('%s, tells when the last input was', async (_how, drips) => {
    await open('wl_seat 7', `${EXT} 1`);
    compositor.drips = drips;
    await expectInputSince(await touch(compositor.wishes[0]));
    expect(idle.idleMs()).toBeGreaterThanOrEqual(PAUSE_MS);
  });

  test('of any seat counts, also of a later one', async () => {
    await open('wl_seat 7', 'wl_seat 7', `${EXT} 1`);
    expect(compositor.wishes.map(({ seat }) => seat)).toEqual([11, 12]);
    await expectInputSince(await touch(compositor.wishes[1]));
    const seat = compositor.addSeat();
    await expect.poll(() => compositor.wishes.at(-1)?.seat).toBe(seat);
    await sleep(1_000);
    const touchedMs = await touch(compositor.wishes.at(-1));
    await expectInputSince(touchedMs);
    compositor.removeGlobal(seat);
    await expect.poll(() => compositor.wishes.at(-1)?.gone).toBe(true);
    await expectInputSince(touchedMs);
  });

  test('is unknown after a long time without input', async () => {
    await open('wl_seat 7', `${EXT} 1`);
    compositor.idled(compositor.wishes[0]);
    await sleep(SOON_MS);
    compositor.resumed(compositor.wishes[0]);
    await sleep(3_500);
    expect(idle.idleMs()).toBeNull();
    // The app waits for the shortest pause, once.
    expect(compositor.wishes.slice(1)).toMatchObject([{ pauseMs: 10, gone: false }]);
  });

  test('is not trusted from a compositor that stopped answering', async () => {
    await open('wl_seat 7', `${EXT} 1`);
    compositor.answers = false;
    await sleep(1_000);
    await touch(compositor.wishes[0]);
    // Its reports may be old: certain is only that there was input after the last request.
    expect(idle.idleMs()).toBeGreaterThan(1_500);
  });
});

describe('a compositor', () => {
  test('that does not exist is absent', async () => {
    compositor = await FakeCompositor.listen(join(folder, 'another'), []);
    idle = new WaylandIdle(path, systemClock());
    await idle.settled;
    expect([idle.absent, idle.name, idle.idleMs()]).toEqual([true, null, null]);
  });

  test.each<readonly [string, () => void]>([
    ['ends the connection', () => compositor.drop()],
    ['tells of an error', () => compositor.send(1, 0, [1, 0, 'invalid object'])],
    ['sends a message that is too short', () => compositor.write(new Uint8Array(8))],
    ['sends a text that is cut off', () => compositor.send(2, 0, [9, 1_000])],
    ['sends nonsense', () => compositor.write(new Uint8Array(4_096).fill(0xff))],
  ])('that %s is lost, and found again', async (_what, misbehave) => {
    await open('wl_seat 7', `${EXT} 1`);
    misbehave();
    await expect.poll(() => idle.idleMs()).toBeNull();
    expect([idle.name, idle.absent]).toEqual([null, false]);
    await expect.poll(() => compositor.connections, { timeout: 5_000 }).toBe(2);
    await expect.poll(() => compositor.wishes.length).toBe(1);
    expect(idle.name).toBe('Wayland (ext-idle-notify)');
    await expectInputSince(await touch(compositor.wishes[0]));
  });

  test('with events for unknown objects does no harm', async () => {
    await open('wl_seat 7', `${EXT} 1`);
    for (const object of [0, 77, 0xffffffff]) compositor.send(object, 3, [1, 'a']);
    compositor.send(1, 1, [99]);
    compositor.send(1, 9);
    await expectInputSince(await touch(compositor.wishes[0]));
    expect(compositor.connections).toBe(1);
  });
});

test('a compositor’s socket is where the environment says', async () => {
  await open();
  const run = { XDG_RUNTIME_DIR: '/run/user/1' };
  expect(waylandSocket({ ...run, WAYLAND_DISPLAY: 'wayland-1' })).toBe('/run/user/1/wayland-1');
  expect(waylandSocket({ ...run, WAYLAND_DISPLAY: '/tmp/a' })).toBe('/tmp/a');
  expect(waylandSocket({ ...run, XDG_SESSION_TYPE: 'wayland' })).toBe('/run/user/1/wayland-0');
  expect(waylandSocket({ ...run, XDG_SESSION_TYPE: 'x11' })).toBeNull();
  expect(waylandSocket({ ...run, WAYLAND_DISPLAY: '' })).toBeNull();
  expect(waylandSocket({ WAYLAND_DISPLAY: 'wayland-1' })).toBeNull();
});
