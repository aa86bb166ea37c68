import type { SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { AccountStore, Author, Clock, Decisions } from '../../ports/index.js';
import { rulesOf } from './two-factor-due.js';

export interface SignInRulesKeeperParts {
  readonly account: Pick<AccountStore, 'state' | 'standing'>;
  readonly decisions: Decisions;
  readonly clock: Clock;
}

/** Keeps the account's rules for signing in. */
export class SignInRulesKeeper {
  readonly #parts: SignInRulesKeeperParts;

  constructor(parts: SignInRulesKeeperParts) {
    this.#parts = parts;
  }

  /** The rules in force. */
  current(): SignInRules {
    return rulesOf(this.#parts.account);
  }

  /** @returns rejects when the rules cannot be stored; then the old ones stay in force */
  async save(rules: SignInRules, author: Author): Promise<void> {
    const at = Math.round(this.#parts.clock.now().wallMs);
    await this.#parts.decisions.commit(author, () => ({
      change: { kind: 'rules.set', rules, at },
    }));
  }
}
