import { createHash } from 'node:crypto';
import { type Clipboard, clipboard } from 'electron';
import type { ClipboardContent, OtherClipboards } from '../../ports.js';

/** What a board holds; `unknown` when the program that has it does not say. */
export type BoardContent =
  | {
      /** Tells two contents apart without keeping them; empty for nothing. */
      readonly digest: string;
      /** Whether another program has it, as far as that can be told. */
      readonly isForeign: boolean;
    }
  | 'unknown';

/** One place that copied things are in. */
export interface ClipboardBoard {
  /** Whether only copying fills it, or selecting does so already. */
  readonly isSelection: boolean;
  read(): Promise<BoardContent>;
  clear(): void;
}

/** The clipboard of the development runtime: it answers at once, and names its boards in each call. */
interface OlderClipboard {
  availableFormats(board: string): string[];
  readText(board: string): string;
  clear(board: string): void;
}

/** By the text, where there is one: the same can be copied in many formats. */
function digest({ kinds, text }: ClipboardContent): string {
  if (kinds.length === 0) return '';
  const content = text === '' ? JSON.stringify(kinds) : text;
  return createHash('sha256').update(content).digest('base64');
}

/** A clipboard as Electron reads it. */
interface Board {
  readonly name: 'clipboard' | 'selection';
  /** Waits for the program that has something there, and stops everything else meanwhile. */
  readonly read: () => ClipboardContent | Promise<ClipboardContent>;
  readonly clear: () => void;
}

function newerBoard(name: Board['name'], board: Clipboard): Board {
  return {
    name,
    read: async () => {
      const items = await board.read();
      const kinds = items.flatMap(({ types }) => types);
      return { kinds, text: kinds.includes('text/plain') ? await board.readText() : '' };
    },
    clear: () => board.clear(),
  };
}

function olderBoard(name: Board['name']): Board {
  const board = clipboard as unknown as OlderClipboard;
  return {
    name,
    read: () => ({ kinds: board.availableFormats(name), text: board.readText(name) }),
    clear: () => board.clear(name),
  };
}

function electronBoards(): readonly Board[] {
  const hasSelection = process.platform === 'linux';
  if ('selection' in clipboard)
    return [
      newerBoard('clipboard', clipboard),
      ...(hasSelection ? [newerBoard('selection', clipboard.selection)] : []),
    ];
  return [olderBoard('clipboard'), ...(hasSelection ? [olderBoard('selection')] : [])];
}

/**
 * The computer's clipboards. X11 has a second one: what is merely selected can be pasted elsewhere
 * with the middle button.
 */
export function clipboardBoards(others: OtherClipboards): readonly ClipboardBoard[] {
  return electronBoards().map(({ name, read, clear }) => ({
    isSelection: name === 'selection',
    read: async () => {
      const foreign = await others.read(name);
      if (foreign === 'silent') return 'unknown';
      return { digest: digest(foreign ?? (await read())), isForeign: foreign !== null };
    },
    clear,
  }));
}

/** Puts a text onto the clipboard. */
export function copyText(text: string): void {
  void Promise.resolve(clipboard.writeText(text)).catch((error: unknown) =>
    process.emitWarning(String(error)),
  );
}
