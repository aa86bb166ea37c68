import type { ManagedPlaceView, ManagedView } from '../../shared/requests/views.js';
import type { ManagedPolicies } from '../policy/managed-policies.js';
import type { PlaceKeeper } from '../policy/place-keeper.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';

/** What people see of the managed policy. */
export function managedView(managed: ManagedPolicies, policies: PolicyKeeper): ManagedView {
  return {
    places: managed.places.map((keeper) => ({
      kind: keeper.place.kind,
      path: keeper.place.path,
      state: stateOf(keeper),
      problem: keeper.problem?.sentence ?? null,
    })),
    restrictions: policies.restrictions(),
    clinicName: managed.policy.clinicName,
    clinicServer: managed.policy.clinicServer,
  };
}

function stateOf({ holds, problem }: PlaceKeeper): ManagedPlaceView['state'] {
  if (problem === null) return holds ? 'inForce' : 'none';
  return holds ? 'lastGood' : 'refused';
}
