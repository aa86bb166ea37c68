import type { EndCause } from '../../../src/contract/end-cause.js';
import type { Policy } from '../../../src/contract/policy.js';
import type { Role } from '../../../src/contract/role.js';
import type { Member } from '../../../src/main/ports.js';
import type { SessionState } from '../../../src/main/session/machine.js';
import type { SessionRunner } from '../../../src/main/session/runner.js';
import type { SessionStart, StartRefusal } from '../../../src/main/session/sign-in.js';
import { composeSession } from '../../../src/main/compose-session.js';
import { composeIdentity, type Identity } from '../../../src/main/compose-identity.js';
import {
  firstAccountRecord,
  firstMemberRecord,
  SealedRecords,
} from '../../../src/main/identity/sealed-records.js';
import { AccountKey } from '../../../src/main/keys/account-key.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { memberNamed, policyWith } from './builders.js';
import { FakeIdle } from './fake-idle.js';
import { FakeKeychain } from './fake-keychain.js';
import { Journal } from './journal.js';
import { MemoryAccount } from './memory-account.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryIdentityStore } from './memory-identity-store.js';
import { MemorySessionStore } from './memory-session-store.js';
import { RecordingScreens } from './recording-screens.js';
import { VirtualClock } from './virtual-clock.js';

/** This installation's id, with which its keychain entries begin. */
export const INSTALLATION = '11111111-2222-4333-8444-555555555555';

/** The account name of this installation's one keychain entry. */
export const KEYCHAIN_ENTRY = `${INSTALLATION}/session`;

/** The app while it runs: what the composition root builds, without the windows. */
export interface RunningApp {
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly vault: Vault;
  readonly identity: Identity;
  /** Whether it has taken up what an earlier run left; windows are shown from then on. */
  ready: boolean;
}

/** A sign-in whose password is still being checked. */
interface HalfSignIn {
  readonly app: RunningApp;
  readonly member: Member;
  readonly generation: number;
}

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
  readonly audit = new MemoryAudit(this.journal);
  readonly screens = new RecordingScreens(this.journal);
  readonly account = MemoryAccount.of();
  readonly identityStore = new MemoryIdentityStore();
  /** Called at the moment at which the session's end hides the windows. */
  onEnd: () => void = () => undefined;
  /** Called when everything that one moment set off is through. */
  onSettled: () => void = () => undefined;
  #policy: Policy;
  #app: RunningApp | null = null;
  #stirred = false;
  #members = 0;
  #half: HalfSignIn | null = null;
  /** What every member's password would open. */
  readonly #accountKey = AccountKey.fresh();
  readonly #records = new SealedRecords(this.identityStore);

  constructor(policy: Policy = policyWith()) {
    this.#policy = policy;
    this.#records.saveAccount(this.#accountKey, firstAccountRecord(this.clock.now().wallMs));
    this.keychain.onCall = () => {
      this.#stirred = true;
    };
    this.screens.onHide = () => {
      this.#stirred = true;
      this.onEnd();
      return Promise.resolve();
    };
  }

  /** The running app, or `null` when it was killed. */
  get app(): RunningApp | null {
    return this.#app;
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
    this.account.writable = writable;
    this.identityStore.writable = writable;
  }

  /** The app starts, and takes up what an earlier run left. */
  async start(): Promise<void> {
    if (this.#app !== null) return;
    const { clock, idle, store, account, audit, screens, keychain } = this;
    const vault = new Vault(keychain, clock, INSTALLATION);
    const identity = this.#composeIdentity();
    const { keys } = identity;
    const { bootId } = clock;
    const ports = { clock, idle, store, account, audit, screens };
    const parts = { ...ports, vault, keys, policy: this.#policy, bootId };
    const { runner, sessions } = composeSession(parts);
    const app: RunningApp = { runner, sessions, vault, identity, ready: false };
    this.#app = app;
    this.#stir(
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

  /** The process is gone from one instruction to the next. */
  kill(): void {
    this.#app = null;
    this.#half = null;
    this.clock.dropTimers();
    this.keychain.forgetHungCalls();
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
    this.#act((runner) => runner.noteActivity());
    await this.settle();
  }

  /** Somebody who was a member all along: no full disk stands in the way. */
  enrol(member: Member): void {
    this.account.enrol(member);
    const { writable } = this.identityStore;
    this.identityStore.writable = true;
    const record = firstMemberRecord(member, this.clock.now().wallMs);
    this.#records.saveMember(this.#accountKey, member.id, record);
    this.identityStore.writable = writable;
  }

  /** A new member of this role signs in. @returns the refusal, or `null` */
  async signIn(role: Role = 'practitioner'): Promise<StartRefusal | null | undefined> {
    this.beginSignIn(role);
    return this.finishSignIn();
  }

  /** A member starts to sign in; the password's check goes on until {@link finishSignIn}. */
  beginSignIn(role: Role = 'practitioner'): void {
    this.idle.touch();
    if (this.#app?.ready !== true) return;
    this.#members += 1;
    const member = memberNamed(`M${this.#members}`, role);
    this.enrol(member);
    this.#half = { app: this.#app, member, generation: this.#app.runner.state.generation };
  }

  /** @returns the refusal, `null` when signed in, `undefined` when the keychain has not answered yet */
  async finishSignIn(): Promise<StartRefusal | null | undefined> {
    const half = this.#half;
    this.#half = null;
    if (half?.app !== this.#app) return undefined;
    let answer: StartRefusal | null | undefined;
    this.#stir(
      half.app.sessions
        .begin(half.member, half.generation, this.#accountKey.copy())
        .then((refusal) => {
          answer = refusal;
        }),
    );
    await this.settle();
    return answer;
  }

  async requestEnd(cause: EndCause): Promise<void> {
    this.#act((runner) => runner.requestEnd(cause));
    await this.settle();
  }

  async setPolicy(policy: Policy): Promise<void> {
    this.#policy = policy;
    this.#act((runner) => runner.setPolicy(policy));
    await this.settle();
  }

  /** The member who is signed in gets another role. */
  async setRole(role: Role): Promise<void> {
    this.#act((runner) => {
      if (runner.state.kind === 'signedOut') return;
      const { memberId } = runner.state.session;
      if (this.account.writable) this.account.setMemberRole(memberId, role);
      runner.setRole(memberId, role);
    });
    await this.settle();
  }

  /** The computer goes to sleep, tells so, and wakes up. */
  async sleep(ms: number): Promise<void> {
    this.#act((runner) => (runner.policy.lockOnSleep ? runner.requestEnd('sleep') : runner.look()));
    await this.settle();
    this.clock.sleep(ms);
    this.#act((runner) => runner.look());
    await this.settle();
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

  #composeIdentity(): Identity {
    const { account, identityStore, audit, clock } = this;
    const onExpired = (): void => undefined;
    const installation = INSTALLATION;
    return composeIdentity({ account, identityStore, audit, clock, installation, onExpired });
  }

  #act(deed: (runner: SessionRunner) => void): void {
    if (this.#app?.ready !== true) return;
    this.#stirred = true;
    deed(this.#app.runner);
  }

  /** Work that goes on by itself. It must not fail: nobody would hear of it in the app either. */
  #stir(work: Promise<unknown>): void {
    this.#stirred = true;
    void work;
  }
}
