import type { SignedChange, SignedChangeOf } from '../account/changes.js';
import type { Entry, Position, StoredEntry } from '../account/entry.js';
import type { SeedKeys } from '../keys/seed-keys.js';
import type { AccountStore } from './account.js';

export type { Position, StoredEntry } from '../account/entry.js';

/*
 * The one way to decide something for the clinic, and where its decisions are kept.
 */

/** Who decides: a member, with the keys that the member's password or a code on paper opened. */
export interface Author {
  readonly memberId: string;
  readonly keys: SeedKeys;
  /** Without it, a member. */
  readonly as?: Entry['by']['as'];
}

/** A decision with the boxes that it names by their hashes. */
export interface Decision {
  readonly change: SignedChange;
  readonly boxes?: readonly Buffer[];
  /** More that must be written with it, in its transaction. */
  readonly also?: () => void;
}

/**
 * Writes what follows from each kind of change, such as lines of the audit trail, in the decision's own
 * transaction. The account's state is still the one from before.
 * @returns what to do after the commit, if anything
 */
export type Appliers<Kind extends SignedChange['kind']> = {
  readonly [Each in Kind]: (
    change: SignedChangeOf<Each>,
    author: Author,
  ) => (() => void) | undefined;
};

/** The account as it is, for a decision. */
export type AccountNow = Pick<
  AccountStore,
  'state' | 'clinicName' | 'members' | 'memberById' | 'credentialsByEmail' | 'box'
>;

/** Why nothing was decided. */
export interface Refused<Code extends string> {
  readonly ok: false;
  readonly code: Code;
}

/** The result of a decision. */
export type Outcome<Code extends string> = { readonly ok: true } | Refused<Code>;

export interface Decisions {
  /**
   * Decides something for the clinic.
   *
   * @param decide has no effects: returns a decision, `ok` when nothing needs to change, or a refusal. It
   *   runs on the current account, so it reads `now` and not what the caller knew before
   * @returns settles when the change is in force here, or with the refusal; rejects when the change
   *   cannot be stored, or its author is signed out by then, and nothing has changed then
   */
  commit<Code extends string = never>(
    author: Author,
    decide: (now: AccountNow) => Decision | Outcome<Code>,
  ): Promise<Outcome<Code>>;

  /**
   * Registers what follows from a kind of change. Several folders may register the same kind: all of it
   * is one transaction.
   */
  register<Kind extends SignedChange['kind']>(appliers: Appliers<Kind>): void;
}

/** An entry that was set aside. */
export interface AsideEntry extends StoredEntry {
  /** Counts on, whatever was set aside before. */
  readonly id: number;
}

/** Keeps the chain of decisions. Methods throw when the database fails. */
export interface DecisionStore {
  together<T>(work: () => T): T;
  /** At most `most` entries after this number, oldest first. */
  entriesAfter(seq: number, most: number): readonly StoredEntry[];
  /** How many entries there are. */
  count(): number;
  /** @throws when there is an entry with that number */
  append(entry: StoredEntry): void;
  /** Takes all entries after this number out of the chain, and keeps them for whoever looks into it. */
  setAside(after: Position): void;
  /** The last whole chain that was set aside, oldest entry first. */
  asideEntries(): readonly StoredEntry[];
  /** Everything that was ever set aside, in the order in which it was. Nothing of it is checked. */
  everyAside(): readonly AsideEntry[];
  /** Of these, the entries that the chain does not have, and that nobody put away; some perhaps twice. */
  lost(): readonly AsideEntry[];
  /** Somebody knows of this lost decision, however often it was set aside. */
  putAway(id: number): void;
  box(hash: string): Buffer | null;
  /** All of them, by their hashes: one look instead of hundreds. */
  everyBox(): ReadonlyMap<string, Buffer>;
  saveBox(hash: string, box: Buffer): void;
  /** Deletes every other box beyond recovery. */
  keepBoxes(hashes: ReadonlySet<string>): void;
  /** The state as it was last saved, in JSON. */
  savedState(): string | null;
  saveState(state: string): void;
  /** Whether another program has written to the database since the last call. */
  wasWrittenByOthers(): boolean;
}
