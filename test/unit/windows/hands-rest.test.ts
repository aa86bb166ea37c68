import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilHandsRest } from '../../../src/main/windows/input/hands-rest.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => vi.useRealTimers());

it('does not wait for somebody who is away already', async () => {
  await untilHandsRest(() => 60_000);
});

it('waits for somebody who types until they pause', async () => {
  const readings = [100, 300, 0, 400, 1_600];
  const read = vi.fn(() => readings.shift() ?? 0);
  await untilHandsRest(read);
  expect(read).toHaveBeenCalledTimes(5);
});

it('does not wait without end for a computer that never rests', async () => {
  const read = vi.fn(() => {
    vi.advanceTimersByTime(10_000);
    return 0;
  });
  await untilHandsRest(read);
  expect(read).toHaveBeenCalledTimes(3);
});

it('does not wait for a computer without an idle source', async () => {
  await untilHandsRest(() => {
    throw new Error('No source.');
  });
});
