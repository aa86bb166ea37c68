import type { Policy } from '../../../src/shared/policy/policy.js';
import { type Deed, perform } from './deeds.js';
import { PromiseKeeper, type TrueEnd } from './promise-keeper.js';
import { VirtualComputer } from './virtual-computer.js';

/** Some days of a virtual computer. Plain data: the same history always goes the same way. */
export interface History {
  readonly policy: Policy;
  /** Whether the OS tells one boot from another. */
  readonly namesBoots: boolean;
  /** Whether the OS says of idleness what says nothing, from the start: 0, always. */
  readonly blindIdle: boolean;
  readonly deeds: readonly Deed[];
}

/** The longest history, in milliseconds: 30 days. What would go beyond it is left out. */
const LONGEST_MS = 30 * 86_400_000;

/**
 * Lives through a history with a member signed in at its start, heals what it broke, and tells how
 * its sessions really ended.
 * @throws when a promise is broken, with the promise and the moment
 */
export async function live(history: History): Promise<readonly TrueEnd[]> {
  const computer = new VirtualComputer(history.policy);
  computer.clinic.signs = false;
  computer.clock.namesBoots = history.namesBoots;
  if (history.blindIdle) computer.idle.stuckAtMs = 0;
  const keeper = new PromiseKeeper(computer);
  await computer.start();
  await computer.signIn();
  for (const deed of history.deeds) {
    if ('ms' in deed && computer.clock.passedMs + deed.ms > LONGEST_MS) continue;
    keeper.before(deed);
    await perform(computer, deed);
  }
  await keeper.heal();
  return keeper.ends;
}
