import { within } from '../ports/within.js';

/** A window that has not painted for this long hangs, in milliseconds. */
export const HUNG_AFTER_MS = 2_000;

/** Waits until a window has painted a view, by the view's number. */
export class Paints {
  readonly #waiting = new Map<number, () => void>();

  /** @returns whether it was painted within this time, in milliseconds */
  async wait(sequence: number, boundMs: number): Promise<boolean> {
    const painted = new Promise<boolean>((resolve) => {
      this.#waiting.set(sequence, () => resolve(true));
    });
    const was = await within(painted, boundMs, () => false);
    this.#waiting.delete(sequence);
    return was;
  }

  /** The view with this number was painted; earlier views cannot be seen any more. */
  painted(sequence: number): void {
    for (const [waitedFor, done] of this.#waiting) if (sequence >= waitedFor) done();
  }

  /** All windows are gone: no view can be seen any more. */
  allGone(): void {
    for (const done of [...this.#waiting.values()]) done();
  }
}
