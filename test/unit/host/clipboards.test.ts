import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  electronClipboard,
  type ImmediateClipboard,
  type PromisedClipboard,
} from '../../../src/main/host/process/electron-differences.js';
import { type AskOther, systemClipboards } from '../../../src/main/host/desktop/clipboards.js';
import { ClipboardWatch } from '../../../src/main/guarded/clipboard/clipboard-watch.js';
import {
  clipboard33,
  clipboard45,
  clipboard45OnLinux,
  EMPTY,
  type FakeClipboard,
  textContent,
} from '../../support/fakes/electron/clipboard.js';

/*
 * The clipboard guard on each form of Electron's clipboard API. Releases run on Electron 45, also on
 * Windows and macOS, and neither can run here.
 */

const NOBODY: AskOther = () => Promise.resolve(null);

interface Shape {
  readonly of: string;
  readonly platform: NodeJS.Platform;
  readonly make: () => FakeClipboard<PromisedClipboard | ImmediateClipboard>;
  readonly hasSelection: boolean;
}

const SHAPES: readonly Shape[] = [
  { of: 'Electron 45 on Windows', platform: 'win32', make: clipboard45, hasSelection: false },
  { of: 'Electron 45 on macOS', platform: 'darwin', make: clipboard45, hasSelection: false },
  { of: 'Electron 45 on Linux', platform: 'linux', make: clipboard45OnLinux, hasSelection: true },
  { of: 'Electron 33 on Linux', platform: 'linux', make: clipboard33, hasSelection: true },
  { of: 'Electron 33 on Windows', platform: 'win32', make: clipboard33, hasSelection: false },
];

const warnings = vi.spyOn(process, 'emitWarning');
beforeEach(() => {
  warnings.mockReset().mockReturnValue(undefined);
});
afterAll(() => warnings.mockRestore());

describe.each(SHAPES)('the clipboard guard with $of', ({ platform, make, hasSelection }) => {
  function start() {
    const fake = make();
    const clipboards = systemClipboards(electronClipboard(fake.api, platform), NOBODY);
    return { fake, clipboards, watch: new ClipboardWatch(clipboards.boards) };
  }

  /** A guarded window has the focus, and somebody copies something in it. */
  async function copied() {
    const started = start();
    started.watch.focused();
    await settle();
    started.fake.main.content = textContent('blood results');
    return started;
  }

  it(`has ${hasSelection ? 'two boards' : 'one board'}`, () => {
    const { clipboards } = start();
    expect(clipboards.boards.map(({ isSelection }) => isSelection)).toEqual(
      hasSelection ? [false, true] : [false],
    );
  });

  it('takes what was copied when the window loses the focus', async () => {
    const { fake, watch } = await copied();
    expect(await watch.blurred(false)).toBe(true);
    expect(fake.main.content).toEqual(EMPTY);
    expect(warnings).not.toHaveBeenCalled();
  });

  it('takes it at the end of the session, where it was allowed out', async () => {
    const { fake, watch } = await copied();
    expect(await watch.blurred(true)).toBe(false);
    expect(fake.main.content).toEqual(textContent('blood results'));
    await watch.clear();
    expect(fake.main.content).toEqual(EMPTY);
  });

  it('leaves what was copied elsewhere', async () => {
    const { fake, watch } = start();
    fake.main.content = textContent('from a letter');
    watch.focused();
    await settle();
    expect(await watch.blurred(false)).toBe(false);
    await watch.clear();
    expect(fake.main.content).toEqual(textContent('from a letter'));
  });

  it('puts a text there', async () => {
    const { fake, clipboards } = start();
    await clipboards.copyText('a draft');
    expect(fake.main.content).toEqual(textContent('a draft'));
  });

  it('clears what it cannot read, and the list of errors says why', async () => {
    const { fake, watch } = await copied();
    fake.main.fault = new Error('The clipboard is held by another program.');
    expect(await watch.blurred(false)).toBe(true);
    fake.main.fault = null;
    expect(fake.main.content).toEqual(EMPTY);
    expect(warnings).toHaveBeenCalledWith(
      expect.objectContaining({ message: 'The clipboard is held by another program.' }),
    );
  });

  it('clears at the end what it could not read before', async () => {
    const { fake, watch } = await copied();
    fake.main.fault = new Error('The clipboard is held by another program.');
    await watch.blurred(true);
    fake.main.fault = null;
    await watch.clear();
    expect(fake.main.content).toEqual(EMPTY);
  });

  it('reports no failure when it cannot clear either', async () => {
    const { watch, clipboards, fake } = await copied();
    fake.main.fault = new Error('No clipboard.');
    for (const board of clipboards.boards)
      Object.assign(board, {
        clear: () => {
          throw new Error('No clearing.');
        },
      });
    expect(await watch.blurred(false)).toBe(true);
    expect(warnings).toHaveBeenCalledWith(expect.objectContaining({ message: 'No clearing.' }));
  });
});

it.each(SHAPES.filter(({ hasSelection }) => hasSelection))(
  'a mere selection is cleared too with $of',
  async ({ platform, make }) => {
    const fake = make();
    const { boards } = systemClipboards(electronClipboard(fake.api, platform), NOBODY);
    const watch = new ClipboardWatch(boards);
    watch.focused();
    await settle();
    fake.selected.content = textContent('blood results');
    await watch.blurred(false);
    expect(fake.selected.content).toEqual(EMPTY);
  },
);

it('the text last searched for on macOS does not count as clipboard content', async () => {
  const { api, main } = clipboard45();
  main.content = { types: ['electron application/findtext'], text: '' };
  const [board] = systemClipboards(electronClipboard(api, 'darwin'), NOBODY).boards;
  expect(await board?.read()).toEqual({ digest: '', isForeign: false });
});

it('the other program that owns the clipboard is asked before Electron, which would wait for it', async () => {
  const { api, main } = clipboard45OnLinux();
  main.fault = new Error('Electron must not be asked.');
  const silent: AskOther = () => Promise.resolve('silent');
  const [first] = systemClipboards(electronClipboard(api, 'linux'), silent).boards;
  expect(await first?.read()).toBe('unknown');
  const says: AskOther = () => Promise.resolve({ kinds: ['UTF8_STRING'], text: 'a letter' });
  const [second] = systemClipboards(electronClipboard(api, 'linux'), says).boards;
  expect(await second?.read()).toMatchObject({ isForeign: true });
});

/** Waits until the guard has read the clipboard, as it does when a window gets the focus. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
