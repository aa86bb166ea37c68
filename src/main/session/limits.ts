import type { Role } from '../../shared/people/role.js';
import { type Policy, sessionTimeoutFor } from '../../shared/policy/policy.js';

/** The limits of one session, in seconds. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly ageSeconds: number;
}

export function limitsOf(policy: Policy, role: Role): SessionLimits {
  const idleSeconds = sessionTimeoutFor(policy, role);
  return { idleSeconds, ageSeconds: policy.longestSessionSeconds };
}

/** A policy whose limits are no longer than these: the shorter one of each holds. */
export function shortened(policy: Policy, limits: SessionLimits | null): Policy {
  if (limits === null) return policy;
  const { idleSeconds, ageSeconds } = limits;
  return {
    ...policy,
    sessionTimeoutSeconds: Math.min(policy.sessionTimeoutSeconds, idleSeconds),
    longestSessionSeconds: Math.min(policy.longestSessionSeconds, ageSeconds),
  };
}
