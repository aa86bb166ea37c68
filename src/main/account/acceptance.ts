import type { AccountStore, Author, Decision, Standing } from '../ports/index.js';
import type { Chain } from './chain.js';
import type { Remembered } from './clinic-state.js';
import { forgetRotation, type Reseal, rotate } from './rotation.js';
import { forgetClinicKeys, hasAllShares, openShare } from './shares.js';

const DONE = { ok: true } as const;

export interface AcceptanceParts {
  readonly account: Pick<AccountStore, 'standing'>;
  readonly chain: Chain;
  /** What this computer remembers outside of the account's file. */
  readonly memory: { readonly read: () => Promise<Remembered | null> };
  /** Seals anew what lies outside of the chain under the administrators' key. */
  readonly reseal: Reseal;
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
    const { chain, reseal } = this.#parts;
    await chain.commit(author, () => ({
      change: { kind: 'account.accepted', remembered: chain.toExceed },
    }));
    await chain.commit(author, (now): Decision | typeof DONE => {
      const { state } = now;
      if (state === null) return DONE;
      const keys = openShare(now, { name: author.memberId, keys: author.keys });
      if (keys !== null && hasAllShares(now, state)) {
        forgetClinicKeys(keys);
        return DONE;
      }
      // The decisions that were set aside had put other shares in the place of this state's. Without their
      // keys administrators could decide nothing about members any more, and members open no clinic app.
      const rotated = rotate(now, state, keys);
      const { rotation, boxes } = rotated;
      const also = (): void => {
        if (keys !== null) {
          reseal(keys, rotated.keys);
          forgetClinicKeys(keys);
        }
        forgetRotation(rotated);
      };
      return { change: { kind: 'keys.rotated', rotation }, boxes, also };
    });
  }
}

/**
 * Whether the first decision of the account is broken. Then nobody is known to be an administrator, so nobody
 * can go on with it.
 */
export function isLost(standing: Standing): boolean {
  return standing.kind === 'broken' && standing.at === 1;
}

/** How many decisions this computer remembers; `null` when it remembers none, or does not say. */
export function rememberedBy(standing: Standing): number | null {
  return standing.kind === 'older' ? standing.remembered : null;
}
