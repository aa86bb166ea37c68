import type { AccountKey } from '../keys/account-key.js';
import type { Author, KeyHolder, Member } from '../ports/index.js';

/** Holds the account key while somebody is signed in, and nobody's otherwise. */
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

  /** @throws when nobody is signed in: only what the gate let in asks */
  get key(): AccountKey {
    if (this.#key === null) throw new Error('Nobody is signed in, so there is no account key.');
    return this.#key;
  }

  /** Whoever is signed in, as who decides something. @throws as {@link key} */
  authorFor({ id }: Pick<Member, 'id'>): Author {
    return { memberId: id, key: this.key };
  }

  get held(): AccountKey | null {
    return this.#key;
  }
}
