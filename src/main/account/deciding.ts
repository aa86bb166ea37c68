import {
  type AccountNow,
  type Appliers,
  type Author,
  type Decision,
  type Decisions,
  type Outcome,
  ServerAwayError,
} from '../ports/index.js';
import {
  type ChainParts,
  mends,
  MOST_TRIES,
  type Order,
  RefusedDecisionError,
} from './chain-parts.js';
import type { SignedChange } from './changes.js';
import type { ClinicState } from './clinic-state.js';
import { cannotWait } from './kept-for-later.js';
import { type Entry, type Position, writeEntry } from './entry.js';
import { judge } from './judge.js';

const DONE = { ok: true } as const;

type Applier = (change: SignedChange, author: Author) => (() => void) | undefined;

export interface DecidingParts extends Pick<
  ChainParts,
  'store' | 'account' | 'clock' | 'trailHead'
> {
  /** Reads the chain again, if somebody else has written. */
  readonly check: () => Promise<void>;
  readonly state: () => ClinicState | null;
  readonly head: () => Position;
  /** Keeps the boxes that the state names, and a copy of it. */
  readonly keep: (state: ClinicState, boxes: readonly Buffer[]) => void;
  /** The chain has one more entry. @param isAccepted whether the account is sound from here on */
  readonly grow: (entry: Entry, state: ClinicState, isAccepted: boolean) => void;
  readonly decided: () => void;
}

/** Makes decisions on the chain as it is: one at a time, as a shared account's server must be asked. */
export class Deciding implements Decisions {
  readonly #parts: DecidingParts;
  readonly #appliers = new Map<string, Applier[]>();
  #order: Order | null = null;
  #later: Order | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: DecidingParts) {
    this.#parts = parts;
  }

  register<Kind extends SignedChange['kind']>(appliers: Appliers<Kind>): void {
    // An applier gets changes of its own kind alone, which the types cannot express through a union.
    for (const [kind, apply] of Object.entries<unknown>(appliers))
      this.#appliers.set(kind, [...(this.#appliers.get(kind) ?? []), apply as Applier]);
  }

  /** Decisions of a shared account get their numbers from it; `null`: from nobody, so that none is made. */
  follow(order: Order | null): void {
    this.#order = order;
  }

  /** Numbers what cannot wait while nobody else does. */
  keepForLater(later: Order): void {
    this.#later = later;
  }

  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
    order?: Order,
  ): Promise<Outcome<Code>> {
    const { check, account } = this.#parts;
    return this.inTurn(async () => {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        await check();
        // Deriving a password takes a while: the author's session may have ended meanwhile.
        if (author.keys.isForgotten) throw new Error('The author is not signed in any more.');
        const decided = decide(account);
        if (!('change' in decided)) return decided;
        if (account.standing.kind !== 'sound' && !mends(author, decided))
          throw new Error('The account is in question: only an administrator can go on with it.');
        const by = order ?? this.#usualOrder(author, decided);
        if (by === null) {
          this.#take(author, decided, null);
          return DONE;
        }
        if (await this.#ordered(author, decided, by)) return DONE;
      }
      throw new ServerAwayError('broken');
    });
  }

  /** @returns `null` when this computer alone decides. @throws {ServerAwayError} when nobody can */
  #usualOrder(author: Author, decided: Decision): Order | null {
    const state = this.#parts.state();
    if ((state?.shared ?? null) === null) return null;
    if (this.#order !== null) return this.#order;
    if (this.#later !== null && cannotWait(state, author, decided)) return this.#later;
    throw new ServerAwayError('unreachable');
  }

  /** @returns whether the entry got its number; else somebody was faster, and what they decided is known here */
  async #ordered(author: Author, decided: Decision, order: Order): Promise<boolean> {
    const entry = this.#write(author, decided, order);
    const finish = (): void => this.#take(author, decided, { order, entry });
    const answer = await order.append(entry, decided.boxes ?? [], finish);
    if (answer === 'appended') finish();
    return answer === 'appended';
  }

  #write(author: Author, { change }: Decision, order: Order | null): Entry {
    const { clock, trailHead, state, head } = this.#parts;
    const by = {
      as: author.as ?? 'member',
      id: author.memberId,
      key: author.keys.publicKeys.signing,
    };
    const place = order === null ? {} : { on: order.workstation };
    const body = {
      ...{ clinic: state()?.clinic ?? by.key, at: Math.round(clock.now().wallMs), by },
      ...{ ...place, change, trail: trailHead() },
    };
    const entry = writeEntry(body, head(), author.keys);
    this.#judged(entry);
    return entry;
  }

  #judged(entry: Entry): ClinicState {
    const judged = judge(this.#parts.state(), entry);
    if (!judged.ok) throw new RefusedDecisionError(judged.why);
    return judged.state;
  }

  /** @param ordered what its order has appended; `null`: this computer alone decides */
  #take(
    author: Author,
    decided: Decision,
    ordered: { readonly order: Order; readonly entry: Entry } | null,
  ): void {
    const { store, account, head, keep, grow } = this.#parts;
    const { change, boxes = [], also } = decided;
    const appliers = this.#appliers.get(change.kind);
    if (appliers === undefined) throw new Error(`Nobody applies ${change.kind}.`);
    const { entry, state, followUps } = store.together(() => {
      if (account.standing.kind === 'broken') store.setAside(head());
      const followUps = appliers.map((apply) => apply(change, author));
      const entry = ordered?.entry ?? this.#write(author, decided, null);
      const state = this.#judged(entry);
      store.append(entry);
      keep(state, boxes);
      also?.();
      ordered?.order.written();
      return { entry, state, followUps };
    });
    grow(entry, state, change.kind === 'clinic.founded' || change.kind === 'account.accepted');
    for (const followUp of followUps) followUp?.();
    this.#parts.decided();
  }
}
