/** A window that has not painted for this long hangs, in milliseconds. */
export const HUNG_AFTER_MS = 2_000;

/** Waits until a window has painted a view, by the view's number. */
export class Paints {
  readonly #waiting = new Map<number, () => void>();

  /** @returns whether it was painted within this time, in milliseconds */
  wait(sequence: number, boundMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (painted: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(sequence);
        resolve(painted);
      };
      const timer = setTimeout(() => settle(false), boundMs);
      this.#waiting.set(sequence, () => settle(true));
    });
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
