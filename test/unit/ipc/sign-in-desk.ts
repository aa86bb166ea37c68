import { NO_ORDERS_HERE } from '../../../src/main/ports/index.js';
import { NO_SIGNER } from '../../support/fakes/no-signer.js';
import { Acceptance } from '../../../src/main/account/acceptance.js';
import type { Audit } from '../../../src/main/app/compose-audit.js';
import { composeSession } from '../../../src/main/app/compose-session.js';
import type { Remembered } from '../../../src/main/account/clinic-state.js';
import type { RequestName } from '../../../src/shared/requests/requests.js';
import type { Views } from '../../../src/shared/requests/views.js';
import { createHandlers } from '../../../src/main/ipc/handlers.js';
import { decide, type Handlers, type Sender } from '../../../src/main/ipc/gate.js';
import { ViewBuilder } from '../../../src/main/ipc/views.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import type { ClinicApps } from '../../../src/main/app/compose-clinic-apps.js';
import { NO_UPDATES, UNMANAGED } from '../../support/fakes/plain-views.js';
import { NO_CLINIC_APPS } from './views-of.js';
import type { AppWindows } from '../../../src/main/windows/app-windows.js';
import { SessionRunner } from '../../../src/main/session/runner.js';
import { SessionStart } from '../../../src/main/session/begin.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { policyWith } from '../../support/fakes/builders.js';
import { FakeComputerLock } from '../../support/fakes/fake-computer-lock.js';
import { FakeGuard } from '../../support/fakes/fake-guard.js';
import { FakeIdle } from '../../support/fakes/fake-idle.js';
import { FakeKeychain } from '../../support/fakes/fake-keychain.js';
import { IdentityWorld, OTHER_PASSWORD } from '../../support/fakes/identity-world.js';
import { singleClinic } from '../../support/fakes/fake-office.js';
import { SILENT_SYSTEM } from '../../support/fakes/fake-protection.js';
import { NO_QUICK_SIGN_IN } from '../../support/fakes/no-quick-sign-in.js';
import { FakeManaged } from '../../support/fakes/managed.js';
import { MemoryPauses } from '../../support/fakes/memory-pauses.js';
import { MemorySessionStore } from '../../support/fakes/memory-session-store.js';
import { RecordingScreens } from '../../support/fakes/recording-screens.js';
import { authenticator } from '../../support/fakes/second-factor.js';

/** Requests that, once they are answered with `ok`, begin a sign-in anew or end one. */
const BEGINNING: ReadonlySet<RequestName> = new Set(['signIn', 'redeemInvitation', 'cancelSignIn']);

/** What of the app stands in memory, and is made anew by a restart. */
interface Running {
  readonly runner: SessionRunner;
  readonly sessions: SessionStart;
  readonly who: WhoIsHere;
  readonly views: ViewBuilder;
  readonly handlers: Handlers;
}

/**
 * The desk at which somebody tries to get in as Sam, where everybody must use two-factor
 * authentication: the real gate, handlers, session and identity on memory stores. It keeps its own
 * books of which second factor was shown, and of which sign-ins began.
 */
export class SignInDesk {
  readonly unearned: string[] = [];
  readonly acceptedTwice: string[] = [];
  sessions = 0;
  enrolments = 0;
  /** What this computer remembers of the account: what was noted last, or usually all there is. */
  remembers: (head: Remembered) => Remembered | null = (head) => head;
  readonly #world: IdentityWorld;
  readonly #store = new MemorySessionStore();
  readonly #keychain = new FakeKeychain();
  #running: Running;
  /** Whether a second factor was shown since the last password was right. */
  #earned = false;
  #codeAt: ((steps: number) => string) | null = null;
  /** The secret that was shown last, which counts once it is confirmed. */
  #shown: ((steps: number) => string) | null = null;
  #recoveryCodes: readonly string[] = [];
  #accepted = new Set<string>();
  #lastCode = '000000';

  private constructor(world: IdentityWorld) {
    this.#world = world;
    this.#running = this.#start();
  }

  static async open(): Promise<SignInDesk> {
    const world = await IdentityWorld.open();
    await world.changeRules({ requireTwoFactor: true, graceDays: 0 });
    return new SignInDesk(world);
  }

  /** Sends a request as the main window does. @returns the answer, if the gate let it through */
  ask(name: RequestName, input: unknown): Promise<Readonly<Record<string, unknown>> | undefined> {
    return this.#send(name, input);
  }

  /** What the main window shows. */
  get view(): Views['main'] {
    return this.#running.views.of('main');
  }

  /** How many secrets the session's service in the keychain has. */
  get secrets(): number {
    return this.#keychain.entries.size;
  }

  get account(): IdentityWorld['account'] {
    return this.#world.account;
  }

  async verify(steps: number): Promise<void> {
    await this.#verify(this.#codeAt?.(steps) ?? '123456');
  }

  async repeatCode(): Promise<void> {
    await this.#verify(this.#lastCode);
  }

  async confirm(steps: number): Promise<void> {
    const code = this.#shown?.(steps) ?? '123456';
    const answer = await this.#send('confirmTwoFactor', { code });
    if (answer?.['ok'] !== true) return;
    this.enrolments += 1;
    this.#earned = true;
    this.#codeAt = this.#shown;
    this.#recoveryCodes = answer['recoveryCodes'] as readonly string[];
    // Codes of an older secret are void, so they can't be accepted again.
    this.#accepted = new Set([code]);
    this.#lastCode = code;
  }

  async recover(index: number): Promise<void> {
    const code = this.#recoveryCodes[index] ?? '0000';
    await this.#spend('useRecoveryCode', code);
  }

  async redeem(right: boolean): Promise<void> {
    const code = await this.#invite();
    await this.#send('redeemInvitation', {
      email: this.#world.sam.email,
      code: right ? code : '0000-0000',
      newPassword: OTHER_PASSWORD,
    });
  }

  /** Dana makes an invitation code, and whoever is at the desk stays there. */
  async #invite(): Promise<string> {
    const { keys } = this.#world.identity;
    const author = keys.author;
    const copy = author?.keys.copy();
    this.#world.holdKeys();
    const code = await this.#world.invite(this.#world.sam);
    if (author === null || copy === undefined) keys.forget();
    else keys.hold(author.memberId, copy);
    return code;
  }

  async lock(): Promise<void> {
    this.#running.runner.requestEnd('lockNow');
    this.#earned = false;
    await this.#settle();
  }

  /** The app is killed and started again. */
  async restart(): Promise<void> {
    this.#world.clock.dropTimers();
    this.#world.restart();
    this.#shown = null;
    this.#earned = false;
    const before = this.sessions;
    this.#running = this.#start();
    await this.#running.sessions.resume();
    await this.#settle();
    // A session that goes on was earned before, and is none that begins.
    this.sessions = before;
  }

  async wait(seconds: number): Promise<void> {
    await this.#world.clock.run(seconds * 1_000);
    await this.#settle();
  }

  async #verify(code: string): Promise<void> {
    this.#lastCode = code;
    await this.#spend('verifyCode', code);
  }

  async #spend(name: 'verifyCode' | 'useRecoveryCode', code: string): Promise<void> {
    const half = this.#running.who.halfSignedIn();
    const wasIn = this.#running.who.signedIn() !== null;
    const before = this.#earned;
    // Booked before it is sent: the session that it begins is earned by it.
    if (half?.stage === 'code') this.#earned = true;
    const answer = await this.#send(name, { code });
    if (answer?.['ok'] !== true) this.#earned = before;
    else if (!wasIn) {
      if (this.#accepted.has(code)) this.acceptedTwice.push(code);
      this.#accepted.add(code);
    }
  }

  async #send(
    name: RequestName,
    input: unknown,
  ): Promise<Readonly<Record<string, unknown>> | undefined> {
    const { who, handlers } = this.#running;
    const wasIn = who.signedIn() !== null;
    const contents = null as unknown as Sender['contents'];
    const decision = decide(
      name,
      input,
      { contents, url: 'main', isMainFrame: true },
      {
        kindOf: () => 'main',
        signedIn: () => who.signedIn(),
        signingIn: () => who.halfSignedIn()?.stage ?? null,
        hasRecentPassword: () => false,
      },
    );
    if (!decision.allowed) return undefined;
    const handler = handlers[name] as (input: unknown, caller: unknown) => unknown;
    const caller = { contents, kind: 'main', member: decision.member };
    const answer = (await handler(decision.input, caller)) as Readonly<Record<string, unknown>>;
    await this.#settle();
    if (BEGINNING.has(name) && answer['ok'] === true) this.#earned = false;
    if (name === 'startTwoFactor' && answer['ok'] === true)
      this.#shown = authenticator(this.#world, String(answer['secret']));
    this.#book(name, wasIn);
    return answer;
  }

  /** Whether somebody got in by this, and whether that was earned. */
  #book(name: RequestName, wasIn: boolean): void {
    if (wasIn || this.#running.who.signedIn() === null) return;
    this.sessions += 1;
    if (!this.#earned) this.unearned.push(name);
    this.#earned = false;
  }

  #start(): Running {
    const { account, audit, clock, identity } = this.#world;
    const { keys } = identity;
    const screens = new RecordingScreens();
    const store = this.#store;
    const vault = new Vault(this.#keychain, clock, 'installation', 'folder');
    const ports = {
      ...{ clock, store, screens, account, audit, pauseStore: new MemoryPauses() },
      ...{ idle: new FakeIdle(clock), guard: new FakeGuard(), orders: NO_ORDERS_HERE },
      computerLock: new FakeComputerLock(),
    };
    const { bootId, loginId } = clock;
    const { chain } = account;
    chain.onDecided((at) => (this.remembers = () => at));
    const memory = { read: () => Promise.resolve(this.remembers(chain.head)) };
    const acceptance = new Acceptance({ account, chain, memory, reseal: () => undefined });
    const policy = policyWith();
    const { runner, sessions, pauses } = composeSession({
      ...{ ...ports, vault, keys, policy: () => policy },
      // The views are asked for where a window would show them.
      onChange: () => void views.of('main'),
      takenUpIn: () => Promise.resolve({ bootId, loginId }),
      signer: NO_SIGNER,
      vouch: (memberId, seedKeys) => identity.admission.vouch(memberId, seedKeys),
      recall: () => acceptance.recall(),
    });
    const about = null as unknown as ConstructorParameters<typeof ViewBuilder>[0]['about'];
    const workstation = () => ({ activitySource: '', lockSignals: [], guarded: false });
    const managed = () => UNMANAGED;
    const updates = { installSoon: () => false, facts: NO_UPDATES };
    const who = new WhoIsHere({ ...identity, account, runner });
    const clinic = singleClinic();
    const views: ViewBuilder = new ViewBuilder({
      ...{ ...identity, account, clinic, runner, who, vault, managed, about, workstation },
      asked: { tab: { tab: 'timeout', times: 0 }, security: { page: 'setUp', times: 0 } },
      policy: () => policy,
      updates: () => NO_UPDATES,
      revision: () => 0,
      desk: NO_CLINIC_APPS,
      quickSignIn: NO_QUICK_SIGN_IN,
    });
    const windows = null as unknown as AppWindows;
    const policies = new PolicyKeeper({
      ...{ account, decisions: chain, audit, clock },
      managed: new FakeManaged(),
    });
    const cancelled = () => Promise.resolve('cancelled' as const);
    const documents = () => ({ save: cancelled, saveCopy: cancelled });
    const testActivity = () => Promise.resolve('works' as const);
    // No request about the audit log is part of a sign-in.
    const audits = {} as Audit;
    const own = { clinic, runner, sessions, vault, windows, documents, acceptance, ...audits };
    const parts = { ...identity, account, policies, pauses, clock, ...own };
    // No request about clinic apps is part of a sign-in.
    const clinicApps = { desk: NO_CLINIC_APPS } as unknown as ClinicApps;
    const handlers = createHandlers({
      ...{ ...parts, ...clinicApps },
      quickSignIn: NO_QUICK_SIGN_IN,
      ...{ managed: new FakeManaged(), testActivity, saveDiagnostics: cancelled, updates },
      computer: { protection: SILENT_SYSTEM },
    });
    return { runner, sessions, who, views, handlers };
  }

  async #settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}
