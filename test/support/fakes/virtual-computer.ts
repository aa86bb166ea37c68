import type { EndCause } from '../../../src/shared/workstation/end-cause.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import type { Role } from '../../../src/shared/people/role.js';
import { HIDE_BOUND_MS, type Member } from '../../../src/main/ports/index.js';
import type { SessionState } from '../../../src/main/session/machine.js';
import type { SessionRunner } from '../../../src/main/session/runner.js';
import type { StartRefusal } from '../../../src/main/session/begin.js';
import { policyWith } from './builders.js';
import { FakeComputerLock } from './fake-computer-lock.js';
import { FakeGuard } from './fake-guard.js';
import { FakeIdle } from './fake-idle.js';
import { FakeKeychain } from './fake-keychain.js';
import { Journal } from './journal.js';
import type { MemoryAccount } from './memory-account.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryPauses } from './memory-pauses.js';
import { MemorySessionStore } from './memory-session-store.js';
import { RecordingScreens } from './recording-screens.js';
import { VirtualApp } from './virtual-app.js';
import { VirtualClinic } from './virtual-clinic.js';
import { VirtualClock } from './virtual-clock.js';

/** A sign-in whose password is still being checked. */
interface HalfSignIn {
  readonly app: VirtualApp;
  readonly member: Member;
  readonly generation: number;
}

/** The refusal, `thrown` when it was not stored, `null` when signed in, `undefined` without an answer. */
type Begun = StartRefusal | 'thrown' | null | undefined;

/**
 * A computer with the real heart of the app on it (runner, machine, end of session, sign-in, vault)
 * and everything around it virtual: clocks, idle source, keychain, disk, windows. Nothing in it is
 * random or waits for real time, so a history of deeds always goes the same way.
 */
export class VirtualComputer {
  readonly journal = new Journal();
  readonly clock = new VirtualClock();
  readonly idle = new FakeIdle(this.clock);
  readonly keychain = new FakeKeychain(this.journal);
  readonly store = new MemorySessionStore(this.journal);
  readonly pauseStore = new MemoryPauses();
  readonly audit = new MemoryAudit(this.journal);
  readonly guard = new FakeGuard();
  readonly computerLock = new FakeComputerLock(this.journal);
  readonly screens = new RecordingScreens(this.journal);
  readonly clinic: VirtualClinic;
  vouches = (): boolean => true;
  recall = (): Promise<boolean> => Promise.resolve(true);
  workstation: string | null = null;
  /** Whether the windows show in time that they are hidden; the app waits for them no longer. */
  windowsAnswer = true;
  /** Called at the moment at which the session's end hides the windows. */
  onEnd: () => void = () => undefined;
  /** Called when the OS is asked to lock the computer, before it does. */
  onComputerLock: () => void = () => undefined;
  /** Called when everything that one moment set off is through. */
  onSettled: () => void = () => undefined;
  #policy: Policy;
  #app: VirtualApp | null = null;
  #stirred = false;
  #half: HalfSignIn | null = null;

  constructor(policy = policyWith(), account?: (clock: VirtualClock) => MemoryAccount) {
    this.#policy = policy;
    this.clinic = new VirtualClinic(this.clock, [this.store, this.audit], account?.(this.clock));
    this.keychain.onCall = () => {
      this.#stirred = true;
    };
    this.computerLock.onLock = () => {
      this.#stirred = true;
      this.onComputerLock();
      // As the OS tells of every lock of its own.
      if (this.policy.lockOnScreenLock) this.#app?.runner.requestEnd('screenLock');
    };
    this.screens.onHide = () => {
      this.#stirred = true;
      this.onEnd();
      if (this.windowsAnswer) return Promise.resolve();
      return new Promise((resolve) => this.clock.after(HIDE_BOUND_MS, resolve));
    };
  }

  /** The running app, or `null` when it was killed. */
  get app(): VirtualApp | null {
    return this.#app;
  }

  /** The running app, where it must be running. */
  get running(): VirtualApp {
    if (this.#app === null) throw new Error('the app does not run');
    return this.#app;
  }

  get account(): MemoryAccount {
    return this.clinic.account;
  }

  get policy(): Policy {
    return this.#policy;
  }

  /** The session's state, or `null` when the app does not run or is not ready. */
  get state(): SessionState | null {
    return this.#app?.ready === true ? this.#app.runner.state : null;
  }

  /** Whether somebody is signed in. */
  get live(): boolean {
    return this.state?.kind === 'active' || this.state?.kind === 'warning';
  }

  /** Whether the database is writable: session records, audit trail and account are one file. */
  set disk(writable: boolean) {
    this.store.writable = writable;
    this.audit.writable = writable;
    this.clinic.writable = writable;
  }

  /** The app starts, and takes up what an earlier run left. */
  async start(): Promise<void> {
    if (this.#app !== null) return;
    // What the last app still does comes to nothing, and only then the next one begins.
    this.#stirred = true;
    await this.settle();
    this.journal.dead = false;
    const app = this.makeApp();
    const { sessions } = app;
    this.#app = app;
    this.stir(
      sessions.resume().then(
        () => {
          app.ready = true;
          return sessions.sweep();
        },
        // The composition root gives up when this fails: the app ends before it shows a window.
        () => this.kill(),
      ),
    );
    await this.settle();
  }

  protected makeApp(): VirtualApp {
    return new VirtualApp(this, () => this.policy);
  }

  /** The process is gone from one instruction to the next. */
  kill(): void {
    this.#app?.die();
    this.#app = null;
    this.#half = null;
    this.journal.dead = true;
    this.clock.dropTimers();
    this.keychain.forgetHungCalls();
  }

  /** The process is gone at the first call that would outlive it, after so many more of them. */
  killAfter(calls: number): void {
    if (this.#app !== null) this.journal.dieAfter(calls, () => this.kill());
  }

  /** Time passes, and what falls due in it happens. */
  async run(ms: number): Promise<void> {
    await this.clock.run(ms, () => {
      // Timers of a live session only look; any other may set off work that has to go on first.
      if (!this.live) this.#stirred = true;
      if (this.#stirred) return this.settle();
      this.onSettled();
      return undefined;
    });
    await this.settle();
  }

  /** Waits until nothing moves any more that does not wait for virtual time or a hung keychain. */
  async settle(): Promise<void> {
    while (this.#stirred) {
      this.#stirred = false;
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.onSettled();
  }

  /** Input anywhere on this computer. */
  touch(): void {
    this.idle.touch();
  }

  /** Input in one of the app's own windows; `unseen` when the OS does not count it. */
  async useApp(unseen = false): Promise<void> {
    if (!unseen) this.idle.touch();
    this.act((runner) => runner.noteActivity());
    await this.settle();
  }

  /**
   * A new member of this role signs in.
   * @param longestSeconds the longest that this session may last, whatever the policy says
   * @returns the refusal, or `null`
   */
  async signIn(role: Role = 'practitioner', longestSeconds?: number): Promise<Begun> {
    this.beginSignIn(role);
    return this.finishSignIn(longestSeconds);
  }

  /** A member starts to sign in; the password's check goes on until {@link finishSignIn}. */
  beginSignIn(role: Role = 'practitioner'): void {
    this.idle.touch();
    if (this.#app?.ready !== true) return;
    const member = this.clinic.join(role);
    this.#half = { app: this.#app, member, generation: this.#app.runner.state.generation };
  }

  async finishSignIn(longestSeconds?: number): Promise<Begun> {
    const half = this.#half;
    this.#half = null;
    if (half?.app !== this.#app) return undefined;
    let answer: Begun;
    this.stir(
      half.app.sessions
        .begin(half.member, half.generation, this.clinic.keysOf(half.member), { longestSeconds })
        .then(
          (refusal) => {
            answer = refusal;
          },
          () => {
            answer = 'thrown';
          },
        ),
    );
    await this.settle();
    return answer;
  }

  async requestEnd(cause: EndCause): Promise<void> {
    this.act((runner) => runner.requestEnd(cause));
    await this.settle();
  }

  async setPolicy(policy: Policy): Promise<void> {
    this.#policy = policy;
    this.act((runner) => runner.policyChanged());
    await this.settle();
  }

  /** The member who is signed in gets another role. */
  async setRole(role: Role): Promise<void> {
    this.act((runner) => {
      if (runner.state.kind === 'signedOut') return;
      const { memberId } = runner.state.session;
      if (this.account.writable) this.account.setMemberRole(memberId, role);
      runner.setRole(memberId, role);
    });
    await this.settle();
  }

  /** The computer goes to sleep, tells so, and wakes up. */
  async sleep(ms: number): Promise<void> {
    this.act((runner) => (runner.policy.lockOnSleep ? runner.requestEnd('sleep') : runner.look()));
    await this.settle();
    this.clock.sleep(ms);
    this.act((runner) => runner.look());
    await this.settle();
  }

  /** The computer sleeps and wakes up, and the OS tells nothing of it. */
  async sleepUntold(ms: number): Promise<void> {
    this.clock.sleep(ms);
    await this.run(0);
  }

  /** The process is stopped for a while, and goes on. */
  async stop(ms: number): Promise<void> {
    this.clock.stop(ms);
    await this.run(0);
  }

  /** The computer starts again. */
  reboot(downMs: number): void {
    this.kill();
    this.clock.reboot(downMs);
    this.idle.touch();
  }

  protected act(deed: (runner: SessionRunner) => void): void {
    if (this.#app?.ready !== true) return;
    this.#stirred = true;
    deed(this.#app.runner);
  }

  /** Work that goes on by itself. It must not fail: nobody would hear of it in the app either. */
  protected stir(work: Promise<unknown>): void {
    this.#stirred = true;
    void work;
  }
}
