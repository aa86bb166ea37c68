import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Desktop, openDesktop } from '../../scripts/lib/desktop.mjs';
import { xScreen } from '../../scripts/lib/desktop/x-screen.mjs';
import { run } from '../../scripts/lib/processes.mjs';
import { systemClock } from '../../src/main/host/clock.js';
import type { TellingIdle } from '../../src/main/host/idle/asked-idle.js';
import { xInputIdle } from '../../src/main/host/linux/x/x-input.js';
import { XProgram } from '../support/x-program.js';

/* Whether somebody is there, from the input devices of a real X server. */

let desktop: Desktop;
let idle: TellingIdle;
let news = 0;

async function open(options: Parameters<typeof openDesktop>[0] = {}): Promise<void> {
  desktop = await openDesktop({ keyring: false, windowManager: false, ...options });
  process.env['XAUTHORITY'] = desktop.authority;
  idle = xInputIdle(desktop.display, systemClock(), () => (news += 1));
}

beforeEach(() => open());
afterEach(async () => {
  delete process.env['XAUTHORITY'];
  await desktop.close();
});

const idleMs = (): number => idle.idleMs() ?? Number.NaN;

async function connected(): Promise<void> {
  await expect.poll(() => idle.name).toBe('X11');
}

/** A busy computer takes time to read the server's count, so the time is asked for before and after it. */
async function expectAsTheServerCounts(): Promise<void> {
  const before = idleMs();
  const counted = await desktop.idleMilliseconds();
  const after = idleMs();
  expect(counted).toBeGreaterThan(before - 60);
  expect(counted).toBeLessThan(after + 60);
}

test('a program that resets the server’s idle count is not activity', async () => {
  await connected();
  await desktop.input.key('shift');
  await sleep(700);
  const program = await XProgram.open(desktop.display);
  for (let time = 0; time < 5; time += 1) {
    program.resetScreenSaver();
    await sleep(200);
  }
  // The server itself counts it as activity. A busy computer takes time to read its count.
  const counted = await desktop.idleMilliseconds();
  expect(idleMs()).toBeGreaterThan(1_600);
  expect(counted).toBeLessThan(idleMs() - 1_000);
  program.close();
});

test.each([
  ['a key', () => desktop.input.key('a')],
  ['a movement', () => desktop.input.moveMouse(40, 50)],
  ['a click', () => desktop.input.click(41, 51)],
])('%s is activity, with its time to the millisecond', async (_what, act) => {
  await connected();
  await sleep(600);
  expect(idleMs()).toBeGreaterThan(550);
  await act();
  await sleep(400);
  // If a program moves the pointer, its position is asked for at each look.
  idleMs();
  await sleep(50);
  await expectAsTheServerCounts();
});

test('a pointer that a program moved is news; a resting pointer is not', async () => {
  await connected();
  await sleep(300);
  idleMs();
  await sleep(100);
  const before = news;
  await desktop.input.moveMouse(77, 78);
  idleMs();
  await expect.poll(() => news).toBe(before + 1);
  idleMs();
  await sleep(100);
  expect(news).toBe(before + 1);
});

test('earlier mouse input does not make a program’s reset count as activity', async () => {
  await connected();
  await run('xdotool', ['mousemove_relative', '5', '5'], { env: desktop.env });
  await sleep(1_000);
  const program = await XProgram.open(desktop.display);
  program.resetScreenSaver();
  await expect.poll(() => desktop.idleMilliseconds()).toBeLessThan(500);
  idleMs();
  await sleep(100);
  expect(idleMs()).toBeGreaterThan(950);
  program.close();
});

test('input that is heard late counts from its real time', async () => {
  await connected();
  execFileSync('xdotool', ['key', 'a'], { env: desktop.env });
  // The app is blocked, and hears of the key only afterwards.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_500);
  await sleep(500);
  expect(idleMs()).toBeGreaterThan(1_900);
});

test('continuous input is reported to its end', async () => {
  await connected();
  for (let step = 0; step < 40; step += 1) await desktop.input.moveMouse(10 + step, 20);
  await sleep(450);
  idleMs();
  await sleep(50);
  await expectAsTheServerCounts();
});

test('earlier input is known from the server’s idle count', async () => {
  await desktop.input.key('a');
  await sleep(900);
  idle = xInputIdle(desktop.display, systemClock(), () => (news += 1));
  await connected();
  expect(idleMs()).toBeGreaterThan(850);
});

test('a server without an idle count, and a closed one, give no time', async () => {
  await desktop.close();
  await expect.poll(() => idle.idleMs()).toBeNull();
  await open({ screen: xScreen({ windowManager: null, tellsIdle: false }) });
  await sleep(1_000);
  expect([idle.name, idle.idleMs()]).toEqual([null, null]);
});
