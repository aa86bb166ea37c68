import type { Role } from '../../shared/people/role.js';
import { type Policy, sessionTimeoutFor } from '../../shared/policy/policy.js';
import type { Elapsed } from './elapsed.js';

/** What is left of each limit, in milliseconds; zero or less means reached. */
export interface Left {
  readonly idleMs: number;
  readonly ageMs: number;
  /** Until the deadline; infinite without one. */
  readonly deadlineMs: number;
}

/** Of a live session, what its limits depend on. */
interface LeftTo {
  readonly session: { readonly role: Role };
  readonly deadline: { readonly ageMs: number; readonly bootMs: number } | null;
}

/** What is left of the limits that hold for a session. */
export function leftOf(elapsed: Elapsed, policy: Policy, { session, deadline }: LeftTo): Left {
  return {
    idleMs: sessionTimeoutFor(policy, session.role) * 1_000 - elapsed.inactiveMs,
    ageMs: policy.longestSessionSeconds * 1_000 - elapsed.ageMs,
    deadlineMs: deadline === null ? Infinity : untilDeadline(deadline, elapsed),
  };
}

function untilDeadline(deadline: NonNullable<LeftTo['deadline']>, elapsed: Elapsed): number {
  return Math.min(deadline.ageMs - elapsed.ageMs, deadline.bootMs - elapsed.bootMs);
}

/** Which limit is reached next, or was reached first. */
export function nextLimit({ idleMs, ageMs, deadlineMs }: Left): 'idle' | 'age' | 'deadline' {
  if (deadlineMs < Math.min(idleMs, ageMs)) return 'deadline';
  return ageMs < idleMs ? 'age' : 'idle';
}
