import type { StoredEntry } from '../../../src/main/account/entry.js';
import { mayEnterWhileShut } from '../../../src/main/identity/sign-in/shut.js';
import type { Author, ClinicStanding, Member, Outcome } from '../../../src/main/ports/index.js';
import type { Policy } from '../../../src/shared/policy/policy.js';
import { keysOf } from '../fakes/member-seeds.js';
import { FIRST_POLICY } from './clinic-image.js';
import { DeskApp } from './desk-app.js';
import { DeskParts } from './desk-parts.js';

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

/** One computer of a simulated clinic, with its app. */
export class VirtualDesk extends DeskParts {
  readonly acknowledged: Acknowledged[] = [];
  #time: SharedTime | null = null;

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
    await app.sessions.begin(step.complete.member, generation, keys, { longestSeconds });
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
