import type {
  ClinicStore,
  ContactStore,
  MarkStore,
  Removal,
  RunStore,
  StoredRuns,
  StoredWorkstation,
} from '../../../src/main/ports/index.js';

/** What a workstation keeps beside the account, in memory, with the SQL store's rules. */
export class MemoryClinicStore implements ClinicStore {
  writable = true;
  /** Called before each write, which comes to nothing when it throws. */
  beforeWrite: () => void = () => undefined;
  #workstation: StoredWorkstation | null = null;
  #removal: Removal | null = null;
  #contact: Buffer | null = null;
  #marks = new Map<string, number>();
  #runs: StoredRuns | null = null;
  #copyToldMs: number | null = null;

  readonly contact: ContactStore = {
    read: () => this.#contact,
    save: (sealed) => {
      this.#write();
      this.#contact = sealed;
    },
  };

  readonly marks: MarkStore = {
    part: (name) => this.#marks.get(name) ?? 0,
    save: (name, value) => {
      this.#write();
      this.#marks.set(name, value);
    },
  };

  readonly runs: RunStore = {
    read: () => this.#runs,
    save: (runs) => {
      this.#write();
      this.#runs = runs;
    },
    copyToldMs: () => this.#copyToldMs,
    saveCopyTold: (atMs) => {
      this.#write();
      this.#copyToldMs = atMs;
    },
  };

  /** @returns what puts everything back to how it is now */
  snapshot(): () => void {
    const before = [this.#workstation, this.#removal, this.#contact] as const;
    const beside = [this.#runs, this.#copyToldMs] as const;
    const marks = new Map(this.#marks);
    return () => {
      [this.#workstation, this.#removal, this.#contact] = before;
      [this.#runs, this.#copyToldMs] = beside;
      this.#marks = new Map(marks);
    };
  }

  workstation(): StoredWorkstation | null {
    return this.#workstation;
  }

  saveWorkstation(workstation: StoredWorkstation): void {
    this.#write();
    this.#workstation = workstation;
  }

  removal(): Removal | null {
    return this.#removal;
  }

  saveRemoval(removal: Removal): void {
    this.#write();
    this.#removal = removal;
  }

  clear(): void {
    this.#write();
    this.#workstation = null;
    this.#contact = null;
    this.#runs = null;
    this.#copyToldMs = null;
    this.#marks.clear();
  }

  get isEmpty(): boolean {
    const kept = [this.#workstation, this.#contact, this.#runs];
    return kept.every((one) => one === null) && this.#marks.size === 0;
  }

  #write(): void {
    this.beforeWrite();
    if (!this.writable) throw new Error('the account database was made to fail');
  }
}
