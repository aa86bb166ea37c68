import { type Merged, merged } from '../../../shared/policy/merged.js';
import { letsMoreIn, type SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { AccountStore, Author, Clock, Decisions } from '../../ports/index.js';
import { rulesOf } from './two-factor-due.js';

export interface SignInRulesKeeperParts {
  readonly account: Pick<AccountStore, 'state' | 'standing'>;
  readonly decisions: Decisions;
  readonly clock: Clock;
}

export interface RulesSaving {
  /** The rules that the change began with. */
  readonly opened: SignInRules;
  /** Whether somebody proved that they may let more people in than before. */
  readonly isProved: boolean;
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

  /**
   * Saves changed rules. What somebody else changed meanwhile stays.
   * @returns the rules in force from now on; with conflicts nothing was saved, and they are what the form
   *   should show then. Rejects when they cannot be stored; then the old ones stay in force
   */
  async save(rules: SignInRules, author: Author, how: RulesSaving): Promise<Merged<SignInRules>> {
    const at = Math.round(this.#parts.clock.now().wallMs);
    let result: Merged<SignInRules> = { settings: rules, conflicts: [], now: how.opened };
    await this.#parts.decisions.commit(author, ({ state }) => {
      const now = state?.rules ?? this.current();
      result = merged(how.opened, rules, now);
      // What the proof was asked for is decided on the rules of before: they may be stricter by now.
      if (!how.isProved && letsMoreIn(result.settings, now))
        result = { settings: now, conflicts: ['requireTwoFactor'], now };
      if (result.conflicts.length > 0) return { ok: false, code: 'changedMeanwhile' };
      return { change: { kind: 'rules.set', rules: result.settings, at } };
    });
    return result;
  }
}
