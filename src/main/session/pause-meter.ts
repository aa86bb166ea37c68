import { SHORTEST_PAUSE_SECONDS } from '../../shared/policy/foresight.js';
import type { Elapsed } from './elapsed.js';

/**
 * Finds pauses in what the looks of a session measure. Far from a limit they are 20 s apart, and a source tells
 * the last input only: somebody may have come back at any time since the last look that saw nobody. The middle
 * counts. Near the limit, where looks are close, it is exact.
 */
export class PauseMeter {
  /** How long nobody was there at the last look that saw nobody, in milliseconds. */
  #quietMs = 0;

  /** Another session begins. @param inactiveMs how long nobody was there already, in milliseconds */
  begin(inactiveMs: number): void {
    this.#quietMs = inactiveMs;
  }

  /**
   * Takes a look.
   * @param isWhole whether it would have seen anybody who is there
   * @returns how long the pause was that is over now, in whole seconds; `null` for none that is recorded
   */
  look(elapsed: Elapsed, isWhole: boolean): number | null {
    const { inactiveMs, awayMs, interrupted, doubtedMs } = elapsed;
    // Nothing watched this computer in a gap, which counts as inactivity.
    if (interrupted) this.#quietMs = inactiveMs;
    const pause = this.#over(awayMs);
    // A person at work without a pause gives readings that cannot be believed, too.
    const sawNobody = isWhole && doubtedMs === 0;
    this.#quietMs = sawNobody ? inactiveMs : Math.min(this.#quietMs, inactiveMs);
    return pause;
  }

  /** Somebody is there now. @param awayMs since the activity before that, in milliseconds; returns as `look` */
  input(awayMs: number): number | null {
    const pause = this.#over(awayMs);
    this.#quietMs = 0;
    return pause;
  }

  #over(awayMs: number): number | null {
    const middleMs = (Math.min(this.#quietMs, awayMs) + awayMs) / 2;
    return secondsOfPause(middleMs);
  }
}

/** @returns whole seconds; `null` for a pause that is too short to be recorded */
export function secondsOfPause(ms: number): number | null {
  const seconds = Math.floor(ms / 1_000);
  return seconds < SHORTEST_PAUSE_SECONDS ? null : seconds;
}
