import { createHash } from 'node:crypto';
import type { Clipboards } from '../../ports/index.js';
import type {
  BoardName,
  BoardReading,
  ElectronClipboard,
} from '../process/electron-differences.js';

/**
 * Asks another program what it has, where that is a question to it.
 * @returns `null` when Electron can say it without waiting for another program; `silent` when the
 *   program that has something there does not answer. Never rejects, and has a bound of its own.
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

/** By the text, where there is one: the same can be copied in many formats. */
function digest({ kinds, text }: BoardReading): string {
  if (kinds.length === 0) return '';
  const content = text === '' ? JSON.stringify(kinds) : text;
  return createHash('sha256').update(content).digest('base64');
}
