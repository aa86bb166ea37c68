import { readJson } from '../../shared/texts/json.js';
import type { RecordKey } from '../keys/record-key.js';
import type { Instant, KeyHolder, SealedActivity, SessionStore, SignedIn } from '../ports/index.js';
import {
  type ActivityRecord,
  earliestActivity,
  restoreRecord,
  type Restored,
  type StoredActivity,
  type TakenUpIn,
} from './elapsed.js';
import type { SessionLimits } from './limits.js';
import { WATCHDOG_MS } from './schedule.js';

export interface ActivityLogParts {
  readonly store: SessionStore;
  readonly keys: KeyHolder;
}

type StoredTimes = Omit<StoredActivity, keyof TakenUpIn | 'signedIn'>;

interface FirstActivity {
  readonly now: Instant;
  readonly takenUpIn: TakenUpIn;
  readonly limits: SessionLimits;
  readonly signedIn: SignedIn;
}

/**
 * Keeps the last activity for a restart of the app. Each entry is sealed for the member alone
 * and counted: nobody can make a session look younger by a change in the database without the key.
 */
export class ActivityLog {
  readonly #parts: ActivityLogParts;
  #counter = 0;
  #takenUpIn: TakenUpIn = { bootId: null, loginId: null };
  #signedIn: SignedIn | undefined;
  #storedBootMs = Number.NEGATIVE_INFINITY;
  #stored: StoredTimes | null = null;

  constructor(parts: ActivityLogParts) {
    this.#parts = parts;
  }

  /** The first entry of a session that begins now. */
  first(
    sessionId: string,
    { now, takenUpIn, limits, signedIn }: FirstActivity,
    key: RecordKey,
  ): SealedActivity {
    this.#takenUpIn = takenUpIn;
    const { signedInSeq, signedInLink } = signedIn;
    this.#signedIn = { signedInSeq, signedInLink };
    this.#counter = 1;
    this.#storedBootMs = now.bootMs;
    return this.#seal(sessionId, { startedAt: now, lastActivityAt: now, limits }, key);
  }

  /** Stores newer activity, at most one entry per {@link WATCHDOG_MS}: each write is a disk sync. */
  note(sessionId: string, record: ActivityRecord, limits: SessionLimits): void {
    // The earliest possible moment: rounding must not lengthen a session.
    const lastActivityAt = earliestActivity(record);
    if (lastActivityAt.bootMs - this.#storedBootMs < WATCHDOG_MS) return;
    const key = this.#parts.keys.held?.own ?? null;
    if (key === null) return;
    try {
      const { startedAt } = record;
      const times = { startedAt, lastActivityAt, limits };
      const entry = this.#seal(sessionId, times, key, this.#counter + 1);
      this.#parts.store.recordActivity(sessionId, entry);
      this.#counter = entry.counter;
      this.#storedBootMs = lastActivityAt.bootMs;
    } catch {
      // The older entry stays, which is the stricter one.
    }
  }

  /** Seals the last entry anew, for the member's new keys. @throws when it cannot be stored */
  sealAnew(sessionId: string, key: RecordKey): void {
    if (this.#stored === null) return;
    const entry = this.#seal(sessionId, this.#stored, key, this.#counter + 1);
    this.#parts.store.recordActivity(sessionId, entry);
    this.#counter = entry.counter;
  }

  /** @returns `null` when the app did not write this entry */
  read(
    sessionId: string,
    sealed: SealedActivity,
    key: RecordKey,
    now: Instant,
    takenUpIn: TakenUpIn,
  ): Restored | null {
    const text = key.open(nameOf(sessionId, sealed.counter), sealed.box);
    if (text === null) return null;
    const json = readJson(text.toString('utf8'));
    if (!json.ok) return null;
    // The seal proves that the app wrote it.
    const stored = json.value as StoredActivity;
    this.#takenUpIn = takenUpIn;
    this.#signedIn = stored.signedIn;
    this.#counter = sealed.counter;
    this.#storedBootMs = stored.lastActivityAt.bootMs;
    this.#stored = stored;
    return restoreRecord(stored, now, takenUpIn);
  }

  #seal(
    sessionId: string,
    times: StoredTimes,
    key: RecordKey,
    counter = this.#counter,
  ): SealedActivity {
    const signedIn = this.#signedIn === undefined ? {} : { signedIn: this.#signedIn };
    const stored: StoredActivity = { ...times, ...this.#takenUpIn, ...signedIn };
    this.#stored = times;
    const text = Buffer.from(JSON.stringify(stored), 'utf8');
    return { counter, box: key.seal(nameOf(sessionId, counter), text) };
  }
}

/** Binds an entry to its session and its counter: no other entry opens in its place. */
function nameOf(sessionId: string, counter: number): string {
  return `activity/${sessionId}/${counter}`;
}
