import { type Policy, warningLeadFor } from '../../shared/policy/policy.js';
import type { Elapsed } from './elapsed.js';
import { leftOf } from './left.js';
import { PREPARE_WARNING_MS, type SessionState, WIPE_RETRY_MS } from './machine.js';

/**
 * The longest pause between two looks, in milliseconds. Long sleeps of timers are not trusted (a
 * 7-day limit must not depend on one timer), and a pause bounds how long a sleep, a stopped process or
 * a changed clock goes unnoticed. Below the gap that counts as inactivity (`elapsed.ts`).
 */
export const WATCHDOG_MS = 20_000;

/** The pause between looks when a limit is due within the idle source's rounding, in milliseconds. */
export const CLOSE_LOOK_MS = 20;

/** The pause between looks while readings cannot be believed, in milliseconds. */
const DOUBTED_LOOKS_MS = { longest: 3_000, shortest: 1_000 };

/** The pause between looks during the warning, in milliseconds: a person who returns is seen at once. */
export const WARNING_LOOK_MS = 100;

/**
 * When the runner must look again.
 * @param elapsed the last look; ignored while nobody is signed in
 * @returns milliseconds from that look, or `null` when nothing can happen by itself
 */
export function nextLookMs(state: SessionState, elapsed: Elapsed, policy: Policy): number | null {
  if (state.kind === 'signedOut') return null;
  if (state.kind === 'ending') {
    // While a try runs, its own outcome is the next event.
    if (state.trying) return null;
    return WIPE_RETRY_MS[Math.min(state.failures, WIPE_RETRY_MS.length) - 1] ?? null;
  }
  const left = leftOf(elapsed, policy, state);
  const leadMs = warningLeadFor(policy, state.session.role) * 1_000;
  const ahead = state.kind === 'warning' ? 0 : leadMs + (state.prepared ? 0 : PREPARE_WARNING_MS);
  // Rounding can hide idle time that has already passed; a session's age is exact.
  const exactMs = Math.min(left.ageMs, left.deadlineMs);
  const dueMs = Math.min(left.idleMs - elapsed.uncertaintyMs, exactMs) - ahead;
  if (state.kind === 'warning') return Math.min(WARNING_LOOK_MS, Math.max(CLOSE_LOOK_MS, dueMs));
  // A person at work pauses now and then; a look must fall into a pause before the limit is reached.
  const { longest, shortest } = DOUBTED_LOOKS_MS;
  const pause =
    elapsed.doubtedMs > 0 ? Math.min(longest, Math.max(shortest, dueMs / 10)) : WATCHDOG_MS;
  return Math.min(pause, Math.max(CLOSE_LOOK_MS, Math.floor(dueMs)));
}
