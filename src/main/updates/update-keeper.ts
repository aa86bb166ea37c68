import type { UpdateFacts, UpdatesOff, UpdateState } from '../../shared/workstation/updates.js';
import type { Clock, UpdateReport } from '../ports/index.js';
import type { UpdateHistory } from './update-history.js';
import { problemOf, type Release, type Updater } from './updater.js';

/** The time between two checks, in milliseconds: 6 hours. */
export const CHECK_EVERY_MS = 6 * 3_600_000;

/**
 * How long nobody must have been signed in, or at work in a window, before the app restarts by itself,
 * in milliseconds: a colleague who takes over must not wait for a restart.
 */
export const QUIET_MS = 60_000;

export interface UpdateKeeperParts {
  /** Loaded with the first check, so that the start of the app does not wait for it. */
  readonly updater: () => Promise<Updater>;
  readonly clock: Clock;
  /** Why there are no updates on this computer, or `null`; may change with the managed policy. */
  readonly off: () => UpdatesOff | null;
  /** Whether nobody is signed in, signing in or setting up the clinic, and no wipe is pending. */
  readonly isFree: () => boolean;
  /** Settles when the app may end: what the clinic apps of a session left is cleared. */
  readonly cleared: () => Promise<void>;
  readonly history: UpdateHistory;
  /** Called when what people see has changed. */
  readonly onChange: () => void;
}

/**
 * Keeps the app up to date and never disturbs anyone: it checks and downloads while people work, and
 * installs when nobody is signed in.
 */
export class UpdateKeeper {
  readonly #parts: UpdateKeeperParts;
  #state: Exclude<UpdateState, { state: 'off' }> = { state: 'checking' };
  #busy = false;
  #dueMs = Number.NEGATIVE_INFINITY;
  /** The version that is downloaded and waits to be installed. */
  #ready: string | null = null;
  #asked = false;
  /** Since when nobody is signed in or at work, on the boot clock; `null` while somebody is. */
  #freeSinceMs: number | null = null;
  #cancelQuiet: () => void = () => undefined;
  #cancelCheck: () => void = () => undefined;

  constructor(parts: UpdateKeeperParts) {
    this.#parts = parts;
  }

  get facts(): UpdateFacts {
    const { off, history } = this.#parts;
    const why = off();
    return {
      state: why === null ? this.#state : { state: 'off', why },
      // Developers know how old their sources are.
      outOfDate: why === 'development' ? null : history.outOfDate,
      upToDateMs: history.upToDateMs,
    };
  }

  /** For the diagnostics. */
  get report(): UpdateReport {
    return { ...this.facts, checkedMs: this.#parts.history.checkedMs };
  }

  /** Called after sign-ins, sign-outs and some time. Checks when a check is due, and installs when it may. */
  look(): void {
    if (this.#parts.off() !== null) return;
    const { bootMs } = this.#parts.clock.now();
    if (!this.#parts.isFree()) this.#freeSinceMs = null;
    else this.#freeSinceMs ??= bootMs;
    // A timer alone would stand still while the computer sleeps.
    if (bootMs >= this.#dueMs) void this.#check();
    this.#installIfFree();
  }

  /** Somebody is at work in one of the app's windows, signed in or not. */
  noteInput(): void {
    if (this.#freeSinceMs !== null) this.#freeSinceMs = this.#parts.clock.now().bootMs;
    // After a sign-in that was given up, only input leads to a look.
    else if (this.#ready !== null) this.look();
  }

  /**
   * Installs the ready version as soon as the session has ended; the caller ends the session.
   * @returns whether there is anything to install
   */
  installSoon(): boolean {
    if (this.#ready === null || this.#parts.off() !== null) return false;
    this.#asked = true;
    return true;
  }

  async #check(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#schedule();
    try {
      const release = await this.#find();
      if (release !== undefined) await this.#take(release);
    } finally {
      this.#busy = false;
      this.look();
    }
  }

  #schedule(): void {
    const { clock } = this.#parts;
    this.#dueMs = clock.now().bootMs + CHECK_EVERY_MS;
    this.#cancelCheck();
    this.#cancelCheck = clock.after(CHECK_EVERY_MS, () => this.look());
  }

  /** @returns the newer release, `null` when there is none, or `undefined` when the check failed */
  async #find(): Promise<Release | null | undefined> {
    try {
      const updater = await this.#parts.updater();
      return await updater.check();
    } catch (error) {
      // A version that is already downloaded was good then, and stays ready.
      if (this.#ready === null) this.#fail('check', error, null);
      else this.#parts.history.failed('check', problemOf(error), null);
      return undefined;
    }
  }

  async #take(release: Release | null): Promise<void> {
    const { clock, history } = this.#parts;
    if (release === null) {
      // The downloaded release may have been withdrawn since.
      this.#ready = null;
      this.#asked = false;
      history.foundNewest();
      this.#show({ state: 'upToDate', checkedAt: clock.now().wallMs });
      return;
    }
    const { version } = release;
    history.foundNewer(release);
    if (this.#ready === version) return;
    this.#ready = null;
    await this.#download(version);
  }

  async #download(version: string): Promise<void> {
    this.#show({ state: 'downloading', version, percent: 0 });
    try {
      const updater = await this.#parts.updater();
      await updater.download((percent) => this.#progress(version, percent));
    } catch (error) {
      this.#fail('download', error, version);
      return;
    }
    this.#parts.history.arrived();
    this.#ready = version;
    this.#show({ state: 'ready', version });
  }

  #progress(version: string, exact: number): void {
    const percent = Math.min(100, Math.max(0, Math.floor(exact)));
    if (this.#state.state !== 'downloading' || this.#state.percent === percent) return;
    this.#show({ state: 'downloading', version, percent });
  }

  #installIfFree(): void {
    this.#cancelQuiet();
    if (this.#ready === null || this.#busy || this.#freeSinceMs === null) return;
    const { clock } = this.#parts;
    const waitMs = this.#asked ? 0 : this.#freeSinceMs + QUIET_MS - clock.now().bootMs;
    if (waitMs > 0) this.#cancelQuiet = clock.after(waitMs, () => this.look());
    else void this.#install(this.#ready);
  }

  async #install(version: string): Promise<void> {
    const { cleared, isFree, off } = this.#parts;
    this.#busy = true;
    this.#show({ state: 'installing', version });
    try {
      const updater = await this.#parts.updater();
      await cleared();
      await updater.verify();
      // The waits above took time, so ask again. From here to the end of the app nothing waits.
      if (isFree() && off() === null) updater.install();
      else this.#show({ state: 'ready', version });
    } catch (error) {
      // The next check downloads it again. A retry at once could repeat forever.
      this.#ready = null;
      this.#asked = false;
      this.#fail('install', error, version);
    } finally {
      this.#busy = this.#state.state === 'installing';
    }
  }

  #fail(what: 'check' | 'download' | 'install', error: unknown, version: string | null): void {
    const problem = problemOf(error);
    this.#parts.history.failed(what, problem, version);
    this.#show({ state: 'failed', what, problem, at: this.#parts.clock.now().wallMs });
  }

  #show(state: Exclude<UpdateState, { state: 'off' }>): void {
    this.#state = state;
    this.#parts.onChange();
  }
}
