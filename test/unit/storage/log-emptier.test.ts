import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LogEmptier } from '../../../src/main/storage/log-emptier.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('empties the log once, soon after any number of events', () => {
  let times = 0;
  const emptier = new LogEmptier({ emptyLogIfFree: () => void (times += 1) });
  for (let count = 0; count < 10; count += 1) emptier.soon();
  expect(times).toBe(0);
  vi.advanceTimersByTime(1_000);
  expect(times).toBe(1);
  emptier.soon();
  vi.advanceTimersByTime(1_000);
  expect(times).toBe(2);
});

it('a database that fails costs nothing: the next event tries again', () => {
  let fails = true;
  let times = 0;
  const emptier = new LogEmptier({
    emptyLogIfFree: () => {
      if (fails) throw new Error('the disk is full');
      times += 1;
    },
  });
  emptier.soon();
  vi.advanceTimersByTime(1_000);
  fails = false;
  emptier.soon();
  vi.advanceTimersByTime(1_000);
  expect(times).toBe(1);
});
