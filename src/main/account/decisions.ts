import type {
  AccountNow,
  AccountStore,
  Appliers,
  Author,
  Change,
  Decisions,
  Outcome,
} from '../ports/index.js';

const DONE = { ok: true } as const;

/** The one way to change what the clinic decides. On one computer `commit` decides in the same turn. */
export class AccountDecisions implements Decisions {
  readonly #account: AccountStore;
  readonly #appliers: Partial<Appliers<Change['kind']>> = {};

  constructor(account: AccountStore) {
    this.#account = account;
  }

  keptBy<Kind extends Change['kind']>(appliers: Appliers<Kind>): void {
    Object.assign(this.#appliers, appliers);
  }

  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Change | Outcome<Code>,
  ): Promise<Outcome<Code>> {
    return new Promise((settle) => {
      const decided = decide(this.#account);
      if ('kind' in decided) this.#apply(decided, author);
      settle('kind' in decided ? DONE : decided);
    });
  }

  #apply(change: Change, author: Author): void {
    // The applier is registered under this kind; the types cannot express this through a union.
    const apply = this.#appliers[change.kind] as
      ((change: Change, author: Author) => (() => void) | undefined) | undefined;
    if (apply === undefined) throw new Error(`Nobody keeps ${change.kind}.`);
    const then = this.#account.together(() => apply(change, author));
    then?.();
  }
}
