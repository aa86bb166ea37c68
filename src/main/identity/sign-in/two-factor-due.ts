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
 * The time by which a member's days are counted: the computer's, but it never goes back, neither behind the
 * member's own sign-ins nor behind the clinic's last decision. A clock that was ahead, or is set back, gives
 * no days and takes none: the time stops, and then goes on.
 * @param nowMs milliseconds since 1970
 */
function memberTime({ seenAt, backMs }: MemberMemory, state: ClinicState, nowMs: number): number {
  return Math.max(seenAt, nowMs + backMs, state.decidedAt);
}

/** Notes a sign-in in the member's memory. */
export function seenAt(
  memory: MemberMemory,
  state: ClinicState | null,
  nowMs: number,
): MemberMemory {
  if (state === null) return memory;
  const timeMs = memberTime(memory, state, nowMs);
  const { requiredSince: at } = state;
  const required = at === null ? null : { at, since: requiredSince(memory, at, timeMs) };
  return { ...memory, seenAt: timeMs, backMs: timeMs - nowMs, required };
}

/**
 * Since when two-factor authentication is required, by the member's own time. What was decided under a clock
 * that was ahead counts from the first sign-in after it: so it is noted, and stays as it is then.
 */
function requiredSince({ required, backMs }: MemberMemory, at: number, timeMs: number): number {
  return required?.at === at ? required.since : Math.min(at + backMs, timeMs);
}

/**
 * When a member without two-factor authentication must have set it up, by the member's own time. A member
 * who joins later gets as many days.
 * @param since since when it is required, by the member's own time
 */
function dueAt(since: number, graceDays: number, joinedAt: number, timeMs: number): number {
  // A time in the future comes from a clock that was ahead: such a member counts as an earlier one.
  const joined = notAfter(timeMs, joinedAt) ?? since;
  return Math.max(since, joined) + graceDays * DAY_MS;
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
  const { state } = account;
  // While the account is in question its administrators come in, to look at it: with what they have.
  if (state.requiredSince === null) return null;
  if (memory === null) return 0;
  const timeMs = memberTime(memory, state, nowMs);
  const since = requiredSince(memory, state.requiredSince, timeMs);
  const due = dueAt(since, state.rules.graceDays, member.createdAt, timeMs);
  return Math.max(0, Math.ceil((due - timeMs) / DAY_MS));
}
