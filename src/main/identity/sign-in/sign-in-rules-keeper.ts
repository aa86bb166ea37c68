import type { SignInRules } from '../../../shared/policy/sign-in-rules.js';
import type { AccountStore, Clock } from '../../ports/index.js';
import type { IdentityJournal } from '../journal.js';
import type { KeyRing } from '../key-ring.js';
import { firstAccountRecord, type SealedRecords } from '../sealed-records.js';
import { rulesOf } from './two-factor-due.js';

export interface SignInRulesKeeperParts {
  readonly account: AccountStore;
  readonly records: SealedRecords;
  readonly keys: KeyRing;
  readonly journal: IdentityJournal;
  readonly clock: Clock;
}

/** Keeps the account's rules for signing in. They are sealed, so somebody must be signed in. */
export class SignInRulesKeeper {
  readonly #parts: SignInRulesKeeperParts;

  constructor(parts: SignInRulesKeeperParts) {
    this.#parts = parts;
  }

  /** The rules that hold. */
  current(): SignInRules {
    return rulesOf(this.#parts.records.account(this.#parts.keys.key));
  }

  /** @throws when they cannot be stored; the old ones then go on */
  save(rules: SignInRules, byMemberId: string): void {
    const { account, records, keys, journal, clock } = this.#parts;
    const { wallMs } = clock.now();
    const before = records.account(keys.key) ?? firstAccountRecord(wallMs);
    account.together(() => {
      records.saveAccount(keys.key, {
        ...before,
        rules,
        // The days that members have are counted from when it was turned on, not from each change.
        requiredSince: rules.requireTwoFactor ? (before.requiredSince ?? wallMs) : null,
      });
      journal.record('signInRules.changed', byMemberId, { rules });
    });
  }
}
