import { TrailSigning } from '../../src/main/audit/trail-signer.js';
import { setImmediate } from 'node:timers/promises';
import { Acceptance } from '../../src/main/account/acceptance.js';
import { resealTrail } from '../../src/main/app/compose-audit.js';
import { composeSession } from '../../src/main/app/compose-session.js';
import { type Account, openAccount } from '../../src/main/app/open-account.js';
import { ClinicAppKeeper } from '../../src/main/clinic-apps/clinic-app-keeper.js';
import { ClinicAppJournal } from '../../src/main/clinic-apps/journal.js';
import { SiteSignInKeeper } from '../../src/main/clinic-apps/site-sign-in-keeper.js';
import type { HandlersOf } from '../../src/main/ipc/gate.js';
import { signInHandlers } from '../../src/main/ipc/sign-in-handlers.js';
import { type Author, NO_ORDERS_HERE } from '../../src/main/ports/index.js';
import type { SIGN_IN_REQUESTS } from '../../src/shared/requests/sign-in.js';
import { AccountMemory } from '../../src/main/vault/account-memory.js';
import { Vault } from '../../src/main/vault/vault.js';
import { FakeComputerLock } from '../support/fakes/fake-computer-lock.js';
import { FakeGuard } from '../support/fakes/fake-guard.js';
import { FakeKeychain } from '../support/fakes/fake-keychain.js';
import { NO_QUICK_SIGN_IN } from '../support/fakes/no-quick-sign-in.js';
import { RecordingScreens } from '../support/fakes/recording-screens.js';
import { type Insider, RealClinic } from '../support/real-clinic.js';

/** A computer's keychain, as the app has it: the session's entries, and those that stay. */
export class Keychain {
  readonly session = new FakeKeychain();
  readonly computer = new FakeKeychain();

  /** What is being written now is written. */
  async settled(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  }
}

type Handlers = HandlersOf<typeof SIGN_IN_REQUESTS>;
type Session = ReturnType<typeof composeSession>;

/**
 * One run of the app on a real account file, without windows: everything that decides whether a session
 * begins is the app's own.
 */
export class AppRun {
  readonly opened: Account;
  readonly clinic: RealClinic;
  readonly session: Session;
  readonly acceptance: Acceptance;
  readonly apps: ClinicAppKeeper;
  readonly siteSignIns: SiteSignInKeeper;
  readonly #handlers: Handlers;

  private constructor(opened: Account, keychain: Keychain) {
    const { account, chain, clock, installation, place } = opened;
    this.opened = opened;
    this.clinic = new RealClinic(opened);
    const { identity } = this.clinic;
    const memory = new AccountMemory(keychain.computer, clock, installation);
    chain.onDecided((position) => memory.note(position));
    const reseal = resealTrail(opened.audit);
    this.acceptance = new Acceptance({ account, chain, memory, reseal });
    const vault = new Vault(keychain.session, clock, installation, place);
    // Somebody is always there.
    const idle = {
      idleMs: () => 0,
      resolutionMs: 0,
      screenLocked: () => false,
      doubt: () => undefined,
    };
    this.session = composeSession({
      ...{ ...opened, idle, vault, keys: identity.keys },
      ...{ screens: new RecordingScreens(), guard: new FakeGuard() },
      computerLock: new FakeComputerLock(),
      orders: NO_ORDERS_HERE,
      policy: () => opened.policies.inForce(),
      onChange: () => undefined,
      takenUpIn: () => Promise.resolve({ bootId: 'boot', loginId: 'login' }),
      signer: new TrailSigning({ trail: opened.audit, clock }),
      vouch: (memberId, seedKeys) => identity.admission.vouch(memberId, seedKeys),
      recall: () => this.acceptance.recall(),
    });
    const { keys } = identity;
    const journal = new ClinicAppJournal(opened.audit, clock);
    const base = { store: opened.identityStore, account, keys, clock, journal };
    this.apps = new ClinicAppKeeper({ ...base, decisions: chain, author: () => keys.author });
    this.siteSignIns = new SiteSignInKeeper(base);
    const { acceptance, session } = this;
    this.#handlers = signInHandlers({
      ...{ ...identity, ...opened, ...session, acceptance, vault },
      quickSignIn: NO_QUICK_SIGN_IN,
    });
  }

  /** Starts the app as far as its first picture. */
  static async start(folder: string, keychain: Keychain): Promise<AppRun> {
    const run = new AppRun(await openAccount(folder, { mayMake: true }), keychain);
    // Beside the first picture, as the app does it.
    void run.opened.chain.check();
    await run.session.sessions.resume();
    return run;
  }

  /** Signs in. @returns `in`, the step that is asked for next, or why not */
  async signIn({ email, password }: Insider): Promise<string> {
    return this.#after(await this.#handlers.signIn({ email, password }, CALLER));
  }

  async verifyCode(code: string): Promise<string> {
    return this.#after(await this.#handlers.verifyCode({ code }, CALLER));
  }

  async useRecoveryCode(code: string): Promise<string> {
    return this.#after(await this.#handlers.useRecoveryCode({ code }, CALLER));
  }

  async redeemInvitation(email: string, code: string, newPassword: string): Promise<string> {
    const form = { email, code, newPassword };
    return this.#after(await this.#handlers.redeemInvitation(form, CALLER));
  }

  async useEmergencyKit(email: string, recoveryKey: string, newPassword: string): Promise<string> {
    const form = { email, recoveryKey, newPassword };
    return this.#after(await this.#handlers.useEmergencyKit(form, CALLER));
  }

  /** The administrator goes on with an account that is in question. */
  async acceptAccount(): Promise<string> {
    return this.#after(await this.#handlers.acceptAccount({}, CALLER));
  }

  /** The member who is signed in, as an author. */
  get author(): Author {
    return this.clinic.author;
  }

  get isSignedIn(): boolean {
    return this.session.runner.state.kind === 'active';
  }

  async signOut(): Promise<void> {
    this.session.runner.requestEnd('signOut');
    await this.session.runner.whenEndSettled(10_000);
  }

  /** The kinds of notices that a member has not seen yet. */
  notices(person: Pick<Insider, 'email'>): readonly string[] {
    const { account } = this.opened;
    return account.noticesFor(this.clinic.member(person).id).map(({ kind }) => kind);
  }

  #after(answer: { readonly ok: boolean; readonly code?: string }): string {
    if (!answer.ok) return answer.code ?? 'refused';
    if (this.isSignedIn) return 'in';
    const { flow } = this.clinic.identity;
    return flow.half(this.session.runner.state.generation)?.stage ?? 'out';
  }
}

const CALLER = null as never;
