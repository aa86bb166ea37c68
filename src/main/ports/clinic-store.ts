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
  workstation(): StoredWorkstation | null;
  saveWorkstation(workstation: StoredWorkstation): void;
  removal(): Removal | null;
  saveRemoval(removal: Removal): void;
  /** Deletes workstation, contact and marks. Who removed this computer stays. */
  clear(): void;
}
