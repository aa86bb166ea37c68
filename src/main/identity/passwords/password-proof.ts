import type { Clock } from '../../ports/index.js';

/** How long a password that was entered counts as recent, in milliseconds: 5 minutes. */
export const RECENT_PASSWORD_MS = 300_000;

/** Remembers when the member who is signed in last proved the password. Both clocks must agree. */
export class PasswordProof {
  readonly #clock: Clock;
  #proved: { readonly memberId: string; readonly wallMs: number; readonly bootMs: number } | null =
    null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  prove(memberId: string): void {
    this.#proved = { memberId, ...this.#clock.now() };
  }

  isRecent(memberId: string): boolean {
    if (this.#proved?.memberId !== memberId) return false;
    const now = this.#clock.now();
    const wallMs = now.wallMs - this.#proved.wallMs;
    return wallMs >= 0 && Math.max(wallMs, now.bootMs - this.#proved.bootMs) <= RECENT_PASSWORD_MS;
  }
}
