import { randomBytes } from 'node:crypto';
import { sealFor } from './hpke.js';
import { KEY_BYTES, open, seal } from './sealing.js';

/**
 * A key under which records are sealed: the clinic's, which every member opens, or a member's own one.
 * Private data reaches the disk and comes back only through `seal` and `open`. The owner of a key calls
 * `forget` when done.
 */
export class RecordKey {
  readonly #key: Buffer;
  #forgotten = false;

  /** @param key {@link KEY_BYTES} long; this object owns it from now on */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new RangeError('A key has 32 bytes.');
    this.#key = key;
  }

  static fresh(): RecordKey {
    return new RecordKey(randomBytes(KEY_BYTES));
  }

  /** @param name of the record; the sealed text opens only under this name */
  seal(name: string, text: Buffer): Buffer {
    return seal(this.#living(), text, ['record', name]);
  }

  /** @returns `null` when `sealed` belongs to another key or record, or was changed */
  open(name: string, sealed: Buffer): Buffer | null {
    return open(this.#living(), sealed, ['record', name]);
  }

  /**
   * This key, sealed for one holder.
   * @param holder the holder's raw public key, 32 bytes
   */
  shareFor(holder: Buffer, info: Buffer): Buffer {
    return sealFor(holder, info, this.#living());
  }

  get isForgotten(): boolean {
    return this.#forgotten;
  }

  /** Overwrites the key in memory. Any later use throws. */
  forget(): void {
    this.#key.fill(0);
    this.#forgotten = true;
  }

  #living(): Buffer {
    if (this.#forgotten) throw new Error('This key was forgotten.');
    return this.#key;
  }
}
