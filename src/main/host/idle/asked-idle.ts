import type { Clock } from '../../ports/index.js';

/** A source that can be believed whenever it answers. */
export interface TellingIdle {
  /** Shown to people; `null` while the source does not answer. */
  readonly name: string | null;
  /** @returns milliseconds, or `null` while the source does not answer */
  idleMs(): number | null;
  /** How far {@link idleMs} is rounded down, in milliseconds. */
  readonly resolutionMs: number;
}

/** Asks a desktop or an X server, not Electron, how long nobody touched this computer. */
export interface OtherIdle {
  /** Shown to people. */
  readonly name: string;
  /** @returns milliseconds; rejects when it is not there */
  read(): Promise<number>;
}

/** How far a reading may be from what the clock says that it should be, in milliseconds. */
export const READING_TOLERANCE_MS = 250;

/** A source is given up after this time without an answer, in milliseconds. */
const GIVEN_UP_AFTER_MS = 30_000;

/** The wait between two tries of a source that does not answer, in milliseconds. */
const RETRY_MS = 10_000;

interface Reading {
  readonly idleMs: number;
  /** When it was asked for, on the boot-time clock. */
  readonly atMs: number;
}

export interface AskedIdle extends TellingIdle {
  /** Asks the source, unless it is being asked, or did not answer shortly before. Never rejects. */
  refresh(): Promise<void>;
}

/**
 * Makes a source that answers later usable at once. Each `idleMs` gives what is known and starts the
 * next question to the source. Between two answers the idle time counts up: an answer that comes late, or
 * never, can end a session early, but not late.
 *
 * @param onNews called when an answer tells of activity that the last answer did not include
 */
export function askedIdle(source: OtherIdle, clock: Clock, onNews: () => void): AskedIdle {
  let last: Reading | null = null;
  let isReading = false;
  let failedAtMs = Number.NEGATIVE_INFINITY;

  const nowMs = (): number => clock.now().bootMs;
  const take = (next: Reading): void => {
    const before = last;
    const passedMs = before === null ? 0 : next.atMs - before.atMs;
    // The same value again after a while is no answer: the source is stuck.
    if (next.idleMs === before?.idleMs && passedMs > READING_TOLERANCE_MS) return;
    last = next;
    if (before === null || next.idleMs < before.idleMs + passedMs - READING_TOLERANCE_MS) onNews();
  };
  const refresh = async (): Promise<void> => {
    // The time before the question: the wait for the answer counts as inactivity.
    const atMs = nowMs();
    if (isReading || atMs - failedAtMs < RETRY_MS) return;
    isReading = true;
    try {
      take({ atMs, idleMs: await source.read() });
    } catch {
      // The last reading counts up until it is given up.
      if (last === null) failedAtMs = atMs;
    } finally {
      isReading = false;
    }
  };
  return {
    // Such sources give milliseconds.
    resolutionMs: 1,
    get name() {
      return last === null ? null : source.name;
    },
    idleMs: () => {
      if (last !== null && nowMs() - last.atMs > GIVEN_UP_AFTER_MS) last = null;
      void refresh();
      return last === null ? null : last.idleMs + nowMs() - last.atMs;
    },
    refresh,
  };
}
