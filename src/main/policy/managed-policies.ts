import { combineManaged, type ManagedPolicy } from '../../shared/policy/managed-policy.js';
import type { ManagedPlace, ManagedSource } from '../ports/index.js';
import type { PlaceKeeper } from './place-keeper.js';

/**
 * What is managed on this computer, from all places together. Each place is kept by itself: one that
 * is broken has its last good policy, and takes nothing away from the others.
 */
export class ManagedPolicies implements ManagedSource {
  /** The stronger place first. */
  readonly places: readonly [PlaceKeeper, ...PlaceKeeper[]];

  constructor(places: readonly [PlaceKeeper, ...PlaceKeeper[]]) {
    this.places = places;
  }

  get policy(): ManagedPolicy {
    return this.places.map(({ policy }) => policy).reduce(combineManaged);
  }

  /**
   * Reads again. Never rejects.
   * @param only the place to read; all of them when it is not given
   * @returns whether something that people see has changed
   */
  async refresh(only?: ManagedPlace): Promise<boolean> {
    const read = this.places.filter(({ place }) => only === undefined || place === only);
    const changed = await Promise.all(read.map((place) => place.refresh()));
    return changed.includes(true);
  }
}
