import type { ComputerLockAnswer, ComputerLockProblem } from '../../ports/index.js';

/** One way of asking for the computer's own lock. */
export interface LockWay {
  /** Asks for the lock. @returns whether there is anybody to ask; rejects when the lock is refused */
  ask(): Promise<boolean>;
  /** Whether the computer is locked now. May reject. Called after {@link ask} began. */
  isLocked(): Promise<boolean>;
}

/** How long one way may take to lock, in milliseconds. Some draw the lock screen first. */
export const LOCKED_BOUND_MS = 2_500;

/** The time between two calls of {@link LockWay.isLocked}, in milliseconds. */
const LOOK_MS = 100;

/**
 * Tries one way after the other until one of them says that the computer is locked: two lockers at once
 * would have to be unlocked twice.
 * @param wanted whether the lock is still wanted
 */
export async function lockBy(
  ways: readonly LockWay[],
  wanted: () => boolean,
): Promise<ComputerLockAnswer> {
  let asked = false;
  let problem: ComputerLockProblem = 'nothingToAsk';
  for (const way of ways) {
    if (!wanted()) {
      if (!asked && problem === 'nothingToAsk') return { outcome: 'dropped' };
      break;
    }
    const said = await askAndLook(way);
    if (said === 'locked') return { outcome: said };
    if (said === 'asked') asked = true;
    else if (said !== 'nothingToAsk') problem = said;
  }
  return asked ? { outcome: 'asked' } : { outcome: 'failed', problem };
}

async function askAndLook(way: LockWay): Promise<'locked' | 'asked' | ComputerLockProblem> {
  let said = 'noAnswer' as 'asked' | ComputerLockProblem;
  void way.ask().then(
    (there) => {
      said = there ? 'asked' : 'nothingToAsk';
    },
    () => {
      said = 'refused';
    },
  );
  const until = performance.now() + LOCKED_BOUND_MS;
  do {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    if (said === 'nothingToAsk' || said === 'refused') return said;
    if (await way.isLocked().catch(() => false)) return 'locked';
  } while (performance.now() < until);
  return said;
}
