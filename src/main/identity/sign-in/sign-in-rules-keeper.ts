import type { SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { Author, Decisions } from '../../ports/index.js';
import type { KeyRing } from '../key-ring.js';
import type { SealedRecords } from '../sealed-records.js';
import { rulesOf } from './two-factor-due.js';

export interface SignInRulesKeeperParts {
  readonly decisions: Decisions;
  readonly records: SealedRecords;
  readonly keys: KeyRing;
}

/** Keeps the account's rules for signing in. They are sealed, so somebody must be signed in. */
export class SignInRulesKeeper {
  readonly #parts: SignInRulesKeeperParts;

  constructor(parts: SignInRulesKeeperParts) {
    this.#parts = parts;
  }

  /** The rules in force. */
  current(): SignInRules {
    return rulesOf(this.#parts.records.account(this.#parts.keys.key));
  }

  /** @returns rejects when the rules cannot be stored; then the old ones stay in force */
  async save(rules: SignInRules, author: Author): Promise<void> {
    await this.#parts.decisions.commit(author, () => ({ kind: 'rules.set', rules }));
  }
}
