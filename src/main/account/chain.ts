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
import {
  type Entry,
  type EntryBody,
  isSigned,
  type Position,
  readEntry,
  START,
  writeEntry,
} from './entry.js';
import { judge, type Void } from './judge.js';
import { replay } from './replay.js';
import { hashOf } from './shares.js';

/** How many signatures are checked side by side: node has four threads for it. */
const AT_ONCE = 16;

const DONE = { ok: true } as const;

type Applier = (change: SignedChange, author: Author) => (() => void) | undefined;

/** What in the file did not belong to the chain. */
export type Foreign = 'state' | 'chain' | 'box';

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
  /** The link of each entry that was read, by its number; the first is that of the start. */
  #links: Buffer[] = [START.link];
  #state: ClinicState | null = null;
  /** Signatures of later entries than this one were checked; `null` while none was. */
  #signedAfter: number | null = null;
  #checking: Promise<void> | null = null;
  /** Whether this chain goes on from what this computer remembers, so that it may remember more of it. */
  #isCompared = false;
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

  get head(): Remembered {
    return positionOf(this.#state);
  }

  /**
   * Reads the whole chain, in slices, once and again after another program has written to the file. What it
   * says is the account's state from then on. Signatures are not checked here: see {@link confirm}.
   */
  check(): Promise<void> {
    if (this.#parts.store.wasWrittenByOthers()) this.#checking = null;
    this.#checking ??= this.#read().catch((error: unknown) => {
      // The next call tries again.
      this.#checking = null;
      throw error;
    });
    return this.#checking;
  }

  async #read(): Promise<void> {
    const { store, account, onForeign } = this.#parts;
    const { links, state } = await replay(store, Infinity);
    const before = this.head;
    this.#links = links;
    this.#state = state;
    this.#signedAfter = null;
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
   * Checks the signatures of all entries after a position that was checked before.
   * @param from what somebody remembers, sealed; {@link NOTHING_REMEMBERED} for nothing
   * @returns whether the account is sound, and goes on from that position
   */
  async confirm(from: Remembered): Promise<boolean> {
    await this.check();
    if (!this.#has(from) && !this.#wasAccepted(from)) {
      this.#stand({ kind: 'older', remembered: from.seq });
      return false;
    }
    const known = this.#has(from) ? from.seq : 0;
    const broken = await this.#firstUnsigned(known);
    if (broken !== null) await this.#breakAt(broken);
    return this.#parts.account.standing.kind === 'sound';
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

  /** @returns the first entry after `from` whose signature is wrong, or `null` */
  async #firstUnsigned(from: number): Promise<number | null> {
    const until = this.#signedAfter ?? this.#links.length - 1;
    for (let seq = from; seq < until; seq += AT_ONCE) {
      const most = Math.min(AT_ONCE, until - seq);
      const page = this.#parts.store.entriesAfter(seq, most);
      const good = await Promise.all(
        Array.from({ length: most }, async (_, index) => {
          const stored = page[index];
          // The rows must still be those that were read.
          const entry = stored && readEntry(stored, this.#positionOf(seq + index));
          const isAsRead = entry?.link.equals(this.#linkOf(entry.seq)) === true;
          return isAsRead && isSigned(entry);
        }),
      );
      const wrong = good.indexOf(false);
      if (wrong >= 0) return seq + wrong + 1;
    }
    this.#signedAfter = Math.min(from, this.#signedAfter ?? from);
    return null;
  }

  /** The chain ends before this entry: the state is what the entries before it say. */
  async #breakAt(seq: number): Promise<void> {
    const { store, account, onForeign } = this.#parts;
    const { links, state } = await replay(store, seq - 1);
    if (links.length !== seq) throw new Error('The chain changed while it was read.');
    this.#links = links;
    this.#state = state;
    onForeign('chain');
    account.adopt(state ?? account.state, { kind: 'broken', at: seq });
  }

  #stand(standing: Standing): void {
    this.#parts.account.adopt(this.#state, standing);
  }

  #has({ seq, link }: Position): boolean {
    return this.#links[seq]?.equals(link) === true;
  }

  /** Whether administrators went on with this account since, although it was remembered otherwise. */
  #wasAccepted({ accepted }: Remembered): boolean {
    return this.head.accepted > accepted;
  }

  #linkOf(seq: number): Buffer {
    return this.#links[seq] ?? START.link;
  }

  #positionOf(seq: number): Position {
    return { seq, link: this.#linkOf(seq) };
  }
}

/** Whether this is a step on the way out of an account that is in question. */
function mends({ as }: Author, { change }: Decision): boolean {
  return change.kind === 'account.accepted' || as === 'emergencyKit';
}
