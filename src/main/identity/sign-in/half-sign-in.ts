import type { SeedKeys } from '../../keys/seed-keys.js';
import type { Instant, Member, SignedIn } from '../../ports/index.js';

/** How long a sign-in may stay half finished, in milliseconds: 5 minutes. */
export const HALF_SIGN_IN_MS = 300_000;

/** A sign-in whose password was right, and whose next step is missing. */
export interface HalfSignIn extends SignedIn {
  readonly member: Member;
  /** `acceptance`: an administrator decides about an account that is in question. */
  readonly stage: 'code' | 'enrolment' | 'acceptance';
  readonly reason: 'reset' | 'required';
  readonly keys: SeedKeys;
  /** The session machine's generation when the sign-in began: any lock since then makes it void. */
  readonly generation: number;
  readonly startedAt: Instant;
}

/** How much time a half-finished sign-in has left, in milliseconds. */
export function leftMs({ startedAt }: HalfSignIn, now: Instant): number {
  const wallMs = now.wallMs - startedAt.wallMs;
  // A clock that went back, or a moment from another boot, gives no more time.
  if (wallMs < 0 || now.bootMs < startedAt.bootMs) return 0;
  return HALF_SIGN_IN_MS - Math.max(wallMs, now.bootMs - startedAt.bootMs);
}
