import { Acceptance } from '../../../src/main/account/acceptance.js';
import { composeOffice, type ComposedOffice } from '../../../src/main/app/compose-clinic.js';
import { followAccount } from '../../../src/main/app/follow-account.js';
import type { Account } from '../../../src/main/app/open-account.js';
import {
  type ClinicParts,
  openClinic,
  type OpenClinic,
} from '../../../src/main/app/open-clinic.js';
import { PolicyKeeper } from '../../../src/main/policy/policy-keeper.js';
import { WhoIsHere } from '../../../src/main/ipc/who-is-here.js';
import type { ClinicWipe, Clock, OrderBeyond } from '../../../src/main/ports/index.js';
import type { SessionState } from '../../../src/main/session/machine.js';
import { sessionFacts } from '../../../src/main/session/session-facts.js';
import { AccountMemory } from '../../../src/main/vault/account-memory.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import type { FakeKeychain } from '../fakes/fake-keychain.js';
import { FakeManaged } from '../fakes/managed.js';
import type { MemoryAccount } from '../fakes/memory-account.js';
import type { MemoryLog } from '../fakes/memory-log.js';
import { MemoryPauses } from '../fakes/memory-pauses.js';
import { INSTALLATION, VirtualApp } from '../fakes/virtual-app.js';
import type { VirtualComputer } from '../fakes/virtual-computer.js';
import type { VirtualLine } from '../fakes/virtual-line.js';
import type { DeskTrail } from './desk-trail.js';
import type { MemoryClinicStore } from './memory-clinic-store.js';

/** The computer of a workstation, as its app finds it. */
export interface DeskComputer extends Pick<
  VirtualComputer,
  | 'account'
  | 'app'
  | 'clinic'
  | 'clock'
  | 'computerLock'
  | 'guard'
  | 'idle'
  | 'keychain'
  | 'screens'
  | 'store'
> {
  readonly id: string;
  readonly trail: DeskTrail;
  readonly line: VirtualLine;
  /** The keychain's entries of the computer itself. */
  readonly ownKeychain: FakeKeychain;
  readonly rows: MemoryLog;
  readonly clinicStore: MemoryClinicStore;
  readonly clinicWipe: ClinicWipe;
  /** Who is signed in here, by id. */
  readonly signedIn: string | null;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The policy in force is about to be another one. */
  onPolicy(policy: Policy): void;
}

/** What this app is made of before anybody can sign in. */
interface Base {
  readonly account: MemoryAccount;
  readonly policies: PolicyKeeper;
  clinic: OpenClinic | null;
  acceptance: Acceptance | null;
  memory: AccountMemory | null;
  /** What is built last. */
  office: ComposedOffice | null;
}

const nothing = (): void => undefined;

/** The app of a workstation while it runs: what `start-app.ts` builds, without the windows. */
export class DeskApp extends VirtualApp {
  readonly clinic: OpenClinic;
  readonly office: ComposedOffice;
  readonly acceptance: Acceptance;
  readonly policies: PolicyKeeper;
  readonly account: MemoryAccount;

  constructor(desk: DeskComputer) {
    const base = baseOf(desk);
    const { account, policies } = base;
    policies.load();
    super(
      {
        ...{ clock: desk.clock, idle: desk.idle, keychain: desk.keychain, store: desk.store },
        ...{ audit: desk.trail, screens: desk.screens, clinic: desk.clinic, guard: desk.guard },
        ...{ computerLock: desk.computerLock, vouches: () => true, workstation: desk.id },
        pauseStore: new MemoryPauses(),
        recall: () => base.acceptance?.recall() ?? Promise.resolve(false),
        join: (clock) => join(desk, base, clock).desk,
      },
      () => policies.inForce(),
    );
    const { clinic, acceptance, memory } = base;
    if (clinic === null || acceptance === null || memory === null) throw new Error('Not built.');
    this.account = account;
    this.clinic = clinic;
    this.acceptance = acceptance;
    this.policies = policies;
    const { keys } = this.identity;
    const { runner } = this;
    this.office = composeOffice({
      ...{ opened: openedBy(desk, base), clinic, connector: desk.line },
      ...{ founder: desk.line.server, keys, memory, runner },
      ...{ reseal: nothing, startAgain: nothing, onChange: nothing },
    });
    base.office = this.office;
    const { onAnswer } = this.office;
    const session = (): ReturnType<typeof sessionFacts> => sessionFacts(runner, desk.clock);
    clinic.speakFor({ keys, session, onAnswer, version: '1.0.0' });
    const who = new WhoIsHere({ account, runner, flow: this.identity.flow });
    account.chain.register({ 'apps.changed': () => undefined, 'trail.kept': () => undefined });
    const follow = (): void => {
      followAccount({
        ...{ account, keys, runner, who, orders: clinic.orders },
        desk: { followApps: nothing, unsaved: [] },
        guarded: { readUnsaved: () => Promise.resolve() },
        windows: { closeSettings: nothing },
      });
      clinic.follow();
    };
    account.onChange(() => {
      policies.load();
      queueMicrotask(follow);
    });
    policies.onChange(() => {
      desk.onPolicy(policies.inForce());
      runner.policyChanged();
      clinic.review();
    });
    let told = '';
    desk.screens.onChange = () => {
      const was = told;
      told = toldOf(runner.state);
      if (told !== was) clinic.noteSession();
      void account.chain.check().catch(nothing);
      clinic.look();
    };
    void this.#begin();
  }

  /** The chain is read beside the first picture. */
  async #begin(): Promise<void> {
    try {
      await this.account.chain.check();
      await this.office.carryOutRemoval();
      this.clinic.follow();
    } catch {
      // The disk fails, or the app was killed: the next start tries again.
    }
  }
}

function baseOf(desk: DeskComputer): Base {
  const { account } = desk;
  const { trail: audit, clock } = desk;
  const parts = { account, decisions: account.chain, audit, clock, managed: new FakeManaged() };
  const none = { clinic: null, acceptance: null, memory: null, office: null };
  return { account, policies: new PolicyKeeper(parts), ...none };
}

/** Joins this computer to the others of its clinic. */
function join(desk: DeskComputer, base: Base, clock: Clock): OpenClinic {
  const { account, policies } = base;
  const { chain } = account;
  const memory = new AccountMemory(desk.ownKeychain, clock, INSTALLATION);
  chain.onDecided((position) => memory.note(position));
  base.memory = memory;
  base.acceptance = new Acceptance({ account, chain, memory, reseal: nothing });
  const { trail, clinicStore, rows } = desk;
  const own: Pick<ClinicParts, 'account' | 'chain' | 'clinicStore' | 'clock' | 'rows'> = {
    ...{ account, chain, clinicStore, clock, rows },
  };
  base.clinic = openClinic({
    ...own,
    ...{ policies, audit: trail as unknown as ClinicParts['audit'] },
    ...{ decisionStore: account.decisions, installation: INSTALLATION },
    ...{ connector: desk.line, keychain: desk.ownKeychain, onChange: nothing },
    onShut: () => desk.app?.runner.requestEnd('offlineTooLong'),
    onOrdered: (order) => ordered(desk, order),
    onRemoved: () => void base.office?.carryOutRemoval().catch(nothing),
    onContact: () => base.office?.inContact(),
    random: () => desk.random(),
    boot: () => Promise.resolve(desk.clock.bootId),
  });
  return base.clinic;
}

/** As `acts.ts` does it. */
function ordered({ app, signedIn }: DeskComputer, { memberId, by, reason }: OrderBeyond): void {
  if (memberId !== null && memberId !== signedIn) return;
  const cause = by === signedIn ? 'signedOutElsewhere' : 'signedOutByAdministrator';
  app?.runner.requestEnd(cause, reason);
}

/** What the others hear at once when it is another. */
function toldOf(state: SessionState): string {
  if (state.kind === 'signedOut') return '';
  return `${state.session.sessionId} ${state.kind === 'warning' ? 'warning' : ''}`;
}

/** The account as it is opened, as far as the office of a workstation needs it. */
function openedBy(desk: DeskComputer, { account, policies }: Base): Account {
  const { trail, clinicStore, clinicWipe, clock, rows } = desk;
  const opened = {
    ...{ account, audit: trail, chain: account.chain, clinicStore, clinicWipe, clock, rows },
    policies,
    ...{ decisionStore: account.decisions, installation: INSTALLATION, askToSetAside: nothing },
  };
  return opened as unknown as Account;
}
