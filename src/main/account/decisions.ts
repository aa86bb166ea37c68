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

type Applier = (change: Change, author: Author) => (() => void) | undefined;

/** The one way to change what the clinic decides. On one computer `commit` decides in the same turn. */
export class AccountDecisions implements Decisions {
  readonly #account: AccountStore;
  readonly #appliers = new Map<string, Applier[]>();

  constructor(account: AccountStore) {
    this.#account = account;
  }

  register<Kind extends Change['kind']>(appliers: Appliers<Kind>): void {
    // An applier gets changes of its own kind alone, which the types cannot express through a union.
    for (const [kind, apply] of Object.entries<unknown>(appliers))
      this.#appliers.set(kind, [...(this.#appliers.get(kind) ?? []), apply as Applier]);
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
    // Deriving a password takes a while: the author's session may have ended meanwhile.
    if (author.key.isForgotten) throw new Error('The author is not signed in any more.');
    const appliers = this.#appliers.get(change.kind);
    if (appliers === undefined) throw new Error(`No room applies ${change.kind}.`);
    const followUps = this.#account.together(() => appliers.map((apply) => apply(change, author)));
    for (const followUp of followUps) followUp?.();
  }
}
