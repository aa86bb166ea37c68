import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BoardContent, ClipboardBoard } from '../../../src/main/ports/index.js';
import { ClipboardWatch } from '../../../src/main/guarded/clipboard/clipboard-watch.js';

/** A clipboard whose content is its own digest. */
class FakeBoard implements ClipboardBoard {
  content = '';
  isForeign = false;

  constructor(readonly isSelection: boolean) {}

  read(): Promise<BoardContent> {
    return Promise.resolve({ digest: this.content, isForeign: this.isForeign });
  }

  clear(): void {
    this.content = '';
  }
}

function watch(): { clipboard: FakeBoard; selection: FakeBoard; watched: ClipboardWatch } {
  const clipboard = new FakeBoard(false);
  const selection = new FakeBoard(true);
  return { clipboard, selection, watched: new ClipboardWatch([clipboard, selection]) };
}

/** A guarded window gets the focus, and somebody copies something in it. */
async function copyWithFocus(watched: ClipboardWatch, board: FakeBoard): Promise<void> {
  watched.focused();
  await Promise.resolve();
  board.content = 'blood results';
}

describe('what is copied in a guarded window', () => {
  it('is cleared when the window loses the focus', async () => {
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    expect(await watched.blurred(false)).toBe(true);
    expect(clipboard.content).toBe('');
  });

  it('stays where the app allows it, until the session ends', async () => {
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    expect(await watched.blurred(true)).toBe(false);
    expect(clipboard.content).toBe('blood results');
    await watched.clear();
    expect(clipboard.content).toBe('');
  });

  it('is cleared at an end of the session while the window has the focus', async () => {
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    await watched.clear();
    expect(clipboard.content).toBe('');
  });

  it('is cleared from the selection too, without a message', async () => {
    const { selection, watched } = watch();
    watched.focused();
    await Promise.resolve();
    selection.content = 'selected on the page';
    expect(await watched.blurred(false)).toBe(false);
    expect(selection.content).toBe('');
  });
});

describe('a page that copies on without the focus', () => {
  afterEach(() => vi.useRealTimers());

  it('is cleared again and again, and what somebody copies elsewhere stays', async () => {
    vi.useFakeTimers();
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    await watched.blurred(false);
    clipboard.content = 'blood results';
    await vi.advanceTimersByTimeAsync(300);
    expect(clipboard.content).toBe('');
    clipboard.content = 'from a letter';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(clipboard.content).toBe('from a letter');
  });

  it('is left alone when a guarded window has the focus again', async () => {
    vi.useFakeTimers();
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    await watched.blurred(false);
    watched.focused();
    clipboard.content = 'blood results';
    await vi.advanceTimersByTimeAsync(10_000);
    expect(clipboard.content).toBe('blood results');
  });
});

describe('what was copied elsewhere', () => {
  it('is left alone when a guarded window loses the focus', async () => {
    const { clipboard, watched } = watch();
    clipboard.content = 'from a letter';
    watched.focused();
    expect(await watched.blurred(false)).toBe(false);
    expect(clipboard.content).toBe('from a letter');
  });

  it('is left alone at the end, also where it replaced something from a guarded window', async () => {
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    await watched.blurred(true);
    clipboard.content = 'from a letter';
    await watched.clear();
    expect(clipboard.content).toBe('from a letter');
  });

  it('that somebody emptied does not count as copied in a guarded window', async () => {
    const { clipboard, watched } = watch();
    clipboard.content = 'from a letter';
    watched.focused();
    await Promise.resolve();
    clipboard.content = '';
    expect(await watched.blurred(false)).toBe(false);
  });

  it('is left alone when a window that never had the focus loses it', async () => {
    const { clipboard, watched } = watch();
    clipboard.content = 'from a letter';
    expect(await watched.blurred(false)).toBe(false);
    expect(clipboard.content).toBe('from a letter');
  });
});

describe('a clipboard that does not say what is in it', () => {
  it('does not count as changed when a guarded window loses the focus', async () => {
    const { clipboard, watched } = watch();
    clipboard.content = 'from a letter';
    watched.focused();
    await Promise.resolve();
    clipboard.read = () => Promise.resolve('unknown');
    expect(await watched.blurred(false)).toBe(false);
    expect(clipboard.content).toBe('from a letter');
  });

  it.each([
    { who: 'another program', isForeign: true, left: 'a text' },
    { who: 'a page', isForeign: false, left: '' },
  ])(
    'when the window got the focus, and now has something of $who',
    async ({ isForeign, left }) => {
      const { clipboard, watched } = watch();
      const read = clipboard.read.bind(clipboard);
      clipboard.read = () => Promise.resolve('unknown');
      watched.focused();
      await Promise.resolve();
      clipboard.read = read;
      clipboard.content = 'a text';
      clipboard.isForeign = isForeign;
      expect(await watched.blurred(false)).toBe(!isForeign);
      expect(clipboard.content).toBe(left);
    },
  );

  it('is not cleared at the end', async () => {
    const { clipboard, watched } = watch();
    await copyWithFocus(watched, clipboard);
    await watched.blurred(true);
    clipboard.content = 'from a letter';
    clipboard.read = () => Promise.resolve('unknown');
    await watched.clear();
    expect(clipboard.content).toBe('from a letter');
  });
});
