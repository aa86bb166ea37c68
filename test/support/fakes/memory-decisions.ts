import type { Position, StoredEntry } from '../../../src/main/account/entry.js';
import type { AsideEntry, DecisionStore } from '../../../src/main/ports/index.js';

/** The chain of decisions in memory, with the SQL store's rules. */
export class MemoryDecisions implements DecisionStore {
  writable = true;
  /** Called before each write, which comes to nothing when it throws. */
  beforeWrite: () => void = () => undefined;
  entries: StoredEntry[] = [];
  aside: StoredEntry[] = [];
  putAways: Buffer[] = [];
  readonly boxes = new Map<string, Buffer>();
  state: string | null = null;
  /** Another program has written. */
  touched = false;
  /** What this computer keeps beside them in the account's own tables. */
  local: { snapshot(): () => void } | null = null;
  /** What else is kept in the same database, for what is written together. */
  database: readonly { snapshot(): () => void }[] = [];

  together<T>(work: () => T): T {
    const parts = [this, this.local, ...this.database];
    const undo = parts.map((part) => part?.snapshot());
    try {
      return work();
    } catch (error) {
      for (const restore of undo) restore?.();
      throw error;
    }
  }

  /** @returns what puts everything back to how it is now */
  snapshot(): () => void {
    const { entries, aside, putAways, state } = this;
    const before = { entries: [...entries], aside: [...aside], boxes: new Map(this.boxes) };
    return () => {
      this.entries = before.entries;
      this.aside = before.aside;
      this.putAways = putAways;
      this.state = state;
      this.boxes.clear();
      for (const [hash, box] of before.boxes) this.boxes.set(hash, box);
    };
  }

  entriesAfter(seq: number, most: number): readonly StoredEntry[] {
    return this.entries.filter((entry) => entry.seq > seq).slice(0, most);
  }

  count(): number {
    return this.entries.length;
  }

  append(entry: StoredEntry): void {
    this.#write();
    if (this.entries.some(({ seq }) => seq === entry.seq))
      throw new Error('UNIQUE constraint failed: decision.seq');
    this.entries.push(entry);
  }

  setAside(after: Position): void {
    this.#write();
    this.aside.push(...this.entries.filter(({ seq }) => seq > after.seq));
    this.entries = this.entries.filter(({ seq }) => seq <= after.seq);
  }

  asideEntries(): readonly StoredEntry[] {
    const from = this.aside.map(({ seq }) => seq).lastIndexOf(1);
    return from < 0 ? [] : this.aside.slice(from);
  }

  everyAside(): readonly AsideEntry[] {
    return this.aside.map((entry, at) => ({ ...entry, id: at + 1 }));
  }

  lost(): readonly AsideEntry[] {
    const known = [...this.entries.map(({ signature }) => signature), ...this.putAways];
    return this.everyAside().filter(
      ({ signature }) => !known.some((other) => other.equals(signature)),
    );
  }

  putAway(id: number): void {
    this.#write();
    const entry = this.aside[id - 1];
    if (entry !== undefined) this.putAways = [...this.putAways, entry.signature];
  }

  box(hash: string): Buffer | null {
    return this.boxes.get(hash) ?? null;
  }

  everyBox(): ReadonlyMap<string, Buffer> {
    return this.boxes;
  }

  saveBox(hash: string, box: Buffer): void {
    this.#write();
    this.boxes.set(hash, box);
  }

  keepBoxes(hashes: ReadonlySet<string>): void {
    this.#write();
    for (const hash of [...this.boxes.keys()]) if (!hashes.has(hash)) this.boxes.delete(hash);
  }

  savedState(): string | null {
    return this.state;
  }

  saveState(state: string): void {
    this.#write();
    this.state = state;
  }

  wasWrittenByOthers(): boolean {
    const was = this.touched;
    this.touched = false;
    return was;
  }

  #write(): void {
    this.beforeWrite();
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
