import type { ActivitySource } from '../../shared/policy/policy.js';
import type { Clock, IdleSource } from '../ports/index.js';
import type { ActivityLog } from './activity-log.js';
import {
  type ActivityRecord,
  beginRecord,
  type Elapsed,
  look,
  noteActivity,
  since,
} from './elapsed.js';
import type { SessionLimits } from './limits.js';
import type { LiveSession } from './machine.js';
import { PauseMeter } from './pause-meter.js';
import type { PauseRecord } from './pause-record.js';

/**
 * Whether the OS's idle source can be believed, as far as the running session shows. `believed`
 * also while nobody is signed in, and while only the app's own input counts.
 */
export type IdleHealth = 'believed' | 'doubtful' | 'unreadable';

/**
 * A person who works without a pause also gives readings that cannot be believed, but not for this
 * long, in milliseconds.
 */
const DOUBTFUL_MS = 120_000;

export interface ActivityWatchParts {
  readonly clock: Clock;
  readonly idle: IdleSource;
  readonly activityLog: ActivityLog;
  readonly pauses: Pick<PauseRecord, 'hear' | 'keep'>;
}

/** Measures how long nobody was there: reads the clocks and the idle source, and keeps the result. */
export class ActivityWatch {
  readonly #parts: ActivityWatchParts;
  readonly #pauses = new PauseMeter();
  #record: ActivityRecord;
  #elapsed: Elapsed = {
    inactiveMs: 0,
    awayMs: 0,
    uncertaintyMs: 0,
    ageMs: 0,
    bootMs: 0,
    doubtedMs: 0,
    interrupted: false,
  };
  #health: IdleHealth = 'believed';

  constructor(parts: ActivityWatchParts) {
    this.#parts = parts;
    this.#record = beginRecord(parts.clock.now());
  }

  /** As last measured. */
  get elapsed(): Elapsed {
    return this.#elapsed;
  }

  get health(): IdleHealth {
    return this.#health;
  }

  /** Since the last look, in milliseconds. */
  get sinceLookMs(): number {
    return this.#parts.clock.now().bootMs - this.#record.lastLook.bootMs;
  }

  /** Watches another session from now on. `record` is given when a session is resumed. */
  begin(record: ActivityRecord = beginRecord(this.#parts.clock.now())): void {
    const { clock, idle } = this.#parts;
    this.#record = record;
    // Before the first look, `elapsed` must not be that of the previous session.
    const sample = { now: clock.now(), osIdleMs: null, resolutionMs: idle.resolutionMs };
    this.#elapsed = look(record, sample).elapsed;
    this.#pauses.begin(this.#elapsed.inactiveMs);
    this.#health = 'believed';
  }

  /** Somebody was certainly there just now. */
  noteActivity(): void {
    const { clock, pauses } = this.#parts;
    const now = clock.now();
    pauses.hear(this.#pauses.input(since(this.#record.lastActivity, now)));
    this.#record = noteActivity(this.#record, now);
  }

  /**
   * Takes one look.
   * @param isWhole whether it asks for all that counts; if not, only the clocks are read
   * @param source what counts beside the app's own input, which is noted by itself
   */
  measure(isWhole: boolean, source: ActivitySource): void {
    const { clock, idle, pauses } = this.#parts;
    const askOs = isWhole && source === 'computer';
    const osIdleMs = askOs ? readIdle(idle) : null;
    const { resolutionMs } = idle;
    const { record, elapsed } = look(this.#record, { now: clock.now(), osIdleMs, resolutionMs });
    this.#record = record;
    this.#elapsed = elapsed;
    // Where only the app's own input counts, the clocks are all there is to ask.
    pauses.hear(this.#pauses.look(elapsed, isWhole || source === 'app'));
    if (!askOs) return;
    if (osIdleMs === null) this.#health = 'unreadable';
    else this.#health = elapsed.doubtedMs >= DOUBTFUL_MS ? 'doubtful' : 'believed';
    if (osIdleMs === null || elapsed.doubtedMs > 0) idle.doubt();
  }

  /**
   * Stores the measurement. Call it only after the limits were checked: if late input were stored and
   * the app died before it stored the end, the next start would revive the session.
   */
  keep(session: LiveSession, limits: SessionLimits): void {
    this.#parts.activityLog.note(session.sessionId, this.#record, limits);
    this.#parts.pauses.keep(session);
  }
}

/** A source that cannot be read is not counted: then only input in the app's windows is activity. */
function readIdle(idle: IdleSource): number | null {
  try {
    return idle.idleMs();
  } catch {
    return null;
  }
}
