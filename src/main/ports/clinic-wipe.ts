import type { Removal } from './clinic-store.js';

/** Takes everything of the clinic out of the account's file. Methods throw when the database fails. */
export interface ClinicWipe {
  /**
   * Deletes it beyond recovery, in one transaction, and keeps who removed this computer. The audit trail stays:
   * it is this computer's own.
   * @param also written in the same transaction
   */
  wipe(removal: Removal, also: () => void): void;
  /** Whether nothing of it is left. */
  isWiped(): boolean;
}
