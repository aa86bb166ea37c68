import type { Policy } from '../../../shared/policy/policy.js';
import { type Role, ROLES } from '../../../shared/people/role.js';
import { draftedSeconds, draftTimeout, type TimeoutDraft } from '../../ui/fields/timeout-draft.js';

/** A policy as it is being edited: its timeout may, for a moment, be no number at all. */
export interface PolicyDraft {
  readonly rules: Omit<Policy, 'sessionTimeoutSeconds'>;
  readonly timeout: TimeoutDraft;
}

export function draftPolicy(policy: Policy): PolicyDraft {
  return { rules: policy, timeout: draftTimeout(policy.sessionTimeoutSeconds) };
}

/**
 * The policy that the draft stands for, or `null` while its timeout is not valid.
 * @param mostSeconds the longest timeout that can be chosen here
 */
export function draftedPolicy(
  { rules, timeout }: PolicyDraft,
  mostSeconds?: number,
): Policy | null {
  const sessionTimeoutSeconds = draftedSeconds(timeout, mostSeconds);
  return sessionTimeoutSeconds === null ? null : { ...rules, sessionTimeoutSeconds };
}

/**
 * The limits by role with one of them changed.
 * @param seconds the role's own limit, or `null` for the same as everyone
 */
export function withRoleLimit(
  limits: Policy['roleTimeoutSeconds'],
  changed: Role,
  seconds: number | null,
): Policy['roleTimeoutSeconds'] {
  const next: Partial<Record<Role, number>> = {};
  for (const role of ROLES) {
    const limit = role === changed ? seconds : limits[role];
    if (limit !== null && limit !== undefined) next[role] = limit;
  }
  return next;
}
