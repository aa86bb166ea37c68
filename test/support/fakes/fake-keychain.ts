import type { SecretStore } from '../../../src/main/ports/index.js';
import { Journal } from './journal.js';

/**
 * How the keychain behaves: `hangs` takes a call and answers when it works again; `refuses` rejects;
 * `keepsEntries` rejects deletions only; `ignoresDeletion` claims to have deleted and has not.
 */
export type KeychainMood = 'works' | 'refuses' | 'hangs' | 'keepsEntries' | 'ignoresDeletion';

/** An OS keychain in memory. */
export class FakeKeychain implements SecretStore {
  readonly entries = new Map<string, string>();
  readonly journal: Journal;
  /** Told when there is work for the app: a call begins, or one that hung goes on. */
  onCall: () => void = () => undefined;
  #mood: KeychainMood = 'works';
  #hung: (() => void)[] = [];

  constructor(journal: Journal = new Journal()) {
    this.journal = journal;
  }

  get mood(): KeychainMood {
    return this.#mood;
  }

  /** What hung is answered now, late, the way the new mood answers. */
  set mood(mood: KeychainMood) {
    this.#mood = mood;
    if (mood === 'hangs') return;
    const hung = this.#hung;
    this.#hung = [];
    if (hung.length > 0) this.onCall();
    for (const goOn of hung) goOn();
  }

  /** Accounts of the entries that begin with `prefix`. */
  accounts(prefix = ''): readonly string[] {
    return [...this.entries.keys()].filter((account) => account.startsWith(prefix));
  }

  /** The process that waited for answers is gone; what it asked for and had no answer to never was. */
  forgetHungCalls(): void {
    this.#hung = [];
  }

  set(account: string, secret: string): Promise<void> {
    return this.#answer('set', () => {
      this.entries.set(account, secret);
    });
  }

  get(account: string): Promise<string | null> {
    return this.#answer('get', () => this.entries.get(account) ?? null);
  }

  delete(account: string): Promise<void> {
    return this.#answer('delete', () => {
      if (this.#mood === 'keepsEntries') throw new Error('the keychain was made to keep its entry');
      if (this.#mood !== 'ignoresDeletion') this.entries.delete(account);
    });
  }

  async #answer<T>(call: string, work: () => T): Promise<T> {
    this.onCall();
    this.journal.call(`keychain.${call}`);
    if (this.#mood === 'hangs') {
      await new Promise<void>((goOn) => this.#hung.push(goOn));
    }
    if (this.#mood === 'refuses') throw new Error('the keychain was made to refuse');
    return work();
  }
}
