import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Stalls } from '../../../src/main/windows/input/stalls.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Time passes, and main answers nothing meanwhile. */
function block(ms: number): void {
  const now = performance.now.bind(performance);
  const atMs = now() + ms;
  vi.spyOn(performance, 'now').mockImplementation(() => Math.max(atMs, now()));
}

it('keys of somebody who types have not waited', () => {
  const stalls = new Stalls();
  for (let key = 0; key < 50; key += 1) {
    expect(stalls.key()).toBe(false);
    vi.advanceTimersByTime(key % 2 === 0 ? 65 : 900);
  }
});

it('keys that come after main was busy may have waited, until they are all here', () => {
  const stalls = new Stalls();
  stalls.key();
  vi.advanceTimersByTime(300);
  block(400);
  expect([stalls.key(), stalls.key()]).toEqual([true, true]);
});

it('also when the late look comes before them', () => {
  const stalls = new Stalls();
  stalls.key();
  vi.advanceTimersByTime(320);
  block(400);
  vi.advanceTimersByTime(30);
  expect(stalls.key()).toBe(true);
});

it('ends: what is typed later counts again', () => {
  const stalls = new Stalls();
  stalls.key();
  block(400);
  expect(stalls.key()).toBe(true);
  vi.restoreAllMocks();
  vi.advanceTimersByTime(1_000);
  expect(stalls.key()).toBe(false);
});

it('wakes nobody where nobody types', () => {
  const stalls = new Stalls();
  expect(vi.getTimerCount()).toBe(0);
  stalls.key();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(11_000);
  expect(vi.getTimerCount()).toBe(0);
  // The time without looks is no stall.
  vi.advanceTimersByTime(60_000);
  expect(stalls.key()).toBe(false);
});
