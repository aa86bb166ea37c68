import { createHash } from 'node:crypto';
import { type Clipboard, clipboard } from 'electron';

/** One place that copied things are in. */
export interface ClipboardBoard {
  /** Whether only copying fills it, or selecting does so already. */
  readonly isSelection: boolean;
  /** Tells two contents apart without keeping them; empty for nothing. */
  fingerprint(): Promise<string>;
  clear(): void;
}

/** The clipboard of the development runtime: it answers at once, and names its boards in each call. */
interface OlderClipboard {
  availableFormats(board: string): string[];
  readText(board: string): string;
  clear(board: string): void;
}

/** By the text, where there is one: the same can be copied in many formats. */
function digest(kinds: readonly string[], text: string): string {
  if (kinds.length === 0) return '';
  const content = text === '' ? JSON.stringify(kinds) : text;
  return createHash('sha256').update(content).digest('base64');
}

function newerBoard(board: Clipboard, isSelection: boolean): ClipboardBoard {
  return {
    isSelection,
    fingerprint: async () => {
      const items = await board.read();
      const kinds = items.flatMap(({ types }) => types);
      return digest(kinds, kinds.includes('text/plain') ? await board.readText() : '');
    },
    clear: () => board.clear(),
  };
}

function olderBoard(name: 'clipboard' | 'selection'): ClipboardBoard {
  const board = clipboard as unknown as OlderClipboard;
  return {
    isSelection: name === 'selection',
    fingerprint: () => Promise.resolve(digest(board.availableFormats(name), board.readText(name))),
    clear: () => board.clear(name),
  };
}

/**
 * The computer's clipboards. X11 has a second one: what is merely selected can be pasted elsewhere
 * with the middle button.
 */
export function clipboardBoards(): readonly ClipboardBoard[] {
  const hasSelection = process.platform === 'linux';
  if ('selection' in clipboard)
    return [
      newerBoard(clipboard, false),
      ...(hasSelection ? [newerBoard(clipboard.selection, true)] : []),
    ];
  return [olderBoard('clipboard'), ...(hasSelection ? [olderBoard('selection')] : [])];
}

/** Puts a text onto the clipboard. */
export function copyText(text: string): void {
  void Promise.resolve(clipboard.writeText(text)).catch((error: unknown) =>
    process.emitWarning(String(error)),
  );
}
