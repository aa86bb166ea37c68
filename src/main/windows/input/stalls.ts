/** How often main is looked at, in milliseconds. */
const BEAT_MS = 50;
/** A look that is this much too late, in milliseconds, was kept waiting. Six keys of a person take longer. */
const STALLED_MS = 150;
/** How long the keys that waited may take to come, in milliseconds. */
const QUEUE_MS = 300;
/** Looks go on for this long after a key, in milliseconds: nothing wakes a computer where nobody types. */
const LOOKING_MS = 10_000;

/**
 * Tells whether main was busy just now. Then keys that a person typed one after the other have waited, and come all
 * at once, as those of a reader do. Electron does not tell when a key was pressed.
 */
export class Stalls {
  #lookedAtMs = 0;
  #keyAtMs = 0;
  #busyUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;

  /** To be called at each key. @returns whether it may have waited */
  key(): boolean {
    this.#keyAtMs = performance.now();
    if (this.#timer === undefined) {
      this.#lookedAtMs = this.#keyAtMs;
      this.#timer = setInterval(() => this.#beat(), BEAT_MS);
      this.#timer.unref();
    }
    this.#look();
    return this.#keyAtMs < this.#busyUntilMs;
  }

  #beat(): void {
    this.#look();
    if (performance.now() - this.#keyAtMs < LOOKING_MS) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const nowMs = performance.now();
    if (nowMs - this.#lookedAtMs > BEAT_MS + STALLED_MS) this.#busyUntilMs = nowMs + QUEUE_MS;
    this.#lookedAtMs = nowMs;
  }
}
