import type { AccountStore, Author, Standing } from '../ports/index.js';
import type { Chain } from './chain.js';
import type { Remembered } from './clinic-state.js';

export interface AcceptanceParts {
  readonly account: Pick<AccountStore, 'standing'>;
  readonly chain: Chain;
  /** What this computer remembers outside of the account's file. */
  readonly memory: { readonly read: () => Promise<Remembered | null> };
}

/** Compares the account with what this computer remembers, and lets administrators go on all the same. */
export class Acceptance {
  readonly #parts: AcceptanceParts;

  constructor(parts: AcceptanceParts) {
    this.#parts = parts;
  }

  /** @returns whether the account is the one that this computer remembers. Rejects with the keychain's error */
  async recall(): Promise<boolean> {
    const { account, chain, memory } = this.#parts;
    await chain.check();
    if (account.standing.kind === 'sound') chain.compare(await memory.read());
    return account.standing.kind === 'sound';
  }

  /** An administrator, who has proved who they are, goes on with the account as it is. */
  async accept(author: Author): Promise<void> {
    const { chain } = this.#parts;
    await chain.commit(author, () => ({
      change: { kind: 'account.accepted', remembered: chain.toExceed },
    }));
  }
}

/** How many decisions this computer remembers; `null` when it remembers none, or does not say. */
export function rememberedBy(standing: Standing): number | null {
  return standing.kind === 'older' ? standing.remembered : null;
}
