import { randomBytes } from 'node:crypto';
import { calibrate, dearer, LEAST_COST, USUAL_COST } from '../../keys/argon2-cost.js';
import { type Argon2Cost, masterKey, SALT_BYTES } from '../../keys/derivation.js';
import type { AccountStore, Clock } from '../../ports/index.js';

/** What one derivation of a password should cost in this account. */
export class PasswordCost {
  readonly #account: Pick<AccountStore, 'state'>;
  readonly #clock: Clock;
  #measuring: Promise<Argon2Cost> | null = null;

  constructor(account: Pick<AccountStore, 'state'>, clock: Clock) {
    this.#account = account;
    this.#clock = clock;
  }

  /** The cost measured when the clinic was founded, but at least {@link LEAST_COST}. */
  recommended(): Argon2Cost {
    return dearer(this.#account.state?.cost ?? USUAL_COST, LEAST_COST);
  }

  /** Measures this computer once, when a clinic is founded on it; takes about a second. */
  measure(): Promise<Argon2Cost> {
    this.#measuring ??= calibrate(async (cost) => {
      const salt = randomBytes(SALT_BYTES);
      const startMs = this.#clock.now().bootMs;
      await masterKey(salt, salt, cost);
      return this.#clock.now().bootMs - startMs;
    });
    return this.#measuring;
  }
}
