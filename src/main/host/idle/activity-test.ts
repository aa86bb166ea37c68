import type { ActivityTestResult } from '../../../shared/requests/views.js';
import type { Clock, IdleSource } from '../../ports/index.js';
import { orElse } from '../../ports/or-else.js';

/** How long the person may take to let go after pressing the button, in milliseconds. */
const LET_GO_MS = 1_000;

/** How long nobody may touch the computer, in milliseconds. */
const HANDS_OFF_MS = 5_000;

/** Between two readings, in milliseconds. */
const READING_MS = 250;

/** How far a correct reading may be from the clock, in addition to its rounding, in milliseconds. */
const TOLERANCE_MS = 400;

/**
 * Tests the idle source while nobody touches the computer: the idle time must rise with the clock. Takes
 * six seconds.
 */
export async function testActivity(idle: IdleSource, clock: Clock): Promise<ActivityTestResult> {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => clock.after(ms, () => resolve()));
  /** `null` when the source cannot be read */
  const read = (): number | null => orElse(() => idle.idleMs(), null);
  await pause(LET_GO_MS);
  // A source that answers later still counts from an old answer. This call makes it ask anew.
  read();
  await pause(READING_MS);
  const startedMs = clock.now().bootMs;
  let first: number | null = null;
  let last = 0;
  for (;;) {
    const passedMs = clock.now().bootMs - startedMs;
    const idleMs = read();
    if (idleMs === null) return 'unreadable';
    first ??= idleMs;
    if (idleMs < last - TOLERANCE_MS) return 'touched';
    last = idleMs;
    if (passedMs >= HANDS_OFF_MS) {
      const missingMs = passedMs - (last - first);
      return Math.abs(missingMs) <= idle.resolutionMs + TOLERANCE_MS ? 'works' : 'stuck';
    }
    await pause(READING_MS);
  }
}
