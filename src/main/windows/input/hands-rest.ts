import { setTimeout as sleep } from 'node:timers/promises';
import { orElse } from '../../ports/or-else.js';

/** Whoever pauses for this long has finished typing, in milliseconds. */
const PAUSE_MS = 1_500;

/** The longest wait for a person who never pauses, in milliseconds. */
const LONGEST_MS = 30_000;

const LOOK_MS = 200;

/**
 * Waits until nobody uses the computer for a moment: a window that appears may get the keyboard, and with
 * it what is typed into another program.
 * @param idleMs how long nobody has used the computer, in milliseconds; throws where that is not known
 */
export async function untilHandsRest(idleMs: () => number): Promise<void> {
  const giveUpAtMs = performance.now() + LONGEST_MS;
  const rested = (): boolean => orElse(() => idleMs() >= PAUSE_MS, true);
  while (!rested() && performance.now() < giveUpAtMs) await sleep(LOOK_MS);
}
