import { createHmac, randomBytes } from 'node:crypto';
import { KEY_BYTES, open, seal } from './sealing.js';
import { subkey } from './derivation.js';

/**
 * The key of what is private in the clinic's account. `seal` and `open` are the one way in which
 * anything private gets to the disk and back. Whoever holds one calls `forget` when done.
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

  /** A key of its own for another holder, who forgets it by itself. */
  copy(): AccountKey {
    return new AccountKey(Buffer.from(this.#living()));
  }

  /** @param name of the record that it becomes; it opens under no other */
  seal(name: string, text: Buffer): Buffer {
    return seal(this.#living(), text, ['record', name]);
  }

  /** @returns `null` when it is not this account's, not this record's, or was changed */
  open(name: string, sealed: Buffer): Buffer | null {
    return open(this.#living(), sealed, ['record', name]);
  }

  /** This key, sealed under another one: a member's, a session's, an emergency kit's. */
  wrap(under: Buffer, context: readonly string[]): Buffer {
    return seal(under, this.#living(), ['account key', ...context]);
  }

  /** @returns `null` when `under` or the context is not the one that it was wrapped with */
  static unwrap(under: Buffer, wrapped: Buffer, context: readonly string[]): AccountKey | null {
    const key = open(under, wrapped, ['account key', ...context]);
    return key?.length === KEY_BYTES ? new AccountKey(key) : null;
  }

  /** HMAC-SHA-256 (RFC 2104) under a key of its own for this purpose. */
  fingerprint(purpose: string, text: string): Buffer {
    const key = subkey(this.#living(), purpose);
    const digest = createHmac('sha256', key).update(text).digest();
    key.fill(0);
    return digest;
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
