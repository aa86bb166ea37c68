import { randomBytes } from 'node:crypto';
import { calibrate, dearer, LEAST_COST, USUAL_COST } from '../../keys/argon2-cost.js';
import { type Argon2Cost, masterKey, SALT_BYTES } from '../../keys/derivation.js';
import type { Clock, IdentityStore } from '../../ports/index.js';

/** What one derivation of a password should cost in this account. */
export class PasswordCost {
  readonly #store: IdentityStore;
  readonly #clock: Clock;
  #measuring: Promise<Argon2Cost> | null = null;

  constructor(store: IdentityStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** The cost measured when the account was created, but at least {@link LEAST_COST}. */
  recommended(): Argon2Cost {
    return dearer(this.#store.passwordCost() ?? USUAL_COST, LEAST_COST);
  }

  /** Measures this computer once, when an account is created on it; takes about a second. */
  measure(): Promise<Argon2Cost> {
    this.#measuring ??= calibrate(async (cost) => {
      const salt = randomBytes(SALT_BYTES);
      const startMs = this.#clock.now().bootMs;
      await masterKey(salt, salt, cost);
      return this.#clock.now().bootMs - startMs;
    });
    return this.#measuring;
  }

  /** Stores the measured cost. @throws when the database cannot be written */
  keep(cost: Argon2Cost): void {
    this.#store.savePasswordCost(cost);
  }
}
