import { notAfter } from '../../../shared/texts/stored-time.js';
import { type SignInRules, STRICTEST_SIGN_IN_RULES } from '../../../shared/policy/sign-in-rules.js';
import type { AccountKey } from '../../keys/account-key.js';
import type { AccountStore } from '../../ports/index.js';
import type { AccountRecord, MemberRecord, SealedRecords } from '../sealed-records.js';

const DAY_MS = 86_400_000;

/** The rules in force: the account's own, or the strictest when its record is missing or changed. */
export function rulesOf(account: AccountRecord | null): SignInRules {
  return account?.rules ?? STRICTEST_SIGN_IN_RULES;
}

/**
 * When a member without two-factor authentication must have set it up, in milliseconds since 1970;
 * `null` when the account does not require it. A member who joins later gets as many days.
 */
function dueAt(account: AccountRecord, member: MemberRecord, nowMs: number): number | null {
  const { requiredSince, rules } = account;
  if (requiredSince === null) return null;
  // Times in the future come from a clock that was ahead: `requiredSince` then counts from now, and a
  // member with such a time counts as an earlier one.
  const since = notAfter(nowMs, requiredSince) ?? nowMs;
  const joined = notAfter(nowMs, member.createdAt) ?? since;
  return Math.max(since, joined) + rules.graceDays * DAY_MS;
}

/**
 * Notes a sign-in. `seenAt` is in the future when the clock was ahead then, or was set back since: the
 * two look the same. Then all times move back by the difference, so that used-up days stay used up and
 * the rest count from now on. So a clock that was ahead takes no days from members who join later, and
 * a clock that was set back gives none.
 */
export function noteSeen(
  { account, records, key }: { account: AccountStore; records: SealedRecords; key: AccountKey },
  nowMs: number,
): void {
  const record = records.account(key);
  if (record === null) return;
  const backMs = Math.max(0, record.seenAt - nowMs);
  const moved = (timeMs: number): number => Math.min(timeMs, nowMs + backMs) - backMs;
  const { requiredSince } = record;
  const since = requiredSince === null ? null : moved(requiredSince);
  records.saveAccount(key, { ...record, requiredSince: since, seenAt: nowMs });
  if (backMs === 0) return;
  for (const { id } of account.members()) {
    const member = records.member(key, id);
    if (member !== null)
      records.saveMember(key, id, { ...member, createdAt: moved(member.createdAt) });
  }
}

/**
 * How long a member may still sign in without two-factor authentication: whole days, rounded up; 0
 * when the next sign-in asks for it; `null` when the member has it or it is not required.
 * @param nowMs milliseconds since 1970; a clock that was set back gains no time
 */
export function dueInDays(
  account: AccountRecord | null,
  member: MemberRecord,
  nowMs: number,
): number | null {
  if (member.twoFactor !== null) return null;
  if (member.mustSetUp) return 0;
  if (account === null) return 0;
  const latestMs = Math.max(nowMs, account.seenAt);
  const due = dueAt(account, member, latestMs);
  return due === null ? null : Math.max(0, Math.ceil((due - latestMs) / DAY_MS));
}
