import type { PolicySource } from '../../shared/policy/managed-address.js';
import { combineManaged, type ManagedPolicy } from '../../shared/policy/managed-policy.js';
import type { ManagedPlace, ManagedSource } from '../ports/index.js';
import type { PlaceKeeper } from './place-keeper.js';

/**
 * The managed policy of this computer, combined from all places. Each place has its own keeper: a
 * broken place uses its last good policy, and does not affect the others.
 */
export class ManagedPolicies implements ManagedSource {
  /** The place with the stronger policy first. */
  readonly #own: readonly [PlaceKeeper, ...PlaceKeeper[]];
  readonly #address: PlaceKeeper | null;

  /**
   * @param own the computer's own places, the one with the stronger policy first
   * @param address the place that these may name
   */
  constructor(own: readonly [PlaceKeeper, ...PlaceKeeper[]], address: PlaceKeeper | null = null) {
    this.#own = own;
    this.#address = address;
  }

  /** The places that can decide here, the one with the stronger policy first. */
  get places(): readonly PlaceKeeper[] {
    const isNamed = this.#address !== null && this.source !== null;
    return isNamed ? [...this.#own, this.#address] : this.#own;
  }

  get policy(): ManagedPolicy {
    return this.places.map(({ policy }) => policy).reduce(combineManaged);
  }

  /** The address where a signed policy is looked for, which only the computer's own places decide. */
  get source(): PolicySource | null {
    return this.#own.map(({ policy }) => policy).reduce(combineManaged).policySource;
  }

  /**
   * Reads the places again. Never rejects.
   * @param only the place to read; all of the computer's own when it is not given
   * @returns whether something that people see has changed
   */
  async refresh(only?: ManagedPlace): Promise<boolean> {
    if (only !== undefined && only === this.#address?.place) return this.#address.refresh();
    const read = this.#own.filter(({ place }) => only === undefined || place === only);
    const changed = await Promise.all(read.map((place) => place.refresh()));
    // With another address or key, what the address said before counts no more.
    const recalled = this.#address?.recall() ?? false;
    return changed.includes(true) || recalled;
  }
}
