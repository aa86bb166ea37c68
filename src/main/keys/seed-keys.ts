import { randomBytes } from 'node:crypto';
import { subkey } from './derivation.js';
import { openWith, sealFor } from './hpke.js';
import { openingPrivateKey, signingPublicKey, signWith } from './key-pairs.js';
import { RecordKey } from './record-key.js';
import { KEY_BYTES, open, seal } from './sealing.js';

/** The public halves, in base 64: anybody may know them. */
export interface PublicKeys {
  /** Ed25519: checks what the holder of the seed decided. */
  readonly signing: string;
  /** X25519: seals for the holder of the seed. */
  readonly opening: string;
}

/**
 * The keys from one secret seed: a signing key, an opening key, and a key for records that are the
 * holder's alone. A member has a seed, which the password opens; so have a code on paper and the
 * administrators together. The owner of the keys calls `forget` when done.
 */
export class SeedKeys {
  readonly #seed: Buffer;
  #forgotten = false;
  readonly publicKeys: PublicKeys;
  /** Seals what is the holder's alone. */
  readonly own: RecordKey;

  /** @param seed {@link KEY_BYTES} long; this object owns it from now on */
  constructor(seed: Buffer) {
    if (seed.length !== KEY_BYTES) throw new RangeError('A seed has 32 bytes.');
    this.#seed = seed;
    this.own = new RecordKey(subkey(seed, 'clinic-workstation own records'));
    this.publicKeys = {
      signing: this.#with('signing', (key) => signingPublicKey(key)).toString('base64'),
      opening: this.#with('opening', (key) => openingPrivateKey(key).publicKey).toString('base64'),
    };
  }

  static fresh(): SeedKeys {
    return new SeedKeys(randomBytes(KEY_BYTES));
  }

  /** The keys of a code on paper, which must have 100 random bits at the least. */
  static ofCode(code: string): SeedKeys {
    const bytes = Buffer.from(code, 'utf8');
    const seed = subkey(bytes, 'clinic-workstation code on paper');
    bytes.fill(0);
    return new SeedKeys(seed);
  }

  /** @returns an Ed25519 signature, 64 bytes */
  sign(message: Buffer): Buffer {
    return this.#with('signing', (key) => signWith(key, message));
  }

  /** @returns `null` when `sealed` is for somebody else, says something else, or was changed */
  openSealed(info: Buffer, sealed: Buffer): Buffer | null {
    return this.#with('opening', (key) => openWith(key, info, sealed));
  }

  /** The seed, sealed under a key that a password or a session gives. */
  wrap(under: Buffer, context: readonly string[]): Buffer {
    return seal(under, this.#living(), ['seed', ...context]);
  }

  /** @returns `null` when it was wrapped under another key or with another context */
  static unwrap(under: Buffer, wrapped: Buffer, context: readonly string[]): SeedKeys | null {
    const seed = open(under, wrapped, ['seed', ...context]);
    return seed?.length === KEY_BYTES ? new SeedKeys(seed) : null;
  }

  /**
   * The seed, sealed for one holder.
   * @param holder the holder's raw public key, 32 bytes
   */
  shareFor(holder: Buffer, info: Buffer): Buffer {
    return sealFor(holder, info, this.#living());
  }

  /** A separate copy for another owner, who must forget it too. */
  copy(): SeedKeys {
    return new SeedKeys(Buffer.from(this.#living()));
  }

  get isForgotten(): boolean {
    return this.#forgotten;
  }

  /** Overwrites the seed and the keys in memory. Any later use throws. */
  forget(): void {
    this.#seed.fill(0);
    this.#forgotten = true;
    this.own.forget();
  }

  /** node's key objects cannot be overwritten: they are made for one use, and left to the collector. */
  #with<T>(purpose: 'signing' | 'opening', use: (key: Buffer) => T): T {
    const key = subkey(this.#living(), `clinic-workstation ${purpose} key`);
    try {
      return use(key);
    } finally {
      key.fill(0);
    }
  }

  #living(): Buffer {
    if (this.isForgotten) throw new Error('These keys were forgotten.');
    return this.#seed;
  }
}
