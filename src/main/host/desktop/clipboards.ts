import { createHash } from 'node:crypto';
import type { Clipboards } from '../../ports/index.js';
import type {
  BoardName,
  BoardReading,
  ElectronClipboard,
} from '../process/electron-differences.js';

/**
 * Asks another program for its content, where the system itself does not keep what was copied.
 * @returns `null` when Electron can read it without waiting for another program; `silent` when the program
 *   that has the content does not answer. Never rejects, and has a time limit of its own.
 */
export type AskOther = (board: BoardName) => Promise<BoardReading | 'silent' | null>;

/**
 * The computer's clipboards. X11 and Wayland have a second one: what is merely selected can be pasted
 * elsewhere with the middle button.
 */
export function systemClipboards(electron: ElectronClipboard, other: AskOther): Clipboards {
  return {
    boards: electron.boards.map((board) => ({
      isSelection: board.name === 'selection',
      read: async () => {
        const foreign = await other(board.name);
        if (foreign === 'silent') return 'unknown';
        return { digest: digest(foreign ?? (await board.read())), isForeign: foreign !== null };
      },
      clear: () => board.clear(),
    })),
    copyText: (text) => electron.copyText(text),
  };
}

/** Taken from the text, if there is one: the same text can be copied in many formats. */
function digest({ kinds, text }: BoardReading): string {
  if (kinds.length === 0) return '';
  const content = text === '' ? JSON.stringify(kinds) : text;
  return createHash('sha256').update(content).digest('base64');
}
