import { join } from 'node:path';
import { managedMemory } from '../host/managed/managed-memory.js';
import { managedPlaces } from '../host/managed/managed-places.js';
import { policyAddress } from '../host/managed/policy-address.js';
import type { Fetch } from '../host/network/small-file.js';
import { ManagedPolicies } from '../policy/managed-policies.js';
import { type JudgeText, PlaceKeeper } from '../policy/place-keeper.js';
import { LONGEST_SIGNED_POLICY, readSignedPolicy } from '../policy/signed-policy.js';
import type { AuditSink, Clock, WatchedPlace } from '../ports/index.js';

/*
 * The part of the composition root for what is managed on this computer.
 */

export interface ManagedParts {
  /** The account's. */
  readonly folder: string;
  readonly audit: AuditSink;
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
  const keep = (place: WatchedPlace, judge?: JudgeText): PlaceKeeper => {
    const name = place.kind === 'file' ? 'managed-policy' : `managed-policy-${place.kind}`;
    const memory = managedMemory(join(folder, `${name}.json`));
    return new PlaceKeeper({ place, memory, audit, clock, judge });
  };
  const address = policyAddress({
    ...{ clock, fetch, mostBytes: LONGEST_SIGNED_POLICY },
    source: () => managed.source,
  });
  const judge: JudgeText = (text, before) => readSignedPolicy(text, managed.source, before);
  const [first, ...others] = own;
  const managed: ManagedPolicies = new ManagedPolicies(
    [keep(first), ...others.map((place) => keep(place))],
    keep(address, judge),
  );
  await managed.refresh();
  return { managed, managedPlaces: [...own, address] };
}
