import type {
  Clock,
  KeychainAnswer,
  KeychainWorker,
  SecretStore,
  StartKeychainWorker,
} from '../ports/index.js';
import { saysLocked } from './keychain-words.js';

/** How long a worker without work is kept, in milliseconds. */
export const KEPT_IDLE_MS = 60_000;

type Order =
  | { readonly do: 'get' | 'delete'; readonly account: string }
  | { readonly do: 'set'; readonly account: string; readonly secret: string };

interface Running {
  readonly worker: KeychainWorker;
  readonly waiting: Map<number, (answer: KeychainAnswer) => void>;
  /** Whether it has answered a call. A connection that never worked is not a stale one. */
  proved: boolean;
  /** Whether nobody wants its answers any more. */
  abandoned: boolean;
}

/**
 * The OS keychain in a process of its own, for two reasons. A keychain library that crashes must not
 * take the lock screen with it. And on Linux the library keeps its connection to a Secret Service that
 * is gone for as long as its process lives, so that only a new process reaches the one that came back.
 */
export class IsolatedKeychain implements SecretStore {
  readonly #start: StartKeychainWorker;
  readonly #clock: Clock;
  #running: Running | null = null;
  #lastId = 0;
  #cancelStop: () => void = () => undefined;

  constructor(start: StartKeychainWorker, clock: Clock) {
    this.#start = start;
    this.#clock = clock;
  }

  /** Starts the process before it is needed, so that the next call does not wait for that. */
  warm(): void {
    this.#run();
  }

  async set(account: string, secret: string): Promise<void> {
    await this.#ask({ do: 'set', account, secret });
  }

  get(account: string): Promise<string | null> {
    return this.#ask({ do: 'get', account });
  }

  async delete(account: string): Promise<void> {
    await this.#ask({ do: 'delete', account });
  }

  /** Ends the process that waits, which may do so for a person. */
  abandon(): void {
    if (this.#running === null) return;
    this.#running.abandoned = true;
    this.#stop(this.#running);
  }

  /** @throws what the keychain said when it refused, in a new process too if the first was used before */
  async #ask(order: Order): Promise<string | null> {
    const running = this.#run();
    const { proved } = running;
    const answer = await this.#send(running, order);
    if (answer.ok) return answer.value;
    // A person who left its question unanswered is not asked once more.
    const stale = proved && !running.abandoned && !saysLocked(answer.why);
    this.#stop(running);
    if (!stale) throw new Error(answer.why);
    const fresh = this.#run();
    const second = await this.#send(fresh, order);
    if (second.ok) return second.value;
    this.#stop(fresh);
    throw new Error(second.why);
  }

  #send(running: Running, order: Order): Promise<KeychainAnswer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      running.waiting.set(id, resolve);
      running.worker.send({ ...order, id });
    });
  }

  #run(): Running {
    this.#cancelStop();
    this.#running ??= this.#launch();
    const running = this.#running;
    this.#stopWhenIdle(running);
    return running;
  }

  #launch(): Running {
    const waiting: Running['waiting'] = new Map();
    const worker = this.#start({
      onAnswer: (answer) => {
        running.proved ||= answer.ok;
        const done = waiting.get(answer.id);
        waiting.delete(answer.id);
        done?.(answer);
        this.#stopWhenIdle(running);
      },
      onGone: () => {
        if (this.#running === running) this.#running = null;
        for (const [id, done] of waiting) done({ id, ok: false, why: 'The keychain broke off.' });
        waiting.clear();
      },
    });
    const running: Running = { worker, waiting, proved: false, abandoned: false };
    return running;
  }

  #stopWhenIdle(running: Running): void {
    this.#cancelStop();
    this.#cancelStop = this.#clock.after(KEPT_IDLE_MS, () => {
      if (running.waiting.size === 0) this.#stop(running);
    });
  }

  /** Others that wait for this process hear that it is gone. */
  #stop(running: Running): void {
    if (this.#running === running) this.#running = null;
    running.worker.stop();
  }
}
