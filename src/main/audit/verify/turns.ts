import { setImmediate } from 'node:timers/promises';

/** How long a check works in one turn of the event loop, in milliseconds, so that nothing else waits long. */
const TURN_MS = 4;

/** Lets everything else have a turn, while a check runs. */
export class Turns {
  #ends = performance.now() + TURN_MS;

  /** Call it often, and wait for what it returns, if anything. */
  rest(): Promise<void> | undefined {
    return performance.now() < this.#ends ? undefined : this.#next();
  }

  async #next(): Promise<void> {
    await setImmediate();
    this.#ends = performance.now() + TURN_MS;
  }
}
