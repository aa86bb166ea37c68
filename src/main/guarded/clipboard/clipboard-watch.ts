import type { BoardContent, ClipboardBoard } from '../../ports/index.js';
import { orWarn } from '../../ports/or-else.js';

/**
 * How long a board is watched after it was cleared, in milliseconds, each time anew: Chromium lets a page
 * copy without the focus for 5 s after a click (HTML, transient activation).
 */
const COPIES_ON_MS = 6_000;
const LOOK_AGAIN_MS = 250;

/** What was read of a board; `failed` when the clipboard itself does not work. */
type Reading = BoardContent | 'failed';

/**
 * Knows what was copied in guarded windows, and clears it. A window reports when it gets and loses the
 * focus: what changed in between came from its pages, in whatever way. A clipboard that cannot be read is
 * cleared: then a copy from elsewhere is lost, but nothing gets out.
 */
export class ClipboardWatch {
  readonly #boards: readonly ClipboardBoard[];
  #before: Promise<ReadonlyMap<ClipboardBoard, Reading>> | null = null;
  /** The digest of what was copied; `null` where it could not be read, and may be anything. */
  readonly #copied = new Map<ClipboardBoard, string | null>();

  constructor(boards: readonly ClipboardBoard[]) {
    this.#boards = boards;
  }

  /** A guarded window got the focus. */
  focused(): void {
    this.#before = this.#readAll();
  }

  /**
   * A guarded window lost the focus.
   * @param mayLeave whether what was copied in it may be pasted elsewhere
   * @returns whether something was taken back that a person copied
   */
  async blurred(mayLeave: boolean): Promise<boolean> {
    const read = this.#before;
    this.#before = null;
    const before = await read;
    if (before === null) return false;
    let taken = false;
    for (const [board, now] of await this.#readAll()) {
      if (!wasCopied(now, before.get(board))) continue;
      const digest = now === 'failed' ? null : now.digest;
      if (mayLeave) this.#copied.set(board, digest);
      else {
        clear(board);
        taken ||= !board.isSelection;
        this.#takeAgain(board, digest, COPIES_ON_MS);
      }
    }
    return taken;
  }

  /** Clears again and again: a page may copy the same on and on. */
  #takeAgain(board: ClipboardBoard, taken: string | null, leftMs: number): void {
    if (leftMs <= 0) return;
    setTimeout(() => {
      // A guarded window has the focus again: there it may be pasted.
      if (this.#before !== null) return;
      void contentOf(board).then((now) => {
        if (this.#before !== null) return;
        const isBack = isTheSame(now, taken);
        if (isBack) clear(board);
        this.#takeAgain(board, taken, isBack ? COPIES_ON_MS : leftMs - LOOK_AGAIN_MS);
      });
    }, LOOK_AGAIN_MS).unref();
  }

  /** The session is over: clears what came from it and is still there. */
  async clear(): Promise<void> {
    await this.blurred(true);
    for (const [board, now] of await this.#readAll()) {
      const copied = this.#copied.get(board);
      if (copied !== undefined && isTheSame(now, copied)) clear(board);
    }
    this.#copied.clear();
  }

  async #readAll(): Promise<ReadonlyMap<ClipboardBoard, Reading>> {
    const readings = this.#boards.map(async (board) => [board, await contentOf(board)] as const);
    return new Map(await Promise.all(readings));
  }
}

function contentOf(board: ClipboardBoard): Promise<Reading> {
  return board.read().catch((error: unknown) => {
    process.emitWarning(error instanceof Error ? error : String(error));
    return 'failed';
  });
}

function clear(board: ClipboardBoard): void {
  orWarn(() => board.clear());
}

/** Whether a board still holds what was taken from it, or may hold it. */
function isTheSame(now: Reading, taken: string | null): boolean {
  if (now === 'failed') return true;
  return now !== 'unknown' && now.digest !== '' && (now.digest === taken || taken === null);
}

/** Whether the content came, or may have come, while a guarded window had the focus. */
function wasCopied(now: Reading, before: Reading = 'unknown'): now is Exclude<Reading, 'unknown'> {
  if (now === 'failed') return true;
  if (now === 'unknown' || now.digest === '') return false;
  // What could not be read before may have been anything. A program that was silent before may answer now.
  if (before === 'failed') return true;
  return before === 'unknown' ? !now.isForeign : now.digest !== before.digest;
}
