import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { id } from '../account/changes.js';
import type { LogKeys } from '../account/log-keys.js';
import { KEY_BYTES, open, seal } from '../keys/sealing.js';
import { SeedKeys } from '../keys/seed-keys.js';
import type { ClinicStore, Clock, SecretStore } from '../ports/index.js';
import { within } from '../ports/within.js';
import { type Expected, expected, keptKeys, readKeys, writeKeys } from './package.js';

/** How long the keychain may take for one answer, in milliseconds, before it counts as dead. */
const KEYCHAIN_MS = 5_000;

/** The keychain refused, or did not answer in time. */
export class SecretUnreachableError extends Error {
  override readonly name = 'SecretUnreachableError';
}

const schema = z.strictObject({
  v: z.literal(1),
  workstation: id,
  log: id,
  seed: z.base64(),
  password: z.string().min(1).max(200),
  /** Empty until the account is shared. */
  keys: z.union([keptKeys, z.tuple([])]),
  /** The clinic that it is about to join; `null` once it has, and where it shares its own account. */
  joins: expected.nullable(),
});

/** Who this computer is for the clinic's server and for the other workstations. */
export interface Identity {
  readonly workstation: string;
  readonly log: string;
  /** Opens what is sealed for this workstation. */
  readonly keys: SeedKeys;
  /** Opens the server. */
  readonly password: string;
  readonly logKeys: LogKeys | null;
  readonly joins: Expected | null;
}

export function freshPassword(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

export interface WorkstationSecretParts {
  readonly store: Pick<ClinicStore, 'workstation' | 'saveWorkstation'>;
  /** The keychain's entries that belong to this computer. */
  readonly keychain: SecretStore;
  readonly clock: Clock;
  readonly installation: string;
}

/**
 * The secrets of this workstation: one document in the account's file, sealed under a key in the OS keychain.
 * Neither of the two opens anything by itself.
 */
export class WorkstationSecret {
  readonly #parts: WorkstationSecretParts;
  readonly #entry: string;
  #key: Buffer | null = null;
  #identity: Identity | null = null;

  constructor(parts: WorkstationSecretParts) {
    this.#parts = parts;
    this.#entry = `${parts.installation}/workstation`;
  }

  /** `null` until it was loaded, or saved. */
  get identity(): Identity | null {
    return this.#identity;
  }

  /**
   * @returns `null` when this computer has none, or they were changed
   * @throws {SecretUnreachableError}
   */
  async load(): Promise<Identity | null> {
    if (this.#identity !== null) return this.#identity;
    const stored = this.#parts.store.workstation();
    const sealed = stored?.sealed ?? null;
    if (stored === null || sealed === null) return null;
    const key = (this.#key ??= await this.#readKey());
    this.#identity = key === null ? null : read(key, stored.id, sealed);
    return this.#identity;
  }

  /**
   * Makes sure that the keychain keeps the key: nothing is saved that could not be opened again.
   * @throws {SecretUnreachableError}
   */
  async prepare(): Promise<void> {
    this.#key ??= await this.#readKey();
    if (this.#key !== null) return;
    const key = randomBytes(KEY_BYTES);
    await this.#bounded(this.#parts.keychain.set(this.#entry, key.toString('base64')));
    const kept = await this.#readKey();
    if (kept?.equals(key) !== true) throw new SecretUnreachableError('It gave back another key.');
    this.#key = kept;
  }

  /** Call {@link prepare} before. Writes in the transaction under way. */
  save(identity: Identity): void {
    const { workstation, log, keys, password, logKeys, joins } = identity;
    const key = this.#living();
    const document = {
      v: 1,
      ...{ workstation, log, password, joins },
      seed: keys.wrap(key, ['workstation', workstation]).toString('base64'),
      keys: logKeys === null ? [] : writeKeys(logKeys),
    } satisfies z.infer<typeof schema>;
    const text = Buffer.from(JSON.stringify(document), 'utf8');
    const sealed = seal(key, text, contextOf(workstation));
    text.fill(0);
    this.#parts.store.saveWorkstation({ id: workstation, sealed });
    this.#identity = identity;
  }

  /** Takes a newer key of the log. Call it in the transaction of the decision that brought the key. */
  addLogKey(epoch: number, key: Buffer): void {
    const keys = this.#identity?.logKeys ?? null;
    if (keys === null) throw new Error('This computer has no keys of a log.');
    keys.add(epoch, key);
    this.keep();
  }

  /** Writes the secrets as they are now, in the transaction under way. */
  keep(): void {
    if (this.#identity !== null) this.save(this.#identity);
  }

  /** Seals what only this workstation reads. @param purpose as {@link open} names it */
  seal(purpose: string, text: Buffer): Buffer {
    return seal(this.#living(), text, ['workstation', purpose]);
  }

  /** @returns `null` also while the keychain has not opened */
  open(purpose: string, sealed: Buffer): Buffer | null {
    return this.#key === null ? null : open(this.#key, sealed, ['workstation', purpose]);
  }

  /** This computer goes on alone: what it was called stays. Writes in the transaction under way. */
  dropSealed(): void {
    const stored = this.#parts.store.workstation();
    if (stored !== null) this.#parts.store.saveWorkstation({ id: stored.id, sealed: null });
  }

  /**
   * Overwrites the secrets in memory, and deletes the key: the sealed document opens nothing then.
   * @returns whether the keychain proves that nothing is left. Never rejects
   */
  async forget(): Promise<boolean> {
    this.#key?.fill(0);
    this.#identity?.keys.forget();
    this.#identity?.logKeys?.forget();
    this.#key = null;
    this.#identity = null;
    const { keychain } = this.#parts;
    try {
      await this.#bounded(keychain.delete(this.#entry));
      return (await this.#bounded(keychain.get(this.#entry))) === null;
    } catch {
      return false;
    }
  }

  async #readKey(): Promise<Buffer | null> {
    const secret = await this.#bounded(this.#parts.keychain.get(this.#entry));
    const key = secret === null ? null : Buffer.from(secret, 'base64');
    return key?.length === KEY_BYTES ? key : null;
  }

  #living(): Buffer {
    if (this.#key === null) throw new Error('The key of this workstation was not read.');
    return this.#key;
  }

  #bounded<T>(call: Promise<T>): Promise<T> {
    const late = (): never => {
      throw new SecretUnreachableError('It did not answer in time.');
    };
    return within(call, KEYCHAIN_MS, late, this.#parts.clock).catch((cause: unknown) => {
      if (cause instanceof SecretUnreachableError) throw cause;
      throw new SecretUnreachableError('It refused.', { cause });
    });
  }
}

function contextOf(workstation: string): readonly string[] {
  return ['workstation', 'secrets', workstation];
}

function read(key: Buffer, workstation: string, sealed: Buffer): Identity | null {
  const text = open(key, sealed, contextOf(workstation));
  if (text === null) return null;
  const json = readJson(text.toString('utf8'));
  text.fill(0);
  const parsed = json.ok ? schema.safeParse(json.value) : null;
  if (parsed?.success !== true || parsed.data.workstation !== workstation) return null;
  const { log, seed, password, keys: kept, joins } = parsed.data;
  const wrapped = Buffer.from(seed, 'base64');
  const keys = SeedKeys.unwrap(key, wrapped, ['workstation', workstation]);
  if (keys === null) return null;
  const logKeys = hasKeys(kept) ? readKeys(kept) : null;
  return { workstation, log, keys, password, logKeys, joins };
}

function hasKeys(kept: z.infer<typeof schema>['keys']): kept is z.infer<typeof keptKeys> {
  return kept.length > 0;
}
