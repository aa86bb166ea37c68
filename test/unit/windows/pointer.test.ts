import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Linger } from '../../../src/main/windows/linger.js';
import { PersonInput } from '../../../src/main/windows/input/person-input.js';
import { FakePointedWindow, FakeScreen } from '../../support/fakes/electron/pointer.js';

/** The command-line switch of Chromium for the display platform. */
const display = vi.hoisted(() => ({ platform: 'x11', screen: {} }));
vi.mock('electron', () => ({
  app: { commandLine: { getSwitchValue: () => display.platform } },
  get screen() {
    return display.screen;
  },
}));

/** After this time a desktop has placed a new window. */
const SETTLED_MS = 600;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  display.platform = 'x11';
});

describe('the warning waits for the mouse', () => {
  function start(wayland: boolean) {
    const screen = new FakeScreen();
    screen.pointer = wayland ? null : { x: 900, y: 600 };
    const window = new FakePointedWindow();
    display.screen = screen.api;
    const linger = new Linger();
    const close = vi.fn();
    linger.start([window.api], close);
    return { screen, window, linger, close };
  }

  it.each([true, false])('2 s if the mouse does not come (Wayland: %s)', (wayland) => {
    const { close, linger } = start(wayland);
    vi.advanceTimersByTime(1_900);
    expect(close).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(close).toHaveBeenCalledOnce();
    expect(linger.lasts).toBe(false);
  });

  it('while it is on the window, by the position on the screen', () => {
    const { screen, close } = start(false);
    screen.pointer = { x: 100, y: 100 };
    vi.advanceTimersByTime(6_000);
    expect(close).not.toHaveBeenCalled();
    screen.pointer = { x: 900, y: 600 };
    vi.advanceTimersByTime(2_100);
    expect(close).toHaveBeenCalledOnce();
  });

  it.each(['mouseEnter', 'mouseMove'] as const)(
    'while it is on the window, by the window’s %s event if the screen position is unknown',
    (type) => {
      const { window, close } = start(true);
      vi.advanceTimersByTime(1_500);
      window.hear(type);
      vi.advanceTimersByTime(6_000);
      expect(close).not.toHaveBeenCalled();
      window.hear('mouseLeave');
      vi.advanceTimersByTime(2_100);
      expect(close).toHaveBeenCalledOnce();
    },
  );

  it('for at most 15 s', () => {
    const { window, close } = start(true);
    window.hear('mouseEnter');
    vi.advanceTimersByTime(15_100);
    expect(close).toHaveBeenCalledOnce();
  });

  it('and no longer when somebody works in another window', () => {
    const { window, close } = start(true);
    window.hear('mouseEnter');
    window.isFocused = true;
    vi.advanceTimersByTime(400);
    window.isFocused = false;
    vi.advanceTimersByTime(400);
    expect(close).toHaveBeenCalledOnce();
  });
});

describe('what counts as a person', () => {
  function listen(pointer: FakeScreen['pointer']) {
    const screen = new FakeScreen();
    screen.pointer = pointer;
    const window = new FakePointedWindow();
    const onInput = vi.fn();
    display.screen = screen.api;
    const person = new PersonInput(onInput);
    person.listen(window.page);
    return { screen, window, onInput, person };
  }

  it.each(['keyDown', 'mouseDown', 'mouseWheel', 'touchStart', 'gestureTap'] as const)(
    '%s counts',
    (type) => {
      const { window, onInput } = listen({ x: 500, y: 500 });
      window.hear(type);
      expect(onInput).toHaveBeenCalledOnce();
    },
  );

  it('a move counts if the screen position changed, and does not if nobody made it', () => {
    const { screen, window, onInput } = listen({ x: 500, y: 500 });
    window.hear('mouseMove');
    expect(onInput).not.toHaveBeenCalled();
    screen.pointer = { x: 501, y: 500 };
    window.hear('mouseMove');
    expect(onInput).toHaveBeenCalledOnce();
  });

  it('under Wayland a move within the window counts, from the second position on', () => {
    const { window, onInput } = listen(null);
    window.hear('mouseEnter', { x: 10, y: 10 });
    window.hear('mouseMove', { x: 10, y: 10 });
    window.hear('mouseMove', { x: 10, y: 10 });
    vi.advanceTimersByTime(SETTLED_MS);
    window.hear('mouseMove', { x: 10, y: 10 });
    expect(onInput).not.toHaveBeenCalled();
    window.hear('mouseMove', { x: 11, y: 10 });
    expect(onInput).toHaveBeenCalledOnce();
  });

  it('under Wayland with Electron 33, which gives no position, a move after the first moment counts', () => {
    const { window, onInput } = listen(null);
    window.hear('mouseMove');
    vi.advanceTimersByTime(SETTLED_MS);
    expect(onInput).not.toHaveBeenCalled();
    window.hear('mouseMove');
    expect(onInput).toHaveBeenCalledOnce();
  });

  it('under Wayland a warning that appears under a resting pointer does not count', () => {
    const { window, onInput, person } = listen(null);
    window.hear('mouseMove', { x: 10, y: 10 });
    vi.advanceTimersByTime(SETTLED_MS);
    person.rememberPointer();
    window.hear('mouseMove', { x: 250, y: 200 });
    vi.advanceTimersByTime(SETTLED_MS);
    expect(onInput).not.toHaveBeenCalled();
    window.hear('mouseMove', { x: 251, y: 200 });
    expect(onInput).toHaveBeenCalledOnce();
  });

  // KWin 5.27 did this at each warning: nobody was ever signed out there.
  it.each([undefined, { x: 250, y: 200 }])(
    'under Wayland three moves from a resting pointer on the warning do not count (%o)',
    (at) => {
      const { window, onInput, person } = listen(null);
      window.hear('mouseMove', at);
      vi.advanceTimersByTime(SETTLED_MS);
      person.rememberPointer();
      for (const afterMs of [10, 5, 70]) {
        vi.advanceTimersByTime(afterMs);
        window.hear('mouseMove', at);
      }
      expect(onInput).not.toHaveBeenCalled();
    },
  );

  // Chromium then reports the position within the window: in the warning it is another one.
  it('under Wayland a position that changes because a window appeared does not count', () => {
    display.platform = 'wayland';
    const { screen, window, onInput, person } = listen({ x: 550, y: 380 });
    window.hear('mouseMove');
    vi.advanceTimersByTime(SETTLED_MS);
    person.rememberPointer();
    screen.pointer = { x: 250, y: 210 };
    window.hear('mouseMove');
    window.hear('mouseMove');
    expect(onInput).not.toHaveBeenCalled();
    vi.advanceTimersByTime(SETTLED_MS);
    window.hear('mouseMove');
    expect(onInput).toHaveBeenCalledOnce();
  });

  it('under Wayland a window that the desktop moves while it appears does not count', () => {
    const { window, onInput } = listen(null);
    window.hear('mouseEnter', { x: 10, y: 10 });
    window.hear('mouseMove', { x: 10, y: 10 });
    vi.advanceTimersByTime(100);
    window.hear('mouseMove', { x: 250, y: 200 });
    expect(onInput).not.toHaveBeenCalled();
  });
});
