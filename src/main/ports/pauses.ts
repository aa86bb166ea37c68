import type { PauseDays } from '../../shared/policy/foresight.js';

/** A session as the record of pauses knows it. */
export interface PausedSession {
  /** In days since 1970, as this computer's calendar counts them. */
  readonly day: number;
  /** Random: it leads to no session of the audit trail. */
  readonly session: Buffer;
  /** In whole seconds; 0 before the first pause. */
  readonly longestSeconds: number;
  /** Whether it ended because nobody was there. */
  readonly timedOut: boolean;
}

/** A pause that ended because its person was back. */
export interface EndedPause {
  readonly day: number;
  /** Random: another one for the same person on each day. */
  readonly person: Buffer;
  readonly seconds: number;
}

/** The lengths of pauses, without names. Methods throw when the database fails. */
export interface PauseStore {
  /** Adds the session, or replaces what is known of it, and adds the pauses. */
  save(session: PausedSession, pauses: readonly EndedPause[]): void;
  /** @returns all from the first day up to the last one */
  between(firstDay: number, lastDay: number): PauseDays;
  forgetBefore(day: number): void;
  forgetAll(): void;
}
