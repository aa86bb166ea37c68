import { openFormer, readFormer } from '../../account/former-keys.js';
import type { SeedKeys } from '../../keys/seed-keys.js';
import type { AccountStore, IdentityStore } from '../../ports/index.js';
import { memoryName } from '../member-memory.js';

export interface OwnRecordsParts {
  readonly account: Pick<AccountStore, 'state' | 'box'>;
  readonly store: Pick<IdentityStore, 'sealed' | 'sealedNamesOf' | 'saveSealed' | 'deleteSealed'>;
}

/**
 * How this computer remembers a member. `known`: under the keys in force. `new`: not at all. `lost`: under a
 * seed that nobody has any more, as the member came back with a code on paper elsewhere. `changed`: by other
 * means than this app.
 */
export type Remembrance = 'known' | 'new' | 'lost' | 'changed';

/** What is kept on this computer for a member alone. */
export class OwnRecords {
  readonly #parts: OwnRecordsParts;

  constructor(parts: OwnRecordsParts) {
    this.#parts = parts;
  }

  /**
   * Seals anew what is still under an earlier seed, as the member changed the password at another computer, and
   * deletes what does not open. Call it when the account says that these are the member's keys.
   * @returns whether the member is remembered, and how many other records were changed by other means than this app
   */
  bring(
    memberId: string,
    keys: SeedKeys,
  ): { readonly memory: Remembrance; readonly changed: number } {
    const { store } = this.#parts;
    const names = store.sealedNamesOf(memberId);
    const closed = names.filter((name) => !this.#opens(name, keys));
    const memory = memoryName(memberId);
    if (closed.length === 0)
      return { memory: names.includes(memory) ? 'known' : 'new', changed: 0 };
    const { former, isWhole } = this.#former(memberId, keys);
    const foreign = closed.filter((name) => !this.#sealAnew(name, keys, former));
    for (const seed of former) seed.forget();
    for (const name of foreign) store.deleteSealed(name);
    if (!names.includes(memory)) return { memory: 'new', changed: foreign.length };
    if (!foreign.includes(memory)) return { memory: 'known', changed: foreign.length };
    // With the memory all other records of that time are under the same lost seed.
    if (!isWhole) return { memory: 'lost', changed: 0 };
    return { memory: 'changed', changed: foreign.length - 1 };
  }

  #opens(name: string, keys: SeedKeys): boolean {
    const box = this.#parts.store.sealed(name);
    const text = box === null ? null : keys.own.open(name, box);
    text?.fill(0);
    return text !== null;
  }

  #sealAnew(name: string, keys: SeedKeys, former: readonly SeedKeys[]): boolean {
    const { store } = this.#parts;
    const box = store.sealed(name);
    for (const seed of box === null ? [] : former) {
      const text = box === null ? null : seed.own.open(name, box);
      if (text === null) continue;
      store.saveSealed(name, keys.own.seal(name, text));
      text.fill(0);
      return true;
    }
    return false;
  }

  /** The member's seeds before this one, and whether they go back to the first: none of them is lost. */
  #former(
    memberId: string,
    keys: SeedKeys,
  ): { readonly former: readonly SeedKeys[]; readonly isWhole: boolean } {
    const { account } = this.#parts;
    const { state } = account;
    const member = state?.members[memberId];
    if (state === null || member === undefined) return { former: [], isWhole: true };
    const box = member.former === null ? null : account.box(member.former);
    const former = openFormer({ clinic: state.clinic, owner: memberId }, keys, readFormer(box));
    return { former, isWhole: former.length === member.keys.version - 1 };
  }
}
