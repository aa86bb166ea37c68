import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '../../../scripts/lib/remove-folder.mjs';
import { type ComposedOffice, composeOffice } from '../../../src/main/app/compose-clinic.js';
import { composeIdentity, type Identity } from '../../../src/main/app/compose-identity.js';
import { composeSession, type Sessions } from '../../../src/main/app/compose-session.js';
import { followState } from '../../../src/main/app/follow-state.js';
import { type Account, openAccount } from '../../../src/main/app/open-account.js';
import { type OpenClinic, openClinic } from '../../../src/main/app/open-clinic.js';
import { ObservedState } from '../../../src/main/app/state.js';
import { TrailSigning } from '../../../src/main/audit/trail-signer.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import type { Author, Clock, ServerConnector, ServerPlace } from '../../../src/main/ports/index.js';
import { PostgresFounder } from '../../../src/main/server/postgres-founder.js';
import { INITIAL_STATE } from '../../../src/main/session/machine.js';
import { sessionFacts } from '../../../src/main/session/session-facts.js';
import { AccountMemory } from '../../../src/main/vault/account-memory.js';
import { Vault } from '../../../src/main/vault/vault.js';
import { DEFAULT_POLICY } from '../../../src/shared/policy/policy.js';
import { FakeComputerLock } from '../fakes/fake-computer-lock.js';
import { FakeGuard } from '../fakes/fake-guard.js';
import { FakeKeychain } from '../fakes/fake-keychain.js';
import { type EndedAt, nowMs, type Owner, type Person } from './messages.js';

const nothing = (): void => undefined;

/**
 * One workstation of a clinic as the app builds it, with sessions and an account's file of its own, but without
 * windows, keychain and input: nobody touches it. For benches with hundreds of them.
 */
export class ClinicDesk {
  readonly clinic: OpenClinic;
  readonly identity: Identity;
  readonly office: ComposedOffice;
  readonly sessions: Sessions;
  readonly account: Account;
  looks = 0;
  /** Timers of the clinic's parts that came to their end. */
  timers = 0;
  /** When each decision was in force here, by its number. */
  readonly feltAt: number[] = [];
  #hidingAt = 0;
  #ended: EndedAt | null = null;
  readonly #folder: string;
  #slowMs: number | null = null;

  private constructor(account: Account, folder: string, connector: ServerConnector) {
    this.account = account;
    this.#folder = folder;
    const keychain = new FakeKeychain();
    const { clock, installation, policies, managed } = account;
    const state = new ObservedState(
      {
        ...{ session: INITIAL_STATE, looks: 0, account: 0, others: 0 },
        ...{ policy: policies.inForce(), managed: managed.policy },
      },
      (error) => process.emitWarning(String(error)),
    );
    const onChange = (): void => state.count('others');
    this.clinic = openClinic({
      ...{ ...account, connector, keychain, onChange, clock: this.#counted(clock) },
      onShut: () => runner.requestEnd('offlineTooLong'),
      onOrdered: ({ reason }) => runner.requestEnd('signedOutByAdministrator', reason),
      onRemoved: () => void this.office.carryOutRemoval(),
      onContact: () => this.office.inContact(),
    });
    const { desk, orders } = this.clinic;
    const slow = this.#slowAtFirst(clock);
    const reseal = nothing;
    this.identity = composeIdentity({ ...account, clock: slow, reseal, desk, onChange });
    const { keys, admission, flow } = this.identity;
    const startedMs = performance.now();
    this.sessions = composeSession({
      ...{ ...account, keys, orders },
      idle: {
        ...{ resolutionMs: 1, idleMs: () => performance.now() - startedMs },
        ...{ doubt: nothing, screenLocked: () => false },
      },
      screens: {
        hide: () => {
          this.#hidingAt = nowMs();
          return Promise.resolve();
        },
        ...{ prepareWarning: nothing, showWarning: nothing, dismissWarning: nothing },
      },
      vault: new Vault(keychain, clock, installation, 'folder'),
      signer: new TrailSigning({ trail: account.audit, clock }),
      guard: new FakeGuard(),
      computerLock: new FakeComputerLock(),
      vouch: (memberId, seedKeys) => admission.vouch(memberId, seedKeys),
      recall: () => Promise.resolve(true),
      takenUpIn: () => Promise.resolve({ bootId: null, loginId: null }),
      policy: () => state.now.policy,
      onChange: (session) => {
        this.looks += 1;
        state.change({ session, looks: state.now.looks + 1 });
      },
    });
    const { runner, pauses } = this.sessions;
    this.office = composeOffice({
      ...{ opened: account, clinic: this.clinic, connector, keys, runner, reseal, onChange },
      ...{ founder: new PostgresFounder(), startAgain: nothing },
      memory: new AccountMemory(keychain, clock, installation),
    });
    const { onAnswer } = this.office;
    const session = (): ReturnType<typeof sessionFacts> => sessionFacts(runner, clock);
    this.clinic.speakFor({ keys, session, onAnswer, version: '1.0.0' });
    const windows = { refresh: nothing, closeSettings: nothing };
    followState(state, {
      ...{ opened: account, account: account.account, keys, runner, windows, clinic: this.clinic },
      who: new WhoIsHere({ account: account.account, flow, runner }),
      pauses,
      desk: { follow: nothing, followApps: nothing, unsaved: [] },
      guarded: { refresh: nothing, readUnsaved: () => Promise.resolve() },
      ...{ tray: { show: nothing }, shield: { set: nothing }, updates: { look: nothing } },
      ...{ startAtSignIn: { apply: nothing }, followProxy: () => Promise.resolve() },
      ...{ speaking: { speak: nothing }, ownChoices: { languageOf: () => null } },
    });
    state.follow(
      (now) => now.account,
      () => {
        this.#feels();
      },
    );
    state.follow(
      (now) => now.session.kind,
      (kind) => {
        if (kind === 'signedOut') this.#ended = { hidingAt: this.#hidingAt, endedAt: nowMs() };
      },
    );
  }

  static async open(connector: ServerConnector): Promise<ClinicDesk> {
    const folder = mkdtempSync(join(tmpdir(), 'clinic-desk-'));
    const account = await openAccount(folder, { mayMake: true });
    await account.chain.check();
    const desk = new ClinicDesk(account, folder, connector);
    desk.clinic.follow();
    return desk;
  }

  get seq(): number {
    return this.account.account.state?.seq ?? 0;
  }

  get author(): Author {
    const { author } = this.identity.keys;
    if (author === null) throw new Error('Nobody is signed in.');
    return author;
  }

  get isConnected(): boolean {
    return this.clinic.link.state.kind === 'connected';
  }

  /** `null` while somebody is signed in. */
  get ended(): EndedAt | null {
    return this.sessions.runner.state.kind === 'signedOut' ? this.#ended : null;
  }

  /** Founds a clinic here; its founder is signed in. */
  async found(person: Person): Promise<void> {
    // The cheapest passwords: what one costs is no part of what is measured.
    this.#slowMs = 0;
    const form = { clinicName: 'Harbour Street Clinic', ...person };
    const policy = { ...DEFAULT_POLICY, sessionTimeoutSeconds: 3_600 };
    const founded = await this.identity.founding.found(form, policy, []);
    this.#slowMs = null;
    if (!founded.ok) throw new Error(founded.code);
    await this.#begin(founded.member, founded.keys);
  }

  async add(person: Person): Promise<void> {
    const form = { ...person, role: 'receptionist' } as const;
    const added = await this.identity.members.add(form, this.author);
    if (!added.ok) throw new Error(added.code);
  }

  async share(place: ServerPlace, owner: Owner): Promise<void> {
    const form = { place, owner, workstationName: 'Desk 1' };
    const shared = await this.office.office.share(form, this.author);
    if (!shared.ok) throw new Error(shared.code);
  }

  async join(place: ServerPlace, code: string): Promise<void> {
    const joined = await this.office.office.join({ place, code, setAside: false });
    if (!joined.ok) throw new Error(joined.code);
  }

  async signIn({ email, password }: Person): Promise<void> {
    const { generation } = this.sessions.runner.state;
    const entered = await this.identity.flow.enter(email, password, generation);
    if (!entered.ok) throw new Error(entered.code);
    if (entered.complete === null) throw new Error('A sign-in waits for its next step.');
    await this.#begin(entered.complete.member, entered.complete.keys);
  }

  async close(): Promise<void> {
    await this.clinic.stop();
    await removeFolder(this.#folder);
  }

  async #begin(...[member, keys]: [Parameters<Sessions['sessions']['begin']>[0], Author['keys']]) {
    const { runner, sessions } = this.sessions;
    const refusal = await sessions.begin(member, runner.state.generation, keys);
    if (refusal !== null) throw new Error(refusal);
  }

  #feels(): void {
    const { seq } = this;
    if (this.feltAt[seq] !== undefined) return;
    const at = nowMs();
    for (let one = this.feltAt.length; one <= seq; one += 1) this.feltAt[one] = at;
  }

  #counted(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      after: (ms, callback) =>
        clock.after(ms, () => {
          this.timers += 1;
          callback();
        }),
    };
  }

  #slowAtFirst(clock: Clock): Clock {
    return {
      now: () => {
        const now = clock.now();
        if (this.#slowMs === null) return now;
        this.#slowMs += 5_000;
        return { ...now, bootMs: now.bootMs + this.#slowMs };
      },
      after: (ms, callback) => clock.after(ms, callback),
    };
  }
}
