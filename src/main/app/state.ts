import { createStore } from 'zustand/vanilla';
import type { Policy } from '../../shared/policy/policy.js';
import type { ManagedPolicy } from '../../shared/policy/managed-policy.js';
import type { SessionState } from '../session/machine.js';

/** What the running app is about, in one place. Whoever shows it or acts on it follows it. */
export interface AppState {
  readonly session: SessionState;
  /** Counts the looks that measured how long nobody was there. */
  readonly looks: number;
  /** The policy in force on this computer. */
  readonly policy: Policy;
  /** What those who manage this computer decided. */
  readonly managed: ManagedPolicy;
  /** Counts what was written to the account. */
  readonly account: number;
  /** Counts changes of what is kept elsewhere in memory: half a sign-in, updates, unsaved input. */
  readonly others: number;
}

type Counter = 'looks' | 'account' | 'others';

/**
 * The one observable truth of main. What follows it is called in a later microtask, one after the other in
 * the order in which they began to follow, once for all that changed meanwhile. So nothing that follows can
 * delay whoever changed something, the end of a session above all; one that throws keeps no other from
 * being called, and is an error that nobody expected. What a follower itself changes is told in a later turn of
 * the event loop: one that always changes something must not keep the timers from running that end sessions.
 */
export class ObservedState {
  readonly #store;
  readonly #followers: (() => void)[] = [];
  readonly #onError: (error: unknown) => void;
  #isDue = false;
  #isTelling = false;

  constructor(first: AppState, onError: (error: unknown) => void) {
    this.#onError = onError;
    this.#store = createStore<AppState>(() => first);
    this.#store.subscribe(() => this.#callSoon());
  }

  get now(): AppState {
    return this.#store.getState();
  }

  change(change: Partial<AppState>): void {
    this.#store.setState(change);
  }

  count(counter: Counter): void {
    this.#store.setState((now) => ({ [counter]: now[counter] + 1 }));
  }

  /**
   * Calls `act` after each change of what `select` gives, and not at once.
   * @param select something that stays the same object as long as it is the same
   * @param act what it returns is not waited for
   */
  follow<Part>(select: (state: AppState) => Part, act: (part: Part) => unknown): void {
    let last = select(this.now);
    this.#followers.push(() => {
      const part = select(this.now);
      if (Object.is(part, last)) return;
      last = part;
      Promise.resolve(act(part)).catch(this.#onError);
    });
  }

  #callSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    if (this.#isTelling) setImmediate(() => this.#tell());
    else queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    this.#isDue = false;
    this.#isTelling = true;
    for (const follower of this.#followers)
      try {
        follower();
      } catch (error) {
        this.#onError(error);
      }
    this.#isTelling = false;
  }
}
