import type { Clock, LeftByApp } from '../ports/index.js';
import { within } from '../ports/within.js';
import type { SignOutCalls } from './sign-out-calls.js';

export interface ClearingParts {
  readonly signOutCalls: SignOutCalls;
  readonly clock: Clock;
}

/** Clears what clinic apps leave, after their windows are gone. */
export class Clearing {
  readonly #parts: ClearingParts;
  readonly #running = new Set<Promise<void>>();

  constructor(parts: ClearingParts) {
    this.#parts = parts;
  }

  /** Signs out at the sites with the session's cookies, and then deletes everything. */
  async clear(left: readonly LeftByApp[], memberId: string | null): Promise<void> {
    const storage = left.map(({ partition }) => partition.wipeStorage());
    const calls = left.flatMap(({ app: { name, signOutAddress: address }, partition, isTest }) =>
      isTest || address === null
        ? []
        : [{ app: { name }, address, ask: partition.call.bind(partition) }],
    );
    await this.#parts.signOutCalls.call(calls, memberId);
    await Promise.allSettled([...storage, ...left.map(({ partition }) => partition.wipe())]);
  }

  /** {@link whenCleared} waits for this too. */
  keep(clearing: Promise<void>): void {
    const kept = clearing
      .catch((error: unknown) => process.emitWarning(String(error)))
      .finally(() => this.#running.delete(kept));
    this.#running.add(kept);
  }

  /** Settles when all clearing is done, at the latest after `boundMs` milliseconds. */
  async whenCleared(boundMs: number): Promise<void> {
    await within(Promise.all(this.#running), boundMs, () => undefined, this.#parts.clock);
  }
}
