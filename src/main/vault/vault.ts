import { AccountKey } from '../keys/account-key.js';
import { KEY_BYTES } from '../keys/sealing.js';
import type { Clock, CredentialVault, DatabaseShare, SecretStore, SessionOwner } from '../ports.js';
import { joinHalves, splitFreshKey } from './session-key.js';

/** How long the keychain may take for one answer, in milliseconds, before it counts as dead. */
export const KEYCHAIN_BOUND_MS = 5_000;

/** The keychain refused, or did not answer in time. */
export class KeychainError extends Error {
  override readonly name = 'KeychainError';
}

/**
 * This installation's credential in the OS keychain: one entry, because one session lives here at a
 * time. Its account begins with the installation's id, so two installations under one OS user never
 * touch each other's; it is always the same, so it can be deleted without being looked for. All
 * methods reject with {@link KeychainError}.
 */
export class Vault implements CredentialVault {
  readonly #secrets: SecretStore;
  readonly #clock: Clock;
  readonly #account: string;
  readonly #place: string;
  /** Calls go one after the other: a hung keychain must not use up every worker thread. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param place the folder of the account: a copy of it takes up no session */
  constructor(secrets: SecretStore, clock: Clock, installationId: string, place: string) {
    this.#secrets = secrets;
    this.#clock = clock;
    this.#place = place;
    this.#account = `${installationId}/session`;
  }

  async issue(owner: SessionOwner, accountKey: AccountKey): Promise<DatabaseShare> {
    const { key, keychainHalf, databaseHalf } = splitFreshKey();
    const wrappedKey = accountKey.wrap(key, this.#contextOf(owner));
    const secret = keychainHalf.toString('base64');
    key.fill(0);
    keychainHalf.fill(0);
    await this.#ask(
      () => this.#secrets.set(this.#account, secret),
      () => this.#secrets.delete(this.#account),
    );
    return { keyHalf: databaseHalf, wrappedKey };
  }

  async recover(owner: SessionOwner, share: DatabaseShare): Promise<AccountKey | null> {
    const secret = await this.#ask(() => this.#secrets.get(this.#account));
    if (secret === null) return null;
    const half = Buffer.from(secret, 'base64');
    if (half.length !== KEY_BYTES || share.keyHalf.length !== KEY_BYTES) return null;
    const key = joinHalves(half, share.keyHalf);
    half.fill(0);
    const accountKey = AccountKey.unwrap(key, share.wrappedKey, this.#contextOf(owner));
    key.fill(0);
    return accountKey;
  }

  wipe(): Promise<boolean> {
    // One turn for both: a sign-in that waits for its turn must not be read as a leftover.
    return this.#ask(async () => {
      await this.#secrets.delete(this.#account);
      return (await this.#secrets.get(this.#account)) === null;
    });
  }

  #contextOf({ sessionId, memberId, credentialVersion }: SessionOwner): readonly string[] {
    return ['session', sessionId, memberId, String(credentialVersion), this.#place];
  }

  /**
   * One call to the keychain, bounded in time. A call that was given up is never begun later; one
   * that had begun and succeeds after all is undone.
   */
  #ask<T>(call: () => Promise<T>, undo?: () => Promise<void>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let passed = false;
      const givenUp = (): boolean => passed;
      const cancel = this.#clock.after(KEYCHAIN_BOUND_MS, () => {
        passed = true;
        reject(new KeychainError('The keychain did not answer in time.'));
      });
      this.#last = this.#last.then(async () => {
        if (givenUp()) return;
        try {
          const value = await call();
          if (givenUp()) await undo?.();
          else resolve(value);
        } catch (cause) {
          reject(new KeychainError('The keychain refused.', { cause }));
        } finally {
          cancel();
        }
      });
    });
  }
}
