import type {
  Clock,
  KeychainAnswer,
  KeychainOrder,
  KeychainWorker,
  SecretStore,
  StartKeychainWorker,
} from '../ports/index.js';
import { saysLocked } from './keychain-words.js';

/** How long an idle worker is kept, in milliseconds. */
export const KEPT_IDLE_MS = 60_000;

interface Running {
  readonly worker: KeychainWorker;
  readonly waiting: Map<number, (answer: KeychainAnswer) => void>;
  /** Whether a call to it has succeeded. A connection that never worked cannot be stale. */
  proved: boolean;
  /** Whether its answers are not wanted any more. */
  abandoned: boolean;
}

/**
 * The OS keychain in a process of its own, for two reasons. A crash of the keychain library must not
 * end the lock screen. And on Linux the library keeps its connection as long as its process lives: after
 * a restart of the Secret Service only a new process reaches it.
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

  /** Starts the process early, so that the next call does not wait for it. */
  warm(): void {
    this.#run();
  }

  async set(account: string, secret: string): Promise<void> {
    await this.#ask({ do: 'set', of: 'session', account, secret });
  }

  get(account: string): Promise<string | null> {
    return this.#ask({ do: 'get', of: 'session', account });
  }

  async delete(account: string): Promise<void> {
    await this.#ask({ do: 'delete', of: 'session', account });
  }

  /** The entries that belong to this computer, and stay when a session ends. */
  get computer(): SecretStore {
    return {
      set: async (account, secret) => {
        await this.#ask({ do: 'set', of: 'computer', account, secret });
      },
      get: (account) => this.#ask({ do: 'get', of: 'computer', account }),
      delete: async (account) => {
        await this.#ask({ do: 'delete', of: 'computer', account });
      },
    };
  }

  /** Ends the process with its calls, which may wait for a person. */
  abandon(): void {
    if (this.#running === null) return;
    this.#running.abandoned = true;
    this.#stop(this.#running);
  }

  /** @throws what the keychain said; if the process had worked before, a new one retries the call first */
  async #ask(order: KeychainOrder): Promise<string | null> {
    const running = this.#run();
    const { proved } = running;
    const answer = await this.#send(running, order);
    if (answer.ok) return answer.value;
    // Do not ask a person again who left the keychain's question unanswered.
    const stale = proved && !running.abandoned && !saysLocked(answer.why);
    this.#stop(running);
    if (!stale) throw new Error(answer.why);
    const fresh = this.#run();
    const second = await this.#send(fresh, order);
    if (second.ok) return second.value;
    this.#stop(fresh);
    throw new Error(second.why);
  }

  #send(running: Running, order: KeychainOrder): Promise<KeychainAnswer> {
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

  /** Stops the process. Its other waiting calls fail in `onGone`. */
  #stop(running: Running): void {
    if (this.#running === running) this.#running = null;
    running.worker.stop();
  }
}
