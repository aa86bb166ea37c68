import { type Policy, sessionTimeoutFor, warningLeadSeconds } from '../../shared/policy/policy.js';
import type { Elapsed } from './elapsed.js';
import { leftOf, PREPARE_WARNING_MS, type SessionState, WIPE_RETRY_MS } from './machine.js';

/**
 * The longest pause between two looks, in milliseconds. Long sleeps of timers are not trusted (a
 * 7-day limit must not hang on one timer), and a pause bounds how long a sleep, a stopped process or
 * a changed clock goes unnoticed. Below the gap that counts as inactivity (`elapsed.ts`).
 */
export const WATCHDOG_MS = 20_000;

/** Between looks when something is due within the idle source's rounding, in milliseconds. */
export const CLOSE_LOOK_MS = 20;

/** Between looks that wait for a reading to believe, in milliseconds: the longest and the shortest. */
const DOUBTED_LOOKS_MS = { longest: 3_000, shortest: 1_000 };

/** Between looks while the warning is up, so that a returning person is seen at once, in milliseconds. */
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
  const left = leftOf(elapsed, policy, state.session.role);
  const leadMs = warningLeadSeconds(sessionTimeoutFor(policy, state.session.role)) * 1_000;
  const ahead = state.kind === 'warning' ? 0 : leadMs + (state.prepared ? 0 : PREPARE_WARNING_MS);
  // What rounding hides may have passed already, but only of idleness: a session's age is exact.
  const dueMs = Math.min(left.idleMs - elapsed.uncertaintyMs, left.ageMs) - ahead;
  if (state.kind === 'warning') return Math.min(WARNING_LOOK_MS, Math.max(CLOSE_LOOK_MS, dueMs));
  // Whoever works pauses now and then, and a look must fall into a pause before the time is up.
  const { longest, shortest } = DOUBTED_LOOKS_MS;
  const pause =
    elapsed.doubtedMs > 0 ? Math.min(longest, Math.max(shortest, dueMs / 10)) : WATCHDOG_MS;
  return Math.min(pause, Math.max(CLOSE_LOOK_MS, Math.floor(dueMs)));
}
