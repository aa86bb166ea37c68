import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  LEFT_AFTER_MS,
  LEFT_BEHIND_AFTER_MS,
  whenLeft,
} from '../../../src/renderer/ui/hooks/when-left.js';

let page: EventTarget;
let hasFocus: boolean;
let times: number;
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  hasFocus = true;
  times = 0;
  vi.stubGlobal('window', page);
  vi.stubGlobal('document', { hasFocus: () => hasFocus });
  stop = whenLeft(() => (times += 1));
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('a window that nobody uses', () => {
  it('counts as left after a minute, once', () => {
    vi.advanceTimersByTime(LEFT_AFTER_MS - 1);
    expect(times).toBe(0);
    vi.advanceTimersByTime(1);
    expect(times).toBe(1);
    page.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(2 * LEFT_AFTER_MS);
    expect(times).toBe(1);
  });

  it.each(['keydown', 'input', 'pointerdown', 'focus'])(
    'begins to wait again with each %s',
    (use) => {
      vi.advanceTimersByTime(LEFT_AFTER_MS - 1);
      page.dispatchEvent(new Event(use));
      vi.advanceTimersByTime(LEFT_AFTER_MS - 1);
      expect(times).toBe(0);
      vi.advanceTimersByTime(1);
      expect(times).toBe(1);
    },
  );

  it('counts as left sooner behind another window', () => {
    hasFocus = false;
    page.dispatchEvent(new Event('blur'));
    vi.advanceTimersByTime(LEFT_BEHIND_AFTER_MS);
    expect(times).toBe(1);
  });

  it('is not waited for any more after the stop', () => {
    stop();
    page.dispatchEvent(new Event('keydown'));
    vi.advanceTimersByTime(2 * LEFT_AFTER_MS);
    expect(times).toBe(0);
  });
});
