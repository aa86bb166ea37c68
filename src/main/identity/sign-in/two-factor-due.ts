import { notAfter } from '../../../shared/texts/stored-time.js';
import { type SignInRules, STRICTEST_SIGN_IN_RULES } from '../../../shared/policy/sign-in-rules.js';
import type { ClinicState, MemberState } from '../../account/clinic-state.js';
import type { AccountStore } from '../../ports/index.js';
import type { MemberMemory } from '../member-memory.js';

const DAY_MS = 86_400_000;

/** The rules in force: the clinic's own, or the strictest while the account is in question. */
export function rulesOf({
  state,
  standing,
}: Pick<AccountStore, 'state' | 'standing'>): SignInRules {
  return state === null || standing.kind !== 'sound' ? STRICTEST_SIGN_IN_RULES : state.rules;
}

/**
 * The time by which a member's days are counted: the computer's, but it never goes back. A clock that was
 * ahead, or is set back, gives no days and takes none: the time stops, and then goes on.
 * @param nowMs milliseconds since 1970
 */
export function memberTime({ seenAt, backMs }: MemberMemory, nowMs: number): number {
  return Math.max(seenAt, nowMs + backMs);
}

/** Notes a sign-in in the member's memory. */
export function seenAt(memory: MemberMemory, nowMs: number): MemberMemory {
  const timeMs = memberTime(memory, nowMs);
  return { ...memory, seenAt: timeMs, backMs: timeMs - nowMs };
}

/**
 * When a member without two-factor authentication must have set it up, in milliseconds since 1970;
 * `null` when the account does not require it. A member who joins later gets as many days.
 */
function dueAt(
  { requiredSince, rules }: Pick<ClinicState, 'requiredSince' | 'rules'>,
  member: MemberState,
  timeMs: number,
): number | null {
  if (requiredSince === null) return null;
  // Times in the future come from a clock that was ahead: `requiredSince` then counts from now, and a
  // member with such a time counts as an earlier one.
  const since = notAfter(timeMs, requiredSince) ?? timeMs;
  const joined = notAfter(timeMs, member.createdAt) ?? since;
  return Math.max(since, joined) + rules.graceDays * DAY_MS;
}

/**
 * How long a member may still sign in without two-factor authentication: whole days, rounded up; 0
 * when the next sign-in asks for it; `null` when the member has it or it is not required.
 * @param memory `null` when it is missing or was changed
 * @param nowMs milliseconds since 1970; a clock that was set back gains no time
 */
export function dueInDays(
  account: Pick<AccountStore, 'state' | 'standing'>,
  member: MemberState,
  memory: MemberMemory | null,
  nowMs: number,
): number | null {
  if (member.twoFactor !== null) return null;
  if (member.mustSetUp || account.state === null) return 0;
  // While the account is in question its administrators come in, to look at it: with what they have.
  if (account.state.requiredSince === null) return null;
  if (memory === null) return 0;
  const timeMs = memberTime(memory, nowMs);
  const due = dueAt(account.state, member, timeMs);
  return due === null ? null : Math.max(0, Math.ceil((due - timeMs) / DAY_MS));
}
