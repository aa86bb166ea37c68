import type {
  AccountNow,
  Appliers,
  Author,
  Decision,
  Decisions,
  Outcome,
  Standing,
} from '../ports/index.js';
import {
  type ChainParts,
  lacksBox,
  type Order,
  type Taken,
  type TakenListener,
} from './chain-parts.js';
import type { SignedChange } from './changes.js';
import { writeSaved } from './clinic-account.js';
import { type ClinicState, hasSameBoxes, positionOf, type Remembered } from './clinic-state.js';
import { Deciding } from './deciding.js';
import { type Entry, type Position, START } from './entry.js';
import { Aside } from './lost.js';
import { everyEntry, replay } from './replay.js';
import { hashOf } from './shares.js';

/**
 * The chain of decisions: reads and checks it, and adds to it. The account's state is what the chain says,
 * whatever else the file says.
 */
export class Chain implements Decisions {
  readonly #parts: ChainParts;
  /** Makes the decisions; who gives them their numbers is set there. */
  readonly deciding: Deciding;
  /** The link of each entry that was read and is signed, by its number; the first is that of the start. */
  #links: Buffer[] = [START.link];
  #state: ClinicState | null = null;
  /** Whether the chain must be read: it never was, or another program has written. */
  #isStale = true;
  #reading: Promise<void> | null = null;
  /** Whether this chain goes on from what this computer remembers, so that it may remember more of it. */
  #isCompared = false;
  /** The most that anybody remembers of decisions to go on with an account in question. */
  #mostAccepted = 0;
  /** The position that this chain did not have; decisions from elsewhere may bring it. */
  #missed: Remembered | null = null;
  readonly #aside: Aside;
  #onDecided: (at: Remembered) => void = () => undefined;
  #onTaken: TakenListener = () => undefined;

  constructor(parts: ChainParts) {
    this.#parts = parts;
    this.#aside = new Aside(parts.store);
    this.deciding = new Deciding({
      ...parts,
      check: () => this.check(),
      state: () => this.#state,
      head: () => this.head,
      keep: (state, boxes) => this.#keep(state, boxes),
      grow: (entry, state, isAccepted) => {
        this.#grow([entry], state);
        if (isAccepted) {
          this.#isCompared = true;
          this.#stand({ kind: 'sound' });
        }
      },
      decided: () => {
        if (this.#isCompared) this.#onDecided(this.head);
      },
    });
  }

  register<Kind extends SignedChange['kind']>(appliers: Appliers<Kind>): void {
    this.deciding.register(appliers);
  }

  /**
   * Calls back with what this computer is to remember: after each decision, outside of its transaction. Not
   * before the chain was compared: a decision on an older file must not make this computer forget the newer.
   */
  onDecided(callback: (at: Remembered) => void): void {
    this.#onDecided = callback;
  }

  /**
   * Calls back with the decisions from elsewhere that are new here, in the transaction that stores them. A computer
   * that had none joins the clinic just then: what was decided before is no news to anybody there.
   */
  onTaken(callback: TakenListener): void {
    this.#onTaken = callback;
  }

  /**
   * What a decision to go on must exceed: how many decisions are remembered, and, after a second backup from
   * before the first was accepted, the number of that.
   */
  get toExceed(): number | null {
    const { standing } = this.#parts.account;
    return standing.kind === 'older' ? Math.max(standing.remembered, this.#mostAccepted) : null;
  }

  get head(): Remembered {
    return positionOf(this.#state);
  }

  /**
   * Reads and verifies the whole chain, in slices, once and again after another program has written to the
   * file. What it says is the account's state from then on: never before the signatures are checked, as any
   * member can write a row. In one run of the app, no signature is checked twice.
   */
  async check(): Promise<void> {
    if (this.#parts.store.wasWrittenByOthers()) this.#isStale = true;
    // One reading at a time, and nothing is decided during one.
    while (this.#isStale || this.#reading !== null) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      await this.#reading;
    }
  }

  async #read(): Promise<void> {
    const { store, account, onForeign } = this.#parts;
    this.#isStale = false;
    const { links, state } = await replay(store, (entry) => this.#has(entry)).catch(
      (error: unknown) => {
        // The next call tries again.
        this.#isStale = true;
        throw error;
      },
    );
    await this.#aside.read();
    const before = this.head;
    this.#links = links;
    this.#state = state;
    // More rows than the chain has numbers: one in the middle was taken out.
    const isBroken = store.count() !== links.length - 1 || (state === null && before.seq > 0);
    const standing: Standing = isBroken
      ? { kind: 'broken', at: links.length }
      : this.#standingAfter(before);
    if (isBroken || !this.#has(before)) onForeign('chain');
    // Without a single entry there still was a clinic: nobody may found another one here.
    if (account.adopt(isBroken ? (state ?? account.state) : state, standing)) onForeign('state');
    if (state !== null && lacksBox(account, state)) onForeign('box');
  }

  /** How a chain without a fault stands to what this app knew of it before it was read again. */
  #standingAfter(before: Remembered): Standing {
    const { standing } = this.#parts.account;
    if (standing.kind === 'older' || standing.kind === 'unknown') return standing;
    const goesOn = this.#has(before) || this.#wasAccepted(before);
    return goesOn ? { kind: 'sound' } : { kind: 'older', remembered: before.seq };
  }

  /**
   * Whether the account is sound, and goes on from a position.
   * @param from what somebody remembers, sealed; {@link NOTHING_REMEMBERED} for nothing. It says nothing about
   *   signatures: whoever has the key of such a memory can write it
   */
  async confirm(from: Remembered): Promise<boolean> {
    await this.check();
    const { account } = this.#parts;
    if (account.standing.kind === 'sound' && !this.#has(from) && !this.#wasAccepted(from))
      this.#miss(from);
    return account.standing.kind === 'sound';
  }

  /** Whether a member, or the emergency kit, may go on with an account that is in question. */
  mayGoOn(memberId: string, kit?: string): boolean {
    return this.#aside.lets({ memberId, kit }, this.#state, (at) => this.#has(at));
  }

  /** Whether the decision of this number has this link, in base 64; also 0 and the link of the start. */
  knows(seq: number, link: string): boolean {
    return this.#has({ seq, link: Buffer.from(link, 'base64') });
  }

  /** Compares the chain with what this computer remembers outside of the database. */
  compare(remembered: Remembered | null): Standing {
    const { account } = this.#parts;
    if (account.standing.kind !== 'sound' || this.#state === null) return account.standing;
    if (remembered === null) this.#stand({ kind: 'unknown' });
    else if (!this.#has(remembered) && !this.#wasAccepted(remembered)) this.#miss(remembered);
    else {
      this.#isCompared = true;
      if (remembered.seq !== this.head.seq) this.#onDecided(this.head);
    }
    return account.standing;
  }

  /** Runs some work while nothing is decided, and nothing taken from elsewhere. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.deciding.inTurn(work);
  }

  /** @param order who gives this decision its number, if not who usually does */
  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
    order?: Order,
  ): Promise<Outcome<Code>> {
    return this.deciding.commit(author, decide, order);
  }

  /** Takes decisions from elsewhere, after they were verified. Call it in a turn. */
  take(taken: Taken): void {
    this.#parts.store.together(() => {
      this.#store(taken);
      if (this.#state !== null) this.#onTaken(taken.entries, taken.state);
    });
    this.#grow(taken.entries, taken.state);
    if (this.#isCompared) this.#onDecided(this.head);
  }

  /**
   * The same, in the place of all that this chain has: the old decisions are set aside. Call it in a turn.
   * @param isWhole whether every decision of this chain is among the new ones; else the account is in question
   */
  takeAnew(taken: Taken, isWhole: boolean): void {
    const { store, account } = this.#parts;
    const before = this.head;
    store.together(() => {
      const known = new Set([...everyEntry(store)].map(({ link }) => link.toString('base64')));
      store.setAside(START);
      if (!isWhole) this.#aside.become(this.#state);
      this.#store(taken);
      const isNew = ({ link }: Entry): boolean => !known.has(link.toString('base64'));
      if (known.size > 0) this.#onTaken(taken.entries.filter(isNew), taken.state);
    });
    const { standing } = account;
    this.#links = [START.link, ...taken.entries.map(({ link }) => link)];
    this.#state = taken.state;
    // Decisions from elsewhere do not make this computer remember an account that it did not know.
    account.adopt(taken.state, standing.kind === 'unknown' ? standing : { kind: 'sound' });
    const known = [this.#missed, isWhole ? null : before].filter((at) => at !== null);
    const missed = known.filter((at) => !this.#has(at) && !this.#wasAccepted(at));
    if (missed.length > 0) this.#isCompared = false;
    for (const at of missed.sort((one, other) => one.seq - other.seq)) this.#miss(at);
  }

  /** The file has no decisions any more: this app took them out. Call it in a turn. */
  forget(): void {
    this.#links = [START.link];
    this.#state = null;
    this.#isCompared = false;
    this.#missed = null;
    this.#parts.account.adopt(null, { kind: 'sound' });
  }

  #store({ entries, state, boxes, also }: Taken): void {
    for (const entry of entries) this.#parts.store.append(entry);
    this.#keep(state, boxes);
    also();
  }

  /** Keeps the boxes that the state names, and a copy of it. */
  #keep(state: ClinicState | null, boxes: readonly Buffer[]): void {
    const { store } = this.#parts;
    for (const box of boxes) store.saveBox(hashOf(box), box);
    if (state === null) return;
    if (this.#state === null || !hasSameBoxes(this.#state, state))
      store.keepBoxes(this.#aside.withBoxesOf(state));
    store.saveState(writeSaved(state));
  }

  #grow(entries: readonly Entry[], state: ClinicState | null): void {
    const { account } = this.#parts;
    for (const { link } of entries) this.#links.push(link);
    this.#state = state;
    const { standing } = account;
    // What this computer remembers came from elsewhere.
    const isFound = standing.kind === 'older' && this.#missed !== null && this.#has(this.#missed);
    if (isFound) this.#isCompared = true;
    const isSound = isFound || standing.kind === 'broken';
    account.become(state, isSound ? { kind: 'sound' } : standing);
  }

  #miss(position: Remembered): void {
    this.#missed = position;
    this.#stand({ kind: 'older', remembered: position.seq });
  }

  #stand(standing: Standing): void {
    const { account, onForeign } = this.#parts;
    const wasSound = account.standing.kind === 'sound';
    account.adopt(this.#state, standing);
    if (wasSound && standing.kind !== 'sound') onForeign('older');
  }

  #has({ seq, link }: Position): boolean {
    return this.#links[seq]?.equals(link) === true;
  }

  /** Whether administrators went on with this account since, although it was remembered otherwise. */
  #wasAccepted({ accepted }: Remembered): boolean {
    this.#mostAccepted = Math.max(this.#mostAccepted, accepted);
    const by = this.#state?.accepted?.by;
    return this.head.accepted > accepted && by !== undefined && this.mayGoOn(by);
  }
}
