import { createHmac, randomBytes } from 'node:crypto';
import { KEY_BYTES, open, seal } from './sealing.js';
import { subkey } from './derivation.js';

/**
 * The key that protects the private data of the clinic's account. Private data reaches the disk and
 * comes back only through `seal` and `open`. The owner of a key calls `forget` when done.
 */
export class AccountKey {
  readonly #key: Buffer;
  #forgotten = false;

  /** @param key {@link KEY_BYTES} long; this object owns it from now on */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES) throw new RangeError('An account key has 32 bytes.');
    this.#key = key;
  }

  static fresh(): AccountKey {
    return new AccountKey(randomBytes(KEY_BYTES));
  }

  /** A separate copy for another owner, who must forget it too. */
  copy(): AccountKey {
    return new AccountKey(Buffer.from(this.#living()));
  }

  /** @param name of the record; the sealed text opens only under this name */
  seal(name: string, text: Buffer): Buffer {
    return seal(this.#living(), text, ['record', name]);
  }

  /** @returns `null` when `sealed` belongs to another account or record, or was changed */
  open(name: string, sealed: Buffer): Buffer | null {
    return open(this.#living(), sealed, ['record', name]);
  }

  /** This key, sealed under another one: that of a member, a session, an invitation or the emergency kit. */
  wrap(under: Buffer, context: readonly string[]): Buffer {
    return seal(under, this.#living(), ['account key', ...context]);
  }

  /** @returns `null` when it was wrapped under another key or with another context */
  static unwrap(under: Buffer, wrapped: Buffer, context: readonly string[]): AccountKey | null {
    const key = open(under, wrapped, ['account key', ...context]);
    return key?.length === KEY_BYTES ? new AccountKey(key) : null;
  }

  /** HMAC-SHA-256 (RFC 2104) under a subkey for this purpose. */
  fingerprint(purpose: string, text: string): Buffer {
    const key = subkey(this.#living(), purpose);
    const digest = createHmac('sha256', key).update(text).digest();
    key.fill(0);
    return digest;
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
    if (this.#forgotten) throw new Error('This account key was forgotten.');
    return this.#key;
  }
}
