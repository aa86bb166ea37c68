/** What readers of badges type: digits, letters, and the marks of magnetic stripes. */
const OF_A_BADGE = /^[0-9A-Za-z;=:?%^+-]$/;

/** How long a badge is, in characters. */
const SHORTEST = 6;
const LONGEST = 40;
/** The shortest badge of a reader that types nothing at its end. */
const SHORTEST_WITHOUT_END = 8;

/**
 * A reader never pauses for longer than this between its first characters, in milliseconds. People do,
 * between most of their keys.
 */
export const PAUSE_MS = 35;

/** Nor for longer than this after so many that no person typed them: a busy computer may hold it up. */
export const STALL_MS = 100;

/**
 * Nor is it faster than this, in milliseconds for each key at the mean: a key and its release are two reports of USB. Keys that
 * come faster have waited for a busy app, and may be a person's: a lock for what somebody typed would cost them their work, and
 * a badge is tapped again.
 */
const FASTEST_MS = 2;

/** What to do with a key, or after a pause. */
export interface Reading {
  /** Held characters that were no badge: they go to where they were typed, in this order, before the key. */
  readonly released: readonly string[];
  readonly key: 'pass' | 'hold' | 'drop';
  /** The badge that is now complete, as bytes. Whoever takes it overwrites it. */
  readonly badge: Buffer | null;
}

/**
 * Tells a reader, which types like a keyboard, from a person, by the keys and the pauses between them: no
 * person types six keys without a pause. It keeps no text of a badge, only its bytes.
 */
export class BadgeReading {
  readonly #held = Buffer.alloc(LONGEST);
  #length = 0;
  /** When the first and the last held key came, in milliseconds. */
  #firstMs = 0;
  #lastMs = 0;
  /** What becomes of the keys until the next pause. */
  #burst: 'reads' | 'noBadge' | 'wasBadge' = 'reads';

  /** Without a key for so long, in milliseconds, {@link pause} is to be called; `null`: it need not be. */
  get pauseMs(): number | null {
    if (this.#length === 0 && this.#burst === 'reads') return null;
    return this.#length < SHORTEST ? PAUSE_MS : STALL_MS;
  }

  /**
   * @param key what it writes, or its name; `null` if it cannot belong to a badge
   * @param atMs when it came, in milliseconds since any moment
   */
  key(key: string | null, atMs: number): Reading {
    if (this.#burst === 'wasBadge') return { released: [], key: 'drop', badge: null };
    if (this.#burst === 'noBadge') return { released: [], key: 'pass', badge: null };
    const isEnd = key === 'Enter' || key === 'Tab';
    if (isEnd && this.#length >= SHORTEST && !this.#hasWaited)
      return { released: [], key: 'drop', badge: this.#take('wasBadge') };
    if (key === null || !OF_A_BADGE.test(key) || this.#length === LONGEST) {
      const released = this.release();
      this.#burst = 'noBadge';
      return { released, key: 'pass', badge: null };
    }
    if (this.#length === 0) this.#firstMs = atMs;
    this.#lastMs = atMs;
    this.#length = this.#held.writeUInt8(key.charCodeAt(0), this.#length);
    return { released: [], key: 'hold', badge: null };
  }

  /** No key came for {@link pauseMs}. */
  pause(): Pick<Reading, 'released' | 'badge'> {
    this.#burst = 'reads';
    return this.#length < SHORTEST_WITHOUT_END || this.#hasWaited
      ? { released: this.release(), badge: null }
      : { released: [], badge: this.#take('reads') };
  }

  /** Holds nothing any longer. @returns what was held */
  release(): readonly string[] {
    const released = Array.from(this.#held.subarray(0, this.#length), (byte) =>
      String.fromCharCode(byte),
    );
    this.#forget('reads');
    return released;
  }

  get #hasWaited(): boolean {
    return this.#lastMs - this.#firstMs < FASTEST_MS * (this.#length - 1);
  }

  #take(next: 'reads' | 'wasBadge'): Buffer {
    const badge = Buffer.from(this.#held.subarray(0, this.#length));
    this.#forget(next);
    return badge;
  }

  #forget(next: 'reads' | 'wasBadge'): void {
    this.#held.fill(0);
    this.#length = 0;
    this.#burst = next;
  }
}
