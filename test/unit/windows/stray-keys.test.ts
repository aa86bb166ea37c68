import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepStrayKeysOut } from '../../../src/main/windows/input/stray-keys.js';

/** A fake window with keys and visibility only. */
class FakeWindow extends EventEmitter {
  readonly webContents = new EventEmitter();
  visible = true;

  isVisible = (): boolean => this.visible;
  isDestroyed = (): boolean => false;
  hide = (): void => void (this.visible = false);
  showInactive = (): void => void (this.visible = true);

  /** @returns whether the window's page gets the key */
  key(): boolean {
    let prevented = false;
    this.webContents.emit('before-input-event', { preventDefault: () => (prevented = true) });
    return !prevented;
  }

  press(): void {
    this.webContents.emit('input-event', {}, { type: 'mouseDown' });
  }
}

let window: FakeWindow;
let strays: number;

beforeEach(() => {
  vi.useFakeTimers();
  window = new FakeWindow();
  strays = 0;
  keepStrayKeysOut(window as unknown as BrowserWindow, () => (strays += 1));
});
afterEach(() => void vi.useRealTimers());

describe('a warning that comes between somebody and another program', () => {
  it('takes no key that the person types, and gives the keyboard back', () => {
    vi.advanceTimersByTime(20_000);
    window.emit('focus');
    vi.advanceTimersByTime(300);
    expect(window.key()).toBe(false);
    expect(window.visible).toBe(false);
    expect(strays).toBe(1);
  });

  it('is shown again after a moment, and then still takes no key', () => {
    window.emit('focus');
    window.key();
    vi.advanceTimersByTime(4_900);
    expect(window.visible).toBe(false);
    vi.advanceTimersByTime(200);
    expect(window.visible).toBe(true);
    window.emit('focus');
    vi.advanceTimersByTime(400);
    expect(window.key()).toBe(false);
    expect(window.visible).toBe(false);
  });

  it('takes keys once the keyboard has rested', () => {
    window.emit('focus');
    vi.advanceTimersByTime(1_600);
    expect([window.key(), window.key()]).toEqual([true, true]);
    expect([strays, window.visible]).toEqual([0, true]);
  });

  it('takes keys once somebody has clicked into it', () => {
    window.emit('focus');
    window.press();
    expect(window.key()).toBe(true);
    expect(strays).toBe(0);
  });
});
