import { join } from 'node:path';
import { managedMemory } from '../host/managed/managed-memory.js';
import { managedPlaces } from '../host/managed/managed-places.js';
import { policyAddress } from '../host/managed/policy-address.js';
import type { Fetch } from '../host/network/small-file.js';
import { ManagedPolicies } from '../policy/managed-policies.js';
import { PlaceKeeper, type PlaceKeeperParts } from '../policy/place-keeper.js';
import { LONGEST_SIGNED_POLICY, readSignedPolicy } from '../policy/signed-policy.js';
import { numberInTrail } from '../policy/trail-number.js';
import type { AuditReader, AuditSink, Clock, WatchedPlace } from '../ports/index.js';

/*
 * The part of the composition root for what is managed on this computer.
 */

export interface ManagedParts {
  /** The account's. */
  readonly folder: string;
  readonly audit: AuditSink & AuditReader;
  readonly clock: Clock;
  /** How addresses are asked. */
  readonly fetch: Fetch;
  /** The computer's own places; this computer's, when they are not given. */
  readonly own?: readonly [WatchedPlace, ...WatchedPlace[]];
}

export interface OpenManaged {
  readonly managed: ManagedPolicies;
  /** The computer's own places were read once; an address is asked only when a watch of it has begun. */
  readonly managedPlaces: readonly WatchedPlace[];
}

export async function openManaged({
  folder,
  audit,
  clock,
  fetch,
  own = managedPlaces(process.platform, clock),
}: ManagedParts): Promise<OpenManaged> {
  const keep = (
    place: WatchedPlace,
    signed?: Pick<PlaceKeeperParts, 'judge' | 'least'>,
  ): PlaceKeeper => {
    const name = place.kind === 'file' ? 'managed-policy' : `managed-policy-${place.kind}`;
    const memory = managedMemory(join(folder, `${name}.json`));
    return new PlaceKeeper({ place, memory, audit, clock, ...signed });
  };
  const address = policyAddress({
    ...{ clock, fetch, mostBytes: LONGEST_SIGNED_POLICY },
    source: () => managed.source,
  });
  // A key's number is looked up once in a run: from then on the keeper has a newer one, or the same.
  const numbers = new Map<string, Promise<number>>();
  const least = async (): Promise<number> => {
    const key = managed.source?.key;
    if (key === undefined) return 0;
    const known = numbers.get(key) ?? numberInTrail(audit, key).catch(() => 0);
    numbers.set(key, known);
    return known;
  };
  const [first, ...others] = own;
  const managed: ManagedPolicies = new ManagedPolicies(
    [keep(first), ...others.map((place) => keep(place))],
    keep(address, {
      judge: (text, before) => readSignedPolicy(text, managed.source, before),
      least,
    }),
  );
  await managed.refresh();
  return { managed, managedPlaces: [...own, address] };
}
