import { z } from 'zod';
import { readJson } from '../../shared/texts/json.js';
import { within } from '../ports/within.js';
import type { Clock, Remembered, SecretStore } from '../ports/index.js';
import { KEYCHAIN_BOUND_MS, KeychainError } from './vault.js';

const schema = z.strictObject({
  seq: z.int().positive(),
  link: z.base64().length(44),
  accepted: z.int().nonnegative(),
});

/**
 * What this computer remembers of the account outside of the account's file: how far its chain of decisions
 * had come. Kept in the OS keychain under a service of its own, because the session's service must be empty
 * after each end. It never waits behind the session's entry, nor the other way round.
 */
export class AccountMemory {
  readonly #secrets: SecretStore;
  readonly #clock: Clock;
  readonly #account: string;
  #writing: Promise<void> = Promise.resolve();
  #next: Remembered | null = null;

  /** @param secrets the service for what belongs to this computer */
  constructor(secrets: SecretStore, clock: Clock, installationId: string) {
    this.#secrets = secrets;
    this.#clock = clock;
    this.#account = `${installationId}/account`;
  }

  /**
   * @returns `null` when there is nothing, or something else
   * @throws {KeychainError} when the keychain refuses, or does not answer in time
   */
  async read(): Promise<Remembered | null> {
    await this.#bounded(this.#writing);
    const secret = await this.#bounded(this.#secrets.get(this.#account));
    const json = secret === null ? null : readJson(secret);
    const parsed = json?.ok === true ? schema.safeParse(json.value) : null;
    if (parsed?.success !== true) return null;
    return { ...parsed.data, link: Buffer.from(parsed.data.link, 'base64') };
  }

  /**
   * Remembers this position, soon: one write at a time, and only the newest. If the keychain fails, the older
   * position stays, which only means that less is noticed.
   */
  note(position: Remembered): void {
    const isWaiting = this.#next !== null;
    this.#next = position;
    if (!isWaiting) this.#writing = this.#writing.then(() => this.#write());
  }

  /** @returns whether the keychain proves that nothing is left of it. Never rejects */
  async forget(): Promise<boolean> {
    this.#next = null;
    try {
      await this.#bounded(this.#writing);
      await this.#bounded(this.#secrets.delete(this.#account));
      return (await this.#bounded(this.#secrets.get(this.#account))) === null;
    } catch {
      return false;
    }
  }

  async #write(): Promise<void> {
    const position = this.#next;
    this.#next = null;
    if (position === null) return;
    const { link, ...others } = position;
    const secret = JSON.stringify({ ...others, link: link.toString('base64') });
    try {
      await this.#bounded(this.#secrets.set(this.#account, secret));
    } catch (error) {
      process.emitWarning(String(error));
    }
  }

  async #bounded<T>(call: Promise<T>): Promise<T> {
    const late = (): never => {
      throw new KeychainError('silent');
    };
    return within(call, KEYCHAIN_BOUND_MS, late, this.#clock).catch((cause: unknown) => {
      throw cause instanceof KeychainError ? cause : new KeychainError('refused', { cause });
    });
  }
}
