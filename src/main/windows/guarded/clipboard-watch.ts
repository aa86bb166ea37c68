import type { BoardContent, ClipboardBoard } from './clipboard-boards.js';

/**
 * For how long it is looked for once more, in milliseconds, each time it was there: Chromium lets a page
 * copy for 5 s after a click without the focus (HTML, transient activation).
 */
const COPIES_ON_MS = 6_000;
const LOOK_AGAIN_MS = 250;

/**
 * Knows what was copied out of guarded windows, and takes it back. A window reports when it gets and
 * loses the focus: what changed in between came from its pages, whichever way they did it.
 */
export class ClipboardWatch {
  readonly #boards: readonly ClipboardBoard[];
  #before: Promise<ReadonlyMap<ClipboardBoard, BoardContent>> | null = null;
  readonly #copied = new Map<ClipboardBoard, string>();

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
      if (mayLeave) this.#copied.set(board, now.digest);
      else {
        board.clear();
        taken ||= !board.isSelection;
        this.#takeAgain(board, now.digest, COPIES_ON_MS);
      }
    }
    return taken;
  }

  /** A page that copies the same on and on gets it out no more than one that copies once. */
  #takeAgain(board: ClipboardBoard, taken: string, leftMs: number): void {
    if (leftMs <= 0) return;
    setTimeout(() => {
      // A guarded window has the focus again: there it may be pasted.
      if (this.#before !== null) return;
      void contentOf(board).then((now) => {
        if (this.#before !== null) return;
        const isBack = now !== 'unknown' && now.digest === taken;
        if (isBack) board.clear();
        this.#takeAgain(board, taken, isBack ? COPIES_ON_MS : leftMs - LOOK_AGAIN_MS);
      });
    }, LOOK_AGAIN_MS).unref();
  }

  /** The session is over: what came from it and is still there goes. */
  async clear(): Promise<void> {
    await this.blurred(true);
    for (const [board, now] of await this.#readAll())
      if (now !== 'unknown' && now.digest === this.#copied.get(board)) board.clear();
    this.#copied.clear();
  }

  async #readAll(): Promise<ReadonlyMap<ClipboardBoard, BoardContent>> {
    const readings = this.#boards.map(async (board) => [board, await contentOf(board)] as const);
    return new Map(await Promise.all(readings));
  }
}

async function contentOf(board: ClipboardBoard): Promise<BoardContent> {
  return board.read().catch(() => 'unknown');
}

/** Whether it came while a guarded window had the focus. */
function wasCopied(
  now: BoardContent,
  before: BoardContent = 'unknown',
): now is Exclude<BoardContent, 'unknown'> {
  if (now === 'unknown' || now.digest === '') return false;
  // What another program did not say before, it may say now.
  return before === 'unknown' ? !now.isForeign : now.digest !== before.digest;
}
