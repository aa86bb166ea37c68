import { combineManaged, type ManagedPolicy } from '../../shared/policy/managed-policy.js';
import type { ManagedPlace, ManagedSource } from '../ports/index.js';
import type { PlaceKeeper } from './place-keeper.js';

/**
 * The managed policy of this computer, combined from all places. Each place has its own keeper: a
 * broken place uses its last good policy, and does not affect the others.
 */
export class ManagedPolicies implements ManagedSource {
  /** The place with the stronger policy first. */
  readonly places: readonly [PlaceKeeper, ...PlaceKeeper[]];

  constructor(places: readonly [PlaceKeeper, ...PlaceKeeper[]]) {
    this.places = places;
  }

  get policy(): ManagedPolicy {
    return this.places.map(({ policy }) => policy).reduce(combineManaged);
  }

  /**
   * Reads the places again. Never rejects.
   * @param only the place to read; all places when it is not given
   * @returns whether something that people see has changed
   */
  async refresh(only?: ManagedPlace): Promise<boolean> {
    const read = this.places.filter(({ place }) => only === undefined || place === only);
    const changed = await Promise.all(read.map((place) => place.refresh()));
    return changed.includes(true);
  }
}
