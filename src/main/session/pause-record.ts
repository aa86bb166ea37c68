import { randomBytes } from 'node:crypto';
import { type Foresight, foresee, KEPT_DAYS } from '../../shared/policy/foresight.js';
import { leadWithin, type Policy } from '../../shared/policy/policy.js';
import type { Clock, PausedSession, PauseStore } from '../ports/index.js';
import { orWarn } from '../ports/or-else.js';
import type { Elapsed } from './elapsed.js';
import type { Ended, LiveSession, SessionState } from './machine.js';
import { secondsOfPause } from './pause-meter.js';

const DAY_MS = 86_400_000;

/** Length of a random number, in bytes. */
const NUMBER_BYTES = 8;

export interface PauseRecordParts {
  readonly pauseStore: PauseStore;
  readonly clock: Clock;
  /** The policy in force now. */
  readonly policy: () => Policy;
}

/** A session whose pauses may be recorded. */
interface Recorded {
  readonly sessionId: string;
  readonly memberId: string;
  /** What is written of it; `null` while nothing is. */
  row: PausedSession | null;
}

/**
 * Records how long the pauses in sessions are, without names. Whose number is which is known in memory only, and
 * until the day is over. It writes with the looks of a session, and a write that fails disturbs nobody.
 */
export class PauseRecord {
  readonly #parts: PauseRecordParts;
  #recorded: Recorded | null = null;
  /** Pauses that are not written yet, in seconds. */
  #heard: number[] = [];
  /** The numbers of the members of one day. */
  #numbers = { day: 0, of: new Map<string, Buffer>() };

  constructor(parts: PauseRecordParts) {
    this.#parts = parts;
  }

  /** Somebody is back after so many seconds; `null`: nobody was away. */
  hear(seconds: number | null): void {
    if (seconds !== null) this.#heard.push(seconds);
  }

  /** Writes what was heard. Called with the looks of a session, after its limits were checked. */
  keep({ sessionId, memberId }: LiveSession): void {
    if (this.#recorded?.sessionId !== sessionId) this.#begin(sessionId, memberId);
    else if (this.#heard.length > 0) this.#write(this.#recorded);
  }

  /** Writes how the session ended, when it is over. @param elapsed as measured at its end */
  follow(state: SessionState, elapsed: Elapsed): void {
    if (state.kind !== 'signedOut' || this.#recorded === null) return;
    const { inactiveMs, awayMs } = elapsed;
    const seconds = secondsOfPause(Math.max(inactiveMs, awayMs)) ?? 0;
    this.#write(this.#recorded, { seconds, timedOut: isTimedOut(state.ended) });
    this.#recorded = null;
  }

  /** Deletes what is too old, and everything when nothing is to be recorded. */
  review(): void {
    const { pauseStore, policy } = this.#parts;
    const isOn = policy().measurePauses;
    // Turned on again, it begins with the next session.
    if (!isOn && this.#recorded !== null) this.#recorded.row = null;
    orWarn(() => {
      if (isOn) pauseStore.forgetBefore(this.#today() - KEPT_DAYS + 1);
      else pauseStore.forgetAll();
    });
  }

  /**
   * What another timeout would have done. Both in seconds.
   * @throws when the database cannot be read
   */
  foresee({
    timeoutSeconds,
    warningLeadSeconds,
  }: Pick<Policy, 'warningLeadSeconds'> & { readonly timeoutSeconds: number }): Foresight {
    const today = this.#today();
    const kept = this.#parts.pauseStore.between(today - KEPT_DAYS + 1, today);
    const leadSeconds = leadWithin(timeoutSeconds, warningLeadSeconds);
    return foresee(kept, today, { timeoutSeconds, leadSeconds });
  }

  #begin(sessionId: string, memberId: string): void {
    this.review();
    const isOn = this.#parts.policy().measurePauses;
    const session = randomBytes(NUMBER_BYTES);
    const row = isOn ? { day: this.#today(), session, longestSeconds: 0, timedOut: false } : null;
    this.#recorded = { sessionId, memberId, row };
    this.#write(this.#recorded);
  }

  #write(recorded: Recorded, end = { seconds: 0, timedOut: false }): void {
    const heard = this.#heard.splice(0);
    if (recorded.row === null) return;
    const longestSeconds = Math.max(recorded.row.longestSeconds, end.seconds, ...heard);
    const session = { ...recorded.row, longestSeconds, timedOut: end.timedOut };
    recorded.row = session;
    const day = this.#today();
    const person = this.#numberOf(recorded.memberId, day);
    orWarn(() =>
      this.#parts.pauseStore.save(
        session,
        heard.map((seconds) => ({ day, person, seconds })),
      ),
    );
  }

  #numberOf(memberId: string, day: number): Buffer {
    if (this.#numbers.day !== day) this.#numbers = { day, of: new Map() };
    const number = this.#numbers.of.get(memberId) ?? randomBytes(NUMBER_BYTES);
    this.#numbers.of.set(memberId, number);
    return number;
  }

  /** In days since 1970, by this computer's calendar. */
  #today(): number {
    const { wallMs } = this.#parts.clock.now();
    return Math.floor(wallMs / DAY_MS - new Date(wallMs).getTimezoneOffset() / 1_440);
  }
}

/** Whether nobody knows how long the last pause would have been. */
function isTimedOut(ended: Ended | null): boolean {
  return ended?.cause === 'idle' || ended?.cause === 'policyTightened';
}
