import type { ManagedView } from '../../contract/views.js';
import type { ManagedPolicies } from '../policy/managed-policies.js';
import type { PolicyKeeper } from '../policy/policy-keeper.js';

/** What people see of the rules that come from outside. */
export function managedView(managed: ManagedPolicies, policies: PolicyKeeper): ManagedView {
  const { policy, problem, path } = managed;
  return {
    state: stateOf(managed),
    problem: problem?.sentence ?? null,
    file: path,
    restrictions: policies.restrictions(),
    clinicName: policy.clinicName,
  };
}

function stateOf({ holds, problem }: ManagedPolicies): ManagedView['state'] {
  if (problem === null) return holds ? 'inForce' : 'none';
  return holds ? 'lastGood' : 'refused';
}
