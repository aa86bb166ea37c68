/*
 * What a workstation of a clinic keeps on its own disk beside the account. `storage/clinic-store.ts` is the
 * adapter.
 */

/** This computer as a workstation of a clinic. */
export interface StoredWorkstation {
  /** A UUID. */
  readonly id: string;
  /** Its secrets, under a key in the OS keychain; `null` once it has gone on alone. */
  readonly sealed: Buffer | null;
}

/** When the clinic's server was last in contact, sealed. */
export interface ContactStore {
  read(): Buffer | null;
  save(sealed: Buffer): void;
}

/** This computer's own parts of the numbers that the clinic adds up. */
export interface MarkStore {
  /** @returns 0 for a name that is not there */
  part(name: string): number;
  save(name: string, value: number): void;
}

/** The runs of the app at this workstation, by which the clinic's server tells it from a copy of this computer. */
export interface StoredRuns {
  /** The last one: 16 bytes, by chance. */
  readonly run: Buffer;
  /** Whether the server is known to have heard of it. */
  readonly isKept: boolean;
  /** The last one before it of which that is known; `null` for none. */
  readonly before: Buffer | null;
  /** How often the app has started, as far as the server may have heard. */
  readonly starts: number;
}

export interface RunStore {
  read(): StoredRuns | null;
  save(runs: StoredRuns): void;
  /** When another computer last used this identity, as far as it was told; `null` for never. */
  copyToldMs(): number | null;
  saveCopyTold(atMs: number): void;
}

/** Who took this computer out of its clinic, and when. */
export interface Removal {
  readonly clinicName: string;
  /** The name of who decided it. */
  readonly by: string;
  /** In milliseconds since 1970. */
  readonly atMs: number;
}

export interface ClinicStore {
  readonly contact: ContactStore;
  readonly marks: MarkStore;
  readonly runs: RunStore;
  workstation(): StoredWorkstation | null;
  saveWorkstation(workstation: StoredWorkstation): void;
  removal(): Removal | null;
  saveRemoval(removal: Removal): void;
  /** Deletes workstation, contact, marks and runs. Who removed this computer stays. */
  clear(): void;
}
