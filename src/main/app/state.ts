import { createStore } from 'zustand/vanilla';
import type { Policy } from '../../shared/policy/policy.js';
import type { ManagedPolicy } from '../../shared/policy/managed-policy.js';
import type { SessionState } from '../session/machine.js';

/** The state of the running app, in one place. Code that shows it or acts on it follows it. */
export interface AppState {
  readonly session: SessionState;
  /** Counts the looks that measured how long nobody was there. */
  readonly looks: number;
  /** The policy in force on this computer. */
  readonly policy: Policy;
  /** The policy that administrators set for this computer. */
  readonly managed: ManagedPolicy;
  /** Counts writes to the account. */
  readonly account: number;
  /** Counts changes of state kept elsewhere in memory: a half-finished sign-in, updates, unsaved input. */
  readonly others: number;
}

type Counter = 'looks' | 'account' | 'others';

/**
 * The one observable state of main. After changes, the followers are called once for all of them, in a
 * later microtask, in the order in which they began to follow. So no follower delays the code that made
 * the change, above all the end of a session. If a follower throws, the others are still called, and
 * `onError` gets the error. Changes made by a follower are told in a later turn of the event loop: a
 * follower that always changes something must not block the timers that end sessions.
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
   * Calls `act` after each change of what `select` returns, but never at once.
   * @param select must return the same object as long as nothing in it has changed
   * @param act a promise that it returns is not waited for
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
