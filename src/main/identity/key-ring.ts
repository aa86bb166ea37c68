import type { AccountKey } from '../keys/account-key.js';
import type { Author, KeyHolder, Member } from '../ports/index.js';

/** Holds the account key while somebody is signed in, and no key otherwise. */
export class KeyRing implements KeyHolder {
  #key: AccountKey | null = null;

  hold(key: AccountKey): void {
    this.forget();
    this.#key = key;
  }

  forget(): void {
    this.#key?.forget();
    this.#key = null;
  }

  /** @throws when nobody is signed in: only requests that passed the gate may ask */
  get key(): AccountKey {
    if (this.#key === null) throw new Error('Nobody is signed in, so there is no account key.');
    return this.#key;
  }

  /** The member who is signed in, as the author of a decision. @throws as {@link key} */
  authorFor({ id }: Pick<Member, 'id'>): Author {
    return { memberId: id, key: this.key };
  }

  get held(): AccountKey | null {
    return this.#key;
  }
}
