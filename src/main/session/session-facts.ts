import type { BeatSession, Clock } from '../ports/index.js';
import { leftOf } from './left.js';
import type { SessionRunner } from './runner.js';

/**
 * What this workstation says to others of its session: who is signed in, and when it ends without the help of any
 * network. One that ends is there until it is wiped.
 * @returns `null` while nobody is signed in
 */
export function sessionFacts(
  {
    state,
    elapsed,
    sinceLookMs,
    policy,
  }: Pick<SessionRunner, 'state' | 'elapsed' | 'sinceLookMs' | 'policy'>,
  clock: Clock,
): BeatSession | null {
  if (state.kind === 'signedOut') return null;
  const { session } = state;
  const { memberId, signedInSeq } = session;
  const deadline = state.kind === 'ending' ? null : state.deadline;
  const left = leftOf(elapsed, policy, { session, deadline });
  const measuredMs = clock.now().wallMs - sinceLookMs;
  return {
    ...{ memberId, signedInSeq },
    sinceMs: measuredMs - elapsed.ageMs,
    lastActivityMs: measuredMs - elapsed.inactiveMs,
    idleEndMs: measuredMs + Math.min(left.idleMs, left.ageMs, left.deadlineMs),
    longestEndMs: measuredMs + Math.min(left.ageMs, left.deadlineMs),
  };
}
