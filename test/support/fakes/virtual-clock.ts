import type { Clock, Instant } from '../../../src/main/ports/index.js';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Where virtual time begins: some day in 2026, on a computer that was switched on hours ago. */
const FIRST_WALL_MS = 1_790_000_000_000;
const FIRST_BOOT_MS = 10_000_000;

/**
 * Time that passes when a test says so. Timers count running time, as Node's do: they stand still
 * while the computer sleeps, and are overdue at once when a stopped process goes on.
 */
export class VirtualClock implements Clock {
  #wallMs = FIRST_WALL_MS;
  #bootMs = FIRST_BOOT_MS;
  #runMs = 0;
  #passedMs = 0;
  #boot = 1;
  /** Whether this OS tells one boot from another. */
  namesBoots = true;
  /** In the order in which they were set. */
  #timers: Timer[] = [];

  now(): Instant {
    return { wallMs: this.#wallMs, bootMs: this.#bootMs };
  }

  after(ms: number, callback: () => void): () => void {
    // In whole milliseconds, as Node's timers count: the rest of a fraction may be too small to be added to the
    // time, and the timer would never come.
    const timer = { dueMs: this.#runMs + Math.max(0, Math.ceil(ms)), callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Time that really passed since the clock was made, whatever the clocks say. */
  get passedMs(): number {
    return this.#passedMs;
  }

  /** Which run of the computer it is; `null` on an OS that does not tell. */
  get bootId(): string | null {
    return this.namesBoots ? `boot ${this.#boot}` : null;
  }

  /** Which log-in to it: a restart ends that too. */
  get loginId(): string {
    return `log-in ${this.#boot}`;
  }

  /** Timers that are still to fire. */
  get armed(): number {
    return this.#timers.length;
  }

  /** Until the next timer is due, in milliseconds; `null` when none is armed. */
  get nextDueMs(): number | null {
    const next = this.#next(Number.POSITIVE_INFINITY);
    return next === undefined ? null : Math.max(0, next.dueMs - this.#runMs);
  }

  /**
   * Lets running time pass and fires what falls due, each timer at its own moment.
   * @param afterEach awaited after each timer, for the work that it set off
   */
  async run(ms: number, afterEach: () => void | Promise<void> = () => undefined): Promise<void> {
    const endMs = this.#runMs + ms;
    for (let next = this.#next(endMs); next !== undefined; next = this.#next(endMs)) {
      this.#pass(Math.max(0, next.dueMs - this.#runMs));
      this.#timers = this.#timers.filter((other) => other !== next);
      next.callback();
      const pending = afterEach();
      if (pending !== undefined) await pending;
    }
    this.#pass(endMs - this.#runMs);
  }

  /** Time passes and no timer fires; those that fell due fire as soon as time runs on. */
  stop(ms: number): void {
    this.#pass(ms);
  }

  /** The computer sleeps: both clocks go on, running time does not. */
  sleep(ms: number): void {
    this.#pass(ms);
    this.#runMs -= ms;
  }

  /** Somebody sets the clock on the wall. */
  jumpWall(ms: number): void {
    this.#wallMs += ms;
  }

  /** The computer starts again after `downMs`: the boot clock begins anew, and every timer is gone. */
  reboot(downMs: number): void {
    this.#passedMs += downMs;
    this.#wallMs += downMs;
    this.#bootMs = 0;
    this.#boot += 1;
    this.dropTimers();
  }

  /** The process is gone, and its timers with it. */
  dropTimers(): void {
    this.#timers = [];
  }

  #pass(ms: number): void {
    this.#passedMs += ms;
    this.#runMs += ms;
    this.#wallMs += ms;
    this.#bootMs += ms;
  }

  #next(beforeMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers)
      if (timer.dueMs <= beforeMs && (first === undefined || timer.dueMs < first.dueMs))
        first = timer;
    return first;
  }
}
