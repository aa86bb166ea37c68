import type { Role } from '../../shared/people/role.js';
import { type Policy, sessionTimeoutFor } from '../../shared/policy/policy.js';

/** The limits of one session, in seconds. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly ageSeconds: number;
}

/** @param longestSeconds the longest that this session may last, if it is less than others may */
export function limitsOf(policy: Policy, role: Role, longestSeconds = Infinity): SessionLimits {
  const idleSeconds = sessionTimeoutFor(policy, role);
  return { idleSeconds, ageSeconds: Math.min(policy.longestSessionSeconds, longestSeconds) };
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
