import type { Clipboard, ClipboardItem } from 'electron';
import type { ImmediateClipboard } from '../../../../src/main/host/process/electron-differences.js';

/*
 * Electron's clipboard in the shapes that it has: since 44 with a second board on Linux and without one
 * elsewhere, and until 43. The first is held to the typings of the pinned Electron.
 */

/** What somebody, or a page, has put onto one board. */
export interface FakeBoardContent {
  readonly types: readonly string[];
  readonly text: string;
}

export const EMPTY: FakeBoardContent = { types: [], text: '' };

export const textContent = (text: string): FakeBoardContent => ({ types: ['text/plain'], text });

type Promised = Pick<Clipboard, 'clear' | 'has' | 'read' | 'readText' | 'write' | 'writeText'>;

/** One board since Electron 44: everything but `clear` answers later. */
class PromisedBoard {
  content = EMPTY;
  /** What the system answers, when it does not do what it is asked for. */
  fault: Error | null = null;
  readonly calls: string[] = [];

  readonly api = {
    clear: () => {
      this.calls.push('clear');
      this.content = EMPTY;
    },
    has: (mimetype) => Promise.resolve(this.content.types.includes(mimetype)),
    read: () => {
      this.calls.push('read');
      if (this.fault !== null) return Promise.reject(this.fault);
      // One entry, whatever there is, also for nothing.
      const item: Pick<ClipboardItem, 'types'> = { types: [...this.content.types] };
      return Promise.resolve([item as ClipboardItem]);
    },
    readText: () => {
      this.calls.push('readText');
      return this.fault === null ? Promise.resolve(this.content.text) : Promise.reject(this.fault);
    },
    write: () => Promise.reject(new Error('not used')),
    writeText: (text) => {
      this.content = textContent(text);
      return Promise.resolve();
    },
  } satisfies Promised;
}

export interface FakeClipboard<Api> {
  readonly api: Api;
  /** What other programs and pages see, and change. */
  readonly main: { content: FakeBoardContent; fault: Error | null };
  readonly selected: { content: FakeBoardContent; fault: Error | null };
}

/** As Electron 45 has it on Windows and macOS: without the property `selection`. */
export function clipboard45(): FakeClipboard<Promised> {
  const main = new PromisedBoard();
  return { api: main.api, main, selected: new PromisedBoard() };
}

/** As Electron 45 has it on Linux. */
export function clipboard45OnLinux(): FakeClipboard<Promised & { selection: Promised }> {
  const main = new PromisedBoard();
  const selected = new PromisedBoard();
  return { api: { ...main.api, selection: selected.api }, main, selected };
}

/** As Electron 33 has it: each call names its board, and answers at once. */
export function clipboard33(): FakeClipboard<ImmediateClipboard> {
  const boards = {
    clipboard: { content: EMPTY, fault: null as Error | null },
    selection: { content: EMPTY, fault: null as Error | null },
  };
  const contentOf = (name: 'clipboard' | 'selection'): FakeBoardContent => {
    const { content, fault } = boards[name];
    if (fault !== null) throw fault;
    return content;
  };
  return {
    api: {
      availableFormats: (board = 'clipboard') => [...contentOf(board).types],
      readText: (board = 'clipboard') => contentOf(board).text,
      writeText: (text) => {
        boards.clipboard.content = textContent(text);
      },
      clear: (board = 'clipboard') => {
        boards[board].content = EMPTY;
      },
    },
    main: boards.clipboard,
    selected: boards.selection,
  };
}
