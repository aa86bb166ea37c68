import { SeedKeys } from '../../../src/main/keys/seed-keys.js';
import type { Member } from '../../../src/main/ports/index.js';

/** Each member's seed is the same in every test: key pairs take time to make. */
const SEEDS = new Map<string, SeedKeys>();

/** A member's keys, as the member's first password would open them. The caller may forget them. */
export function keysOf(member: Pick<Member, 'id'>): SeedKeys {
  return seedOf(member).copy();
}

/** The same, for what forgets no keys: a copy takes time too. */
export function seedOf({ id }: Pick<Member, 'id'>): SeedKeys {
  const keys = SEEDS.get(id) ?? SeedKeys.fresh();
  SEEDS.set(id, keys);
  return keys;
}
