import type {
  AccountNow,
  Appliers,
  Author,
  Clock,
  Decision,
  Decisions,
  DecisionStore,
  Outcome,
  Standing,
} from '../ports/index.js';
import type { SignedChange } from './changes.js';
import { type ClinicAccount, writeSaved } from './clinic-account.js';
import { boxesOf, type ClinicState, positionOf, type Remembered } from './clinic-state.js';
import { type Entry, type EntryBody, type Position, START, writeEntry } from './entry.js';
import { judge, type Void } from './judge.js';
import { replay } from './replay.js';
import { hashOf } from './shares.js';

const DONE = { ok: true } as const;

type Applier = (change: SignedChange, author: Author) => (() => void) | undefined;

/** What in the file did not belong to the chain; `older`: the chain is not the one that is remembered. */
export type Foreign = 'state' | 'chain' | 'box' | 'older';

export interface ChainParts {
  readonly store: DecisionStore;
  readonly account: ClinicAccount;
  readonly clock: Clock;
  /** How far the audit trail has come. */
  readonly trailHead: () => EntryBody['trail'];
  /** Called when something in the file does not belong to the chain. */
  readonly onForeign: (what: Foreign) => void;
}

/** The judge refused a decision of this app: a fault in the code that made it. */
export class RefusedDecisionError extends Error {
  override readonly name = 'RefusedDecisionError';

  constructor(why: Void) {
    super(`The decision was refused: ${why}.`);
  }
}

/**
 * The chain of decisions: reads and checks it, and adds to it. The account's state is what the chain says,
 * whatever else the file says.
 */
export class Chain implements Decisions {
  readonly #parts: ChainParts;
  readonly #appliers = new Map<string, Applier[]>();
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
  #onDecided: (at: Remembered) => void = () => undefined;

  constructor(parts: ChainParts) {
    this.#parts = parts;
  }

  register<Kind extends SignedChange['kind']>(appliers: Appliers<Kind>): void {
    // An applier gets changes of its own kind alone, which the types cannot express through a union.
    for (const [kind, apply] of Object.entries<unknown>(appliers))
      this.#appliers.set(kind, [...(this.#appliers.get(kind) ?? []), apply as Applier]);
  }

  /**
   * Calls back with what this computer is to remember: after each decision, outside of its transaction. Not
   * before the chain was compared: a decision on an older file must not make this computer forget the newer.
   */
  onDecided(callback: (at: Remembered) => void): void {
    this.#onDecided = callback;
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
    if (state !== null && [...boxesOf(state)].some((hash) => account.box(hash) === null))
      onForeign('box');
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
      this.#stand({ kind: 'older', remembered: from.seq });
    return account.standing.kind === 'sound';
  }

  /** Compares the chain with what this computer remembers outside of the database. */
  compare(remembered: Remembered | null): Standing {
    const { account } = this.#parts;
    if (account.standing.kind !== 'sound' || this.#state === null) return account.standing;
    if (remembered === null) this.#stand({ kind: 'unknown' });
    else if (!this.#has(remembered) && !this.#wasAccepted(remembered))
      this.#stand({ kind: 'older', remembered: remembered.seq });
    else {
      this.#isCompared = true;
      if (remembered.seq !== this.head.seq) this.#onDecided(this.head);
    }
    return account.standing;
  }

  async commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
  ): Promise<Outcome<Code>> {
    await this.check();
    // Deriving a password takes a while: the author's session may have ended meanwhile.
    if (author.keys.isForgotten) throw new Error('The author is not signed in any more.');
    const decided = decide(this.#parts.account);
    if (!('change' in decided)) return decided;
    if (this.#parts.account.standing.kind !== 'sound' && !mends(author, decided))
      throw new Error('The account is in question: only an administrator can go on with it.');
    this.#append(author, decided);
    return DONE;
  }

  #append(author: Author, { change, boxes = [], also }: Decision): void {
    const { store, account, clock, trailHead } = this.#parts;
    const appliers = this.#appliers.get(change.kind);
    if (appliers === undefined) throw new Error(`Nobody applies ${change.kind}.`);
    const before = this.#state;
    const by = {
      as: author.as ?? 'member',
      id: author.memberId,
      key: author.keys.publicKeys.signing,
    };
    let written: { readonly entry: Entry; readonly state: ClinicState } | undefined;
    const followUps = store.together(() => {
      const head = this.head;
      if (account.standing.kind === 'broken') store.setAside(head);
      const done = appliers.map((apply) => apply(change, author));
      const body = {
        ...{ clinic: before?.clinic ?? by.key, at: Math.round(clock.now().wallMs), by, change },
        trail: trailHead(),
      };
      const entry = writeEntry(body, head, author.keys);
      const judged = judge(before, entry);
      if (!judged.ok) throw new RefusedDecisionError(judged.why);
      store.append(entry);
      for (const box of boxes) store.saveBox(hashOf(box), box);
      also?.();
      store.keepBoxes(boxesOf(judged.state));
      store.saveState(writeSaved(judged.state));
      written = { entry, state: judged.state };
      return done;
    });
    if (written === undefined) return;
    this.#links.push(written.entry.link);
    this.#state = written.state;
    const { standing } = account;
    account.adopt(written.state, standing.kind === 'broken' ? { kind: 'sound' } : standing);
    if (change.kind === 'clinic.founded' || change.kind === 'account.accepted') {
      this.#isCompared = true;
      this.#stand({ kind: 'sound' });
    }
    for (const followUp of followUps) followUp?.();
    if (this.#isCompared) this.#onDecided(this.head);
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
    return this.head.accepted > accepted;
  }
}

/**
 * Whether this is a step on the way out of an account that is in question. Only administrators get as far:
 * with the kit, with a second factor that they must set up after it, with a recovery code.
 */
function mends({ as }: Author, { change: { kind } }: Decision): boolean {
  const own = kind === 'twoFactor.set' || kind === 'recoveryCode.used';
  return own || kind === 'account.accepted' || as === 'emergencyKit';
}
