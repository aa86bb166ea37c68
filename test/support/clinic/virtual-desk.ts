import type { StoredEntry } from '../../../src/main/account/entry.js';
import { mayEnterWhileShut } from '../../../src/main/identity/sign-in/shut.js';
import type {
  Author,
  ClinicStanding,
  ClinicWipe,
  Member,
  Outcome,
} from '../../../src/main/ports/index.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import { FakeKeychain } from '../fakes/fake-keychain.js';
import { keysOf } from '../fakes/member-seeds.js';
import { MemoryAccount } from '../fakes/memory-account.js';
import { MemoryDecisions } from '../fakes/memory-decisions.js';
import { MemoryLog } from '../fakes/memory-log.js';
import { PromiseKeeper } from '../fakes/promise-keeper.js';
import { VirtualComputer } from '../fakes/virtual-computer.js';
import { VirtualLine } from '../fakes/virtual-line.js';
import type { VirtualServer } from '../fakes/virtual-server.js';
import { type DeskImage, FIRST_POLICY } from './clinic-image.js';
import { DeskApp } from './desk-app.js';
import { DeskTrail } from './desk-trail.js';
import { MemoryClinicStore } from './memory-clinic-store.js';

/** A decision that a person was told is in force. */
export interface Acknowledged {
  readonly entry: StoredEntry;
  readonly memberId: string;
}

/** How a decision ended for whoever made it. `unsure`: nobody knows; `away`: nothing was decided. */
export type Decided = 'done' | 'refused' | 'unsure' | 'away' | 'nobody';

/** What a simulation wants of the time that all computers share. */
export interface SharedTime {
  run(ms: number): Promise<void>;
}

/** Turns of the event loop in which everything is through that waits for no time. */
const TURNS = 3;

/** One computer of a simulated clinic: a virtual one, on a line to the clinic's server. */
export class VirtualDesk extends VirtualComputer {
  readonly id: string;
  readonly line: VirtualLine;
  /** The keychain's entries of the computer itself. */
  readonly ownKeychain = new FakeKeychain(this.journal);
  readonly rows = new MemoryLog();
  readonly clinicStore = new MemoryClinicStore();
  readonly trail: DeskTrail;
  readonly keeper: PromiseKeeper;
  readonly acknowledged: Acknowledged[] = [];
  /** From 0 to 1. */
  random: () => number = () => 0.5;
  isAsleep = false;
  isOff = false;
  #time: SharedTime | null = null;

  constructor(image: DeskImage, server: VirtualServer) {
    super(FIRST_POLICY, (clock) => {
      const decisions = new MemoryDecisions();
      decisions.entries = [...image.entries];
      for (const [hash, box] of image.boxes) decisions.boxes.set(hash, box);
      decisions.state = image.state;
      return new MemoryAccount(clock, decisions);
    });
    this.id = image.id;
    this.trail = new DeskTrail(this.audit, image.id);
    this.line = new VirtualLine(server, this.clock);
    this.rows.rows = [...image.rows];
    if (image.workstation !== null) this.clinicStore.saveWorkstation(image.workstation);
    for (const [name, secret] of image.keychain) this.ownKeychain.entries.set(name, secret);
    this.ownKeychain.onCall = this.keychain.onCall;
    const { decisions, local } = this.account;
    const stores = [decisions, local, this.rows, this.clinicStore, this.identityStore];
    decisions.database = [...decisions.database, this.rows, this.clinicStore];
    for (const store of stores) store.beforeWrite = () => this.journal.call('disk');
    this.keeper = new PromiseKeeper(this);
  }

  set time(time: SharedTime) {
    this.#time = time;
  }

  /** The running app. */
  get desk(): DeskApp | null {
    return this.app as DeskApp | null;
  }

  override get policy(): Policy {
    return this.desk?.policies.inForce() ?? FIRST_POLICY;
  }

  override set disk(writable: boolean) {
    super.disk = writable;
    this.rows.writable = writable;
    this.clinicStore.writable = writable;
  }

  get standing(): ClinicStanding | null {
    return this.desk?.clinic.desk.standing ?? null;
  }

  /** Who is signed in here, by id. */
  get signedIn(): string | null {
    const { state } = this;
    return state?.kind === 'active' || state?.kind === 'warning' ? state.session.memberId : null;
  }

  /** The policy in force is about to be another one. */
  onPolicy(policy: Policy): void {
    this.keeper.before({ do: 'setPolicy', policy });
  }

  override async start(): Promise<void> {
    if (this.isOff) return;
    await super.start();
  }

  override kill(): void {
    super.kill();
    this.ownKeychain.forgetHungCalls();
    // The OS closes what the process had open.
    const { mood } = this.line;
    this.line.mood = 'cut';
    this.line.mood = mood;
  }

  /** All computers live through this time. */
  override async run(ms: number): Promise<void> {
    await this.#time?.run(ms);
  }

  /** Does what is due at this very moment. */
  async runDue(): Promise<void> {
    await this.clock.run(0, () => this.settle());
  }

  override async settle(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn += 1) await new Promise((next) => setImmediate(next));
    if (!this.isAsleep) this.onSettled();
  }

  /** A member sits down and enters the password, which is right. */
  async enter(member: Member): Promise<void> {
    this.idle.touch();
    const app = this.desk;
    if (app?.ready !== true) return;
    this.stir(this.#enter(app, member).catch(() => undefined));
    await this.settle();
  }

  /**
   * Somebody who is signed in here decides something.
   * @param work as the app's handler would do it
   */
  async decide(work: (app: DeskApp, author: Author) => Promise<Outcome<string>>): Promise<Decided> {
    const app = this.desk;
    const author = app?.identity.keys.author ?? null;
    if (app === null || author === null) return 'nobody';
    const { memberId } = author;
    const before = app.account.chain.head.seq;
    try {
      const outcome = await work(app, author);
      if (!outcome.ok) return 'refused';
    } catch (error) {
      return (error as Error).name === 'ServerUnsureError' ? 'unsure' : 'away';
    }
    const entry = this.#newest(before, memberId);
    if (entry !== null) this.acknowledged.push({ entry, memberId });
    return 'done';
  }

  readonly clinicWipe: ClinicWipe = {
    wipe: (removal, also) => {
      const { decisions, local } = this.account;
      decisions.together(() => {
        decisions.setAside({ seq: 0, link: Buffer.alloc(32) });
        decisions.aside = [];
        decisions.keepBoxes(new Set());
        decisions.state = null;
        this.rows.clear();
        local.clear();
        this.clinicStore.clear();
        this.identityStore.boxes.clear();
        this.identityStore.tries.clear();
        this.clinicStore.saveRemoval(removal);
        also();
      });
    },
    isWiped: () => this.isWiped,
  };

  get isWiped(): boolean {
    const { decisions } = this.account;
    const { entries, aside, boxes, state } = decisions;
    const left = [entries.length, aside.length, boxes.size, this.rows.rows.length];
    const isEmpty = this.clinicStore.isEmpty && this.identityStore.boxes.size === 0;
    return left.every((count) => count === 0) && state === null && isEmpty;
  }

  /** A new run reads the account from the database again. */
  protected override makeApp(): DeskApp {
    this.clinic.account = this.account.restarted();
    this.trail.forget();
    return new DeskApp(this);
  }

  async #enter(app: DeskApp, member: Member): Promise<void> {
    const { account, runner, clinic } = app;
    const { desk } = clinic;
    const { generation } = runner.state;
    await desk.catchUp();
    const known = account.state?.members[member.id];
    if (known === undefined) return;
    // The credential comes with the first sign-in at this desk.
    const isHere = account.box(known.keys.credential) !== null;
    if (!isHere && (await desk.fetchBox(known.keys.credential)) !== 'here') return;
    if (account.credentialsById(member.id)?.credential === null) return;
    if (!mayEnterWhileShut(desk.standing, known)) return;
    const step = await app.identity.flow.admit(member.id, keysOf(member), generation);
    if (!step.ok || step.complete === null) return;
    const { keys, longestSeconds } = step.complete;
    await app.sessions.begin(step.complete.member, generation, keys, longestSeconds);
  }

  /** What this desk decided last, as its own chain has it. */
  #newest(after: number, memberId: string): StoredEntry | null {
    const own = this.account.decisions.entries.filter(({ seq, body }) => {
      if (seq <= after) return false;
      const { on, by } = JSON.parse(body.toString()) as { on?: string; by: { id: string } };
      return on === this.id && by.id === memberId;
    });
    return own.at(-1) ?? null;
  }
}
