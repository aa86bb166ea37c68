import type { StoredEntry } from '../../../src/main/account/entry.js';
import { brokenAt, wasEverRemoved } from './clinic-agreement.js';
import { type Choice, personAt } from './clinic-deed.js';
import { OFFLINE_LIMIT_SECONDS } from './clinic-image.js';
import type { ClinicWorld } from './clinic-world.js';
import type { VirtualDesk } from './virtual-desk.js';

/** A workstation in contact has no session of somebody who was sent away for longer, in milliseconds. */
const SOON_MS = 1_000;
/** The same where no bell is heard: it asks each second. */
const POLLED_MS = 1_600;
/** A workstation that was out of contact when it was decided: it asks each minute, and waits 5 s for an answer. */
const LATER_MS = 70_000;
/** How late the end of a session may be for reasons of its own. */
const SLACK_MS = 25_000;

/** Somebody who must not be signed in any more. */
interface SentAway {
  readonly decidedMs: number;
  readonly acknowledgedMs: number;
}

/** An order to sign out, about sessions that began before it; `null`: about all members, or all workstations. */
interface Ordered extends SentAway {
  readonly member: string | null;
  readonly desk: string | null;
  readonly except: string | null;
}

/** What a workstation had when it was last looked at. */
interface Seen {
  entries: readonly StoredEntry[];
  length: number;
  rows: readonly unknown[];
  /** Every decision that was ever in force here, by its signature. */
  readonly ever: Map<string, StoredEntry>;
  /** Whether one of them is not in force any more. */
  hasLost: boolean;
}

/** Watches a {@link ClinicWorld} and holds it to what a clinic with several computers promises. */
export class ClinicKeeper {
  readonly #world: ClinicWorld;
  readonly #forged = new Set<string>();
  readonly #sentAway = new Map<string, SentAway>();
  readonly #removed = new Map<string, SentAway>();
  readonly #removing = new Set<string>();
  readonly #orders: Ordered[] = [];
  /** Which session is at each workstation, and since when. */
  readonly #sessions: { id: string; sinceMs: number }[] = [];
  readonly #seen: readonly Seen[];
  readonly #spent: {
    readonly desk: number;
    readonly name: string;
    readonly step: number;
    readonly atMs: number;
  }[] = [];
  #number = 0;
  #wrong: Error | null = null;

  constructor(world: ClinicWorld) {
    this.#world = world;
    this.#seen = world.desks.map(() => ({
      entries: [],
      length: 0,
      rows: [],
      ever: new Map(),
      hasLost: false,
    }));
    for (const [index, desk] of world.desks.entries()) {
      const own = desk.onSettled;
      desk.onSettled = () => {
        own();
        this.check(index);
      };
    }
  }

  nextNumber(): number {
    return (this.#number += 1);
  }

  forged(body: Buffer | null): void {
    if (body !== null) this.#forged.add(body.toString('base64'));
  }

  /** Somebody tries to take a workstation out. */
  removing({ id }: VirtualDesk): void {
    this.#removing.add(id);
  }

  /** Somebody was told that it is decided. */
  acknowledged(
    desk: VirtualDesk,
    { choice, by }: { readonly choice: Choice; readonly by: string | null },
    decidedMs: number,
  ): void {
    const { passedMs } = this.#world;
    const sent = { decidedMs, acknowledgedMs: passedMs };
    // What is decided at a server that others do not know of cannot reach them.
    if (desk.line.server !== this.#world.server) return;
    if (choice.what === 'off') this.#sentAway.set(personAt(choice.who).id, sent);
    if (choice.what === 'on') this.#sentAway.delete(personAt(choice.who).id);
    const order = { ...sent, member: null, desk: null, except: null };
    if (choice.what === 'signOut') this.#orders.push({ ...order, member: personAt(choice.who).id });
    if (choice.what === 'signOutAll') this.#orders.push(order);
    if (choice.what === 'signOutAt')
      this.#orders.push({ ...order, desk: this.#world.desk(choice.which).id });
    if (choice.what === 'elsewhere' && by !== null)
      this.#orders.push({ ...order, member: by, except: desk.id });
    if (choice.what === 'remove') this.#removed.set(this.#world.desk(choice.which).id, sent);
  }

  /** A step of an authenticator app was taken for fresh. */
  spent(desk: number, member: string, step: number): void {
    const { passedMs, wentBackMs } = this.#world;
    // With a workstation that was removed goes what it has counted: it may have been hostile.
    const isLater = this.#spent.some(
      ({ name, step: other, atMs, desk: where }) =>
        name === member &&
        other >= step &&
        atMs > wentBackMs &&
        !wasEverRemoved(this.#world, this.#world.desk(where).id),
    );
    if (this.#world.troubles[desk]?.astray === true) return;
    // The app would swallow what is thrown here.
    if (isLater) this.#wrong ??= this.#broken(desk, 'a step of an authenticator app came twice');
    else this.#spent.push({ desk, name: member, step, atMs: passedMs });
  }

  /** What must be true of one workstation at every moment. */
  check(index: number): void {
    if (this.#wrong !== null) throw this.#wrong;
    const desk = this.#world.desk(index);
    if (desk.app?.ready !== true || desk.isAsleep) return;
    this.#checkChain(index, desk);
    this.#checkSignedIn(index, desk);
    this.#checkContact(index, desk);
  }

  #checkChain(index: number, desk: VirtualDesk): void {
    const seen = this.#seen[index];
    const { decisions } = desk.account;
    const { entries } = decisions;
    if (seen === undefined) return;
    if (desk.rows.rows !== seen.rows) {
      seen.rows = desk.rows.rows;
      for (const { link } of desk.rows.rows)
        if (!this.#world.links.has(link.toString('base64')))
          throw this.#broken(index, 'a row is here that nobody ever appended');
    }
    if (entries === seen.entries && entries.length === seen.length) return;
    seen.entries = entries;
    seen.length = entries.length;
    const now = new Set<string>();
    for (const entry of entries) {
      const signature = entry.signature.toString('base64');
      if (now.has(signature)) throw this.#broken(index, 'a decision was applied twice');
      now.add(signature);
      if (this.#forged.has(entry.body.toString('base64')))
        throw this.#broken(index, 'a forged decision is in force');
      seen.ever.set(signature, entry);
    }
    if (desk.account.state === null) {
      if (desk.clinicStore.removal() !== null && !this.#removing.has(desk.id))
        throw this.#broken(index, 'a workstation was wiped that nobody has removed');
      return;
    }
    if (this.#removed.has(desk.id)) return;
    this.#checkLost(index, desk, now);
  }

  /** What was in force here and is not any more must be kept by name, and told. */
  #checkLost(index: number, desk: VirtualDesk, now: ReadonlySet<string>): void {
    const seen = this.#seen[index];
    if (seen === undefined) return;
    const lost = [...seen.ever.keys()].filter((signature) => !now.has(signature));
    seen.hasLost = lost.length > 0;
    if (!seen.hasLost) return;
    const aside = desk.account.decisions.aside.map(({ signature }) => signature.toString('base64'));
    const kept = new Set(aside);
    if (lost.some((signature) => !kept.has(signature)))
      throw this.#broken(index, 'a lost decision is not kept by name');
    if (desk.audit.named('clinic.lostDecisions').length === 0)
      throw this.#broken(index, 'nobody was told of lost decisions');
  }

  #checkSignedIn(index: number, desk: VirtualDesk): void {
    const { signedIn } = desk;
    if (signedIn === null) return;
    const { state } = desk.account;
    if (state === null) throw this.#broken(index, 'somebody is signed in without an account');
    // An administrator went on without them, or the account is in question: then nobody stays signed in.
    if (this.#seen[index]?.hasLost === true && state.accepted === null)
      throw this.#broken(index, 'decisions are gone, and nobody was asked');
    if (!Object.values(state.members).some((one) => one.active && one.role === 'administrator'))
      throw this.#broken(index, 'there is no administrator');
    for (const [what, sent] of [
      ['a member', this.#sentAway.get(signedIn)],
      ['a removed workstation', this.#removed.get(desk.id)],
    ] as const)
      if (sent !== undefined && this.#isLate(index, desk, sent))
        throw this.#broken(index, `${what} is signed in although it was sent away`);
    const since = this.#sessionSince(index, desk);
    for (const order of this.#orders)
      if (
        (order.member ?? signedIn) === signedIn &&
        (order.desk ?? desk.id) === desk.id &&
        order.except !== desk.id &&
        since < order.decidedMs &&
        this.#isLate(index, desk, order)
      )
        throw this.#broken(index, 'somebody is signed in in spite of an order to sign out');
  }

  #sessionSince(index: number, { state }: VirtualDesk): number {
    const id = state === null || state.kind === 'signedOut' ? '' : state.session.sessionId;
    const known = this.#sessions[index];
    if (known?.id === id) return known.sinceMs;
    this.#sessions[index] = { id, sinceMs: this.#world.passedMs };
    return this.#world.passedMs;
  }

  /** Whether a workstation in contact must have heard of it by now. */
  #isLate(index: number, desk: VirtualDesk, { decidedMs, acknowledgedMs }: SentAway): boolean {
    const { passedMs, soundSince, server, wentBackMs } = this.#world;
    const since = soundSince[index] ?? null;
    if (since === null || desk.clock.nextDueMs === 0) return false;
    const { standing } = desk;
    // What the server went on without is another matter.
    if (wentBackMs >= decidedMs || desk.account.standing.kind !== 'sound') return false;
    if (standing?.kind !== 'connected') return false;
    const wasThere = since <= decidedMs - LATER_MS && !this.#world.isDeaf(index);
    const soonMs = server.hasBell ? SOON_MS : POLLED_MS;
    const dueMs = wasThere ? acknowledgedMs + soonMs : Math.max(since, acknowledgedMs) + LATER_MS;
    return passedMs > dueMs;
  }

  #checkContact(index: number, desk: VirtualDesk): void {
    const { passedMs, heardMs, soundSince } = this.#world;
    const awayMs = passedMs - (heardMs[index] ?? 0);
    const { standing } = desk;
    if (desk.clock.nextDueMs === 0) return;
    const isQuiet = soundSince[index] === null && this.#awakeMs(index) > LATER_MS;
    if (isQuiet && standing?.kind === 'connected' && awayMs > LATER_MS)
      throw this.#broken(index, `it believes to be connected after ${awayMs} ms of silence`);
    if (standing !== null && 'why' in standing) this.#checkWhy(index, standing.why);
    const limitMs = OFFLINE_LIMIT_SECONDS * 1_000 + SLACK_MS;
    if (desk.signedIn !== null && awayMs > limitMs && this.#awakeMs(index) > SLACK_MS)
      throw this.#broken(index, `somebody is signed in after ${awayMs} ms without the server`);
  }

  /** A server that does as it should is not suspected of what a stranger makes up. */
  #checkWhy(index: number, why: string): void {
    const { passedMs, soundSince, wentBackMs } = this.#world;
    const since = soundSince[index] ?? passedMs;
    // What others said before a night is heard anew.
    const isQuiet =
      passedMs - Math.max(since, wentBackMs) > LATER_MS && this.#awakeMs(index) > LATER_MS;
    if (isQuiet && (why === 'withheld' || why === 'copied'))
      throw this.#broken(index, `it takes the server's word for ${why} without a reason`);
  }

  /** For how long the app has been running on a computer that is awake. */
  #awakeMs(index: number): number {
    return this.#world.passedMs - (this.#world.wokeMs[index] ?? 0);
  }

  #broken(index: number, what: string): Error {
    return brokenAt(this.#world, index, what);
  }
}
