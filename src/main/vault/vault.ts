import { say } from '../../shared/words/say.js';
import { SeedKeys } from '../keys/seed-keys.js';
import { KEY_BYTES } from '../keys/sealing.js';
import type {
  Clock,
  CredentialVault,
  DatabaseShare,
  KeychainDoor,
  KeychainTrouble,
  SecretStore,
  SessionOwner,
} from '../ports/index.js';
import { saysLocked } from './keychain-words.js';
import { joinHalves, splitFreshKey } from './session-key.js';

/** How long the keychain may take for one answer, in milliseconds, before it counts as dead. */
export const KEYCHAIN_BOUND_MS = 5_000;

/** How long a person may take to answer the keychain's own question, in milliseconds: 2 minutes. */
export const QUESTION_BOUND_MS = 120_000;

/** After how long, in milliseconds, people are told that the app waits for the keychain. */
const TELL_AFTER_MS = 1_000;

/** The keychain refused, or did not answer in time. */
export class KeychainError extends Error {
  override readonly name = 'KeychainError';
  readonly trouble: KeychainTrouble;

  constructor(trouble: KeychainTrouble, options?: ErrorOptions) {
    super(`The keychain could not be used: ${trouble}.`, options);
    this.trouble = trouble;
  }
}

export interface VaultOptions {
  /** The state of the keychain. Never rejects. */
  readonly door?: () => Promise<KeychainDoor>;
  /** Called when {@link Vault.isWaiting} has changed. */
  readonly onWaiting?: () => void;
}

/**
 * This installation's credential in the OS keychain: one entry, because one session lives here at a
 * time. The entry's account name begins with the installation's id, so that two installations under one
 * OS user never touch each other's entry. The name never changes, so that the entry can be deleted
 * without a search. Methods that call the keychain reject with {@link KeychainError}; `probe` never does.
 */
export class Vault implements CredentialVault {
  readonly #secrets: SecretStore;
  readonly #clock: Clock;
  readonly #account: string;
  readonly #place: string;
  readonly #probeAccount: string;
  readonly #options: VaultOptions;
  /** Calls run one after the other: a hung keychain must not use up every worker thread. */
  #last: Promise<unknown> = Promise.resolve();
  /** Gives up the call that waits for a person; `null` while there is none. */
  #stopWaiting: (() => void) | null = null;
  #isWaiting = false;

  /** @param place the folder of the account: a copy in another folder cannot resume a session */
  constructor(
    secrets: SecretStore,
    clock: Clock,
    installationId: string,
    place: string,
    options: VaultOptions = {},
  ) {
    this.#secrets = secrets;
    this.#clock = clock;
    this.#place = place;
    this.#account = `${installationId}/session`;
    this.#probeAccount = `${installationId}/probe`;
    this.#options = options;
  }

  /** Whether a sign-in or the set-up waits for an answer to the keychain's own question. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Stops waiting. GNOME's keyring leaves its question on the screen; an answer then only unlocks it. */
  stopWaiting(): void {
    this.#stopWaiting?.();
  }

  async probe(): Promise<KeychainTrouble | null> {
    // A person who opens the keychain at this moment can read this text.
    const probe = say('Clinic Workstation looks whether it can keep something here.');
    try {
      await this.#patiently(async () => {
        await this.#secrets.set(this.#probeAccount, probe);
        const read = await this.#secrets.get(this.#probeAccount);
        await this.#secrets.delete(this.#probeAccount);
        if (read !== probe) throw new Error('The keychain gave back something else.');
      });
      return null;
    } catch (error) {
      return error instanceof KeychainError ? error.trouble : 'refused';
    }
  }

  async issue(owner: SessionOwner, keys: SeedKeys, patient = false): Promise<DatabaseShare> {
    const { key, keychainHalf, databaseHalf } = splitFreshKey();
    const wrappedKey = keys.wrap(key, this.#contextOf(owner));
    const secret = keychainHalf.toString('base64');
    key.fill(0);
    keychainHalf.fill(0);
    const store = (): Promise<void> => this.#secrets.set(this.#account, secret);
    const undo = (): Promise<void> => this.#secrets.delete(this.#account);
    await (patient ? this.#patiently(store, undo) : this.#ask(store, { undo }));
    return { keyHalf: databaseHalf, wrappedKey };
  }

  async recover(owner: SessionOwner, share: DatabaseShare): Promise<SeedKeys | null> {
    const secret = await this.#ask(() => this.#secrets.get(this.#account));
    if (secret === null) return null;
    const half = Buffer.from(secret, 'base64');
    if (half.length !== KEY_BYTES || share.keyHalf.length !== KEY_BYTES) return null;
    const key = joinHalves(half, share.keyHalf);
    half.fill(0);
    const keys = SeedKeys.unwrap(key, share.wrappedKey, this.#contextOf(owner));
    key.fill(0);
    return keys;
  }

  wipe(): Promise<boolean> {
    // One call in the queue for both: the entry of a sign-in that waits must not be read as a leftover.
    return this.#ask(async () => {
      await this.#secrets.delete(this.#account);
      return (await this.#secrets.get(this.#account)) === null;
    });
  }

  #contextOf({ sessionId, memberId, credentialVersion }: SessionOwner): readonly string[] {
    return ['session', sessionId, memberId, String(credentialVersion), this.#place];
  }

  /** One call that waits while a person answers the keychain's question, if it has one. */
  async #patiently<T>(call: () => Promise<T>, undo?: () => Promise<void>): Promise<T> {
    const door = (await this.#options.door?.()) ?? 'open';
    if (door === 'missing' || door === 'noWallet') throw new KeychainError(door);
    if (door === 'open') return this.#ask(call, { undo });
    const stopTelling = this.#clock.after(TELL_AFTER_MS, () => this.#tellWaiting(true));
    try {
      return await this.#ask(call, {
        undo,
        boundMs: QUESTION_BOUND_MS,
        canStop: (stop) => {
          this.#stopWaiting = (): void => {
            // Stop first, so that the error from the end of the keychain's process is ignored.
            stop();
            this.#secrets.abandon?.();
          };
        },
      });
    } finally {
      stopTelling();
      this.#stopWaiting = null;
      this.#tellWaiting(false);
    }
  }

  #tellWaiting(waiting: boolean): void {
    if (this.#isWaiting === waiting) return;
    this.#isWaiting = waiting;
    this.#options.onWaiting?.();
  }

  /**
   * One call to the keychain with a time limit. A call that was given up never begins later; if it had
   * begun and still succeeds, it is undone.
   */
  #ask<T>(call: () => Promise<T>, how: AskOptions = {}): Promise<T> {
    const { undo, boundMs = KEYCHAIN_BOUND_MS, canStop } = how;
    return new Promise<T>((resolve, reject) => {
      let passed = false;
      const givenUp = (): boolean => passed;
      const giveUp = (trouble: KeychainTrouble): void => {
        passed = true;
        cancel();
        reject(new KeychainError(trouble));
      };
      const cancel = this.#clock.after(boundMs, () => {
        giveUp('silent');
        // Otherwise the call would block every later call.
        if (canStop !== undefined) this.#secrets.abandon?.();
      });
      canStop?.(() => giveUp('cancelled'));
      this.#last = this.#last.then(async () => {
        if (givenUp()) return;
        try {
          const value = await call();
          if (givenUp()) await undo?.();
          else resolve(value);
        } catch (cause) {
          reject(new KeychainError(troubleOf(cause), { cause }));
        } finally {
          cancel();
        }
      });
    });
  }
}

interface AskOptions {
  /** Undoes a call that succeeded too late. */
  readonly undo?: (() => Promise<void>) | undefined;
  readonly boundMs?: number;
  /** Receives the function that gives the call up. */
  readonly canStop?: (stop: () => void) => void;
}

/** Reads the kind of trouble from the keychain's error text. */
function troubleOf(cause: unknown): KeychainTrouble {
  const text = String(cause);
  if (/not provided by any|ServiceUnknown/.test(text)) return 'missing';
  return saysLocked(text) ? 'locked' : 'refused';
}
