import { type SignInRules, STRICTEST_SIGN_IN_RULES } from '../../contract/sign-in-rules.js';
import type { AccountRecord, MemberRecord } from './sealed-records.js';

const DAY_MS = 86_400_000;

/** The rules that hold: the account's own, or the strictest when they are gone or were changed. */
export function rulesOf(account: AccountRecord | null): SignInRules {
  return account?.rules ?? STRICTEST_SIGN_IN_RULES;
}

/**
 * When a member without two-factor authentication must have set it up, in milliseconds since 1970;
 * `null` when the account does not require it. Who joined later has as long as the others had.
 */
function dueAt(account: AccountRecord | null, member: MemberRecord): number | null {
  if (account === null) return 0;
  if (account.requiredSince === null) return null;
  return Math.max(account.requiredSince, member.createdAt) + account.rules.graceDays * DAY_MS;
}

/**
 * How long a member may still sign in without two-factor authentication: whole days, rounded up, 0
 * when it is asked at the next sign-in; `null` when the member has it or it is not required.
 * @param nowMs milliseconds since 1970; a clock that was set back gains no time
 */
export function dueInDays(
  account: AccountRecord | null,
  member: MemberRecord,
  nowMs: number,
): number | null {
  if (member.twoFactor !== null) return null;
  if (member.mustSetUp) return 0;
  const due = dueAt(account, member);
  if (due === null) return null;
  return Math.max(0, Math.ceil((due - Math.max(nowMs, account?.seenAt ?? 0)) / DAY_MS));
}
